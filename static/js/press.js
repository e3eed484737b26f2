// Keys of the press queue. Each presses a button that is on the page; without script the buttons do it all.
const queue = document.querySelector("[data-queue]");
const keys = document.querySelector("[data-keys]");
const stories = [...(queue?.children ?? [])];
const REMEMBERED = "veille-touches";

// After a decision the page comes back at the next story: it has the focus, so that the next key is for it.
const here = () => document.activeElement?.closest?.(".press-story");
const go = (story) => {
  story?.focus();
  story?.scrollIntoView({ block: "nearest" });
};
if (location.hash.startsWith("#sujet-")) go(document.getElementById(location.hash.slice(1)));

const acts = {
  j: () => go(stories[stories.indexOf(here()) + 1]),
  k: () => go(stories[Math.max(0, stories.indexOf(here()) - 1)]),
  o: () => here()?.querySelector("[data-story]")?.click(),
  r: () => here()?.querySelector("[data-keep]")?.click(),
  e: () => {
    const reasons = here()?.querySelector("[data-reject]");
    if (!reasons) return;
    reasons.open = true;
    reasons.querySelector("button").focus();
  },
};
const choose = (number) => {
  const reasons = here()?.querySelector("[data-reject][open]");
  const wanted = reasons?.querySelectorAll("button, input[type=text]")[number - 1];
  wanted?.matches("button") ? wanted.click() : wanted?.focus();
};

if (queue && keys) {
  const box = keys.querySelector("input");
  keys.hidden = false;
  box.checked = localStorage.getItem(REMEMBERED) !== "non";
  box.addEventListener("change", () => localStorage.setItem(REMEMBERED, box.checked ? "oui" : "non"));
  document.addEventListener("keydown", (event) => {
    if (!box.checked || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest("input, textarea, select, [contenteditable=true]")) return;
    const key = event.key.toLowerCase();
    const act = Object.hasOwn(acts, key) ? acts[key] : /^[1-6]$/.test(key) && (() => choose(Number(key)));
    if (!act) return;
    event.preventDefault();
    act();
  });
}
