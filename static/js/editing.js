// Writing an article: marks by buttons, the preview beside. Everything works without script too.
const form = document.getElementById("ecrire");
let written = form?.querySelector("textarea[name$=body]");

const put = (area, start, end, text, from, to) => {
  area.focus();
  area.setRangeText(text, start, end);
  area.setSelectionRange(from, to);
  area.dispatchEvent(new Event("input", { bubbles: true }));
};
const wrap = (area, before, after, words) => {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const chosen = value.slice(start, end) || words;
  const from = start + before.length;
  put(area, start, end, before + chosen + after, from, from + chosen.length);
};
const begin = (area, mark) => {
  const end = area.selectionEnd;
  const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const text = area.value.slice(start, end).replace(/^/gm, mark);
  put(area, start, end, text, start + text.length, start + text.length);
};

for (const bar of document.querySelectorAll("[data-marks]")) {
  const area = document.getElementById(bar.dataset.marks);
  bar.hidden = false;
  bar.addEventListener("click", ({ target }) => {
    const { mark, line, link, picture } = target.closest("button")?.dataset ?? {};
    if (mark) wrap(area, mark, mark, "mots");
    else if (line) begin(area, line);
    else if (link === "") wrap(area, "[", "](https://)", "mots du lien");
    else if (picture === "") {
      written = area;
      location.hash = "image";
    }
  });
  area.addEventListener("focus", () => (written = area));
  area.addEventListener("keydown", (event) => {
    const mark = (event.ctrlKey || event.metaKey) && { b: "**", i: "*" }[event.key];
    if (!mark) return;
    event.preventDefault();
    wrap(area, mark, mark, "mots");
  });
}

// A finding leads to its field; the words it speaks of are chosen there.
document.querySelector(".findings")?.addEventListener("click", (event) => {
  const { hash, dataset } = event.target.closest("a") ?? {};
  const field = hash && document.getElementById(hash.slice(1));
  const at = dataset?.words ? (field?.value?.indexOf(dataset.words) ?? -1) : -1;
  if (at < 0) return;
  event.preventDefault();
  field.focus();
  field.setSelectionRange(at, at + dataset.words.length);
  field.scrollIntoView({ block: "center" });
});

if (form) {
  for (const code of form.querySelectorAll("[data-insert]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-plain button-small";
    button.textContent = "Mettre dans le texte";
    button.addEventListener("click", () => wrap(written, `\n\n${code.textContent}\n\n`, "", ""));
    code.replaceWith(button);
  }

  // A fresh frame, so that "back" stays "back"; it keeps its place.
  const refresh = form.querySelector("[data-refresh]");
  let changed = "altered" in form.dataset;
  let timer;
  form.addEventListener("input", () => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const old = document.querySelector("iframe[name=apercu]");
      const top = old.contentWindow.scrollY;
      const fresh = old.cloneNode();
      fresh.removeAttribute("src");
      old.replaceWith(fresh);
      fresh.onload = () => fresh.contentWindow.scrollTo(0, top);
      form.requestSubmit(refresh);
    }, 700);
  });
  form.addEventListener("submit", ({ submitter }) => {
    if (submitter === refresh) return;
    clearTimeout(timer);
    changed = false;
  });
  addEventListener("beforeunload", (event) => changed && event.preventDefault());
}
