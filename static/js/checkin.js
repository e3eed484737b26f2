// The door on a telephone. What is touched is kept here first, then sent: without network nothing is lost, and each
// entry has a key, so that it arrives once. Without this script forms do the same, one page at a time.
const door = document.querySelector("[data-door]");
const { door: event, entries: address, worker, until } = door.dataset;
const SHELF = `emargement:${event}`;
const UNKNOWN = "Badge"; // of somebody who registered after this page was opened
const find = (name) => door.querySelector(`[data-${name}]`);
const rows = new Map([...door.querySelectorAll("[data-row]")].map((row) => [row.dataset.row, row]));
const token = () => door.querySelector("[name=csrfmiddlewaretoken]").value;
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const hour = (at) => {
  const [h, m] = new Intl.DateTimeFormat("fr", { timeZone: "Europe/Paris", hour: "numeric", minute: "2-digit" })
    .formatToParts(new Date(at))
    .filter(({ type }) => type !== "literal")
    .map(({ value }) => value);
  return m === "00" ? `${Number(h)}\u00a0h` : `${Number(h)}\u00a0h\u00a0${m}`;
};

// Read anew before each change: two tabs of one telephone share the shelf.
const on = (shelf) => ({ queue: [], refused: [], here: null, ...JSON.parse(localStorage.getItem(shelf) ?? "{}") });
const read = () => ({ ...on(SHELF), until, page: location.pathname });
const change = (act) => {
  const kept = read();
  act(kept);
  localStorage.setItem(SHELF, JSON.stringify(kept));
  show(kept);
};
const say = (words) => (find("said").textContent = words);

// The server's word as last heard, else the page's, then what this telephone still has to send.
const printed = Object.fromEntries(
  [...rows].filter(([, row]) => row.matches(".is-here")).map(([pk, row]) => [pk, row.querySelector("[data-at]").textContent]),
);
function show({ queue, refused, here, expected }) {
  const there = { ...(here ?? printed) };
  for (const { registration, at } of queue) if (registration) there[registration] ??= hour(at);
  for (const [pk, row] of rows) mark(row, pk, there[pk]);
  const unknown = queue.filter(({ registration }) => !registration).length;
  const present = Object.keys(there).length + unknown;
  const all = Math.max(present, (expected ?? Number(door.dataset.expected)) + unknown);
  find("count").textContent = `${present} présent${present > 1 ? "s" : ""} sur ${all}`;
  find("refused").hidden = !refused.length;
  find("refused").querySelector("ul").replaceChildren(...refused.map(refusal));
}
// A row is a button until its person is there, then a line with the hour.
function mark(row, pk, at = "") {
  const shown = row.firstElementChild;
  if (row.matches(".is-here") === Boolean(at)) return at && (row.querySelector("[data-at]").textContent = at);
  const other = find(at ? "here" : "away").content.firstElementChild.cloneNode(true);
  other.prepend(...shown.querySelectorAll("strong, small"));
  if (at) {
    const undo = other.querySelector("a");
    undo.setAttribute("href", undo.getAttribute("href").replace("/0/", `/${pk}/`));
    undo.setAttribute("aria-label", `Corriger l’entrée de ${row.dataset.name}`);
    other.querySelector("[data-at]").textContent = at;
  } else other.value = pk;
  shown.replaceWith(other);
  row.classList.toggle("is-here", Boolean(at));
}
function refusal({ key, name, at, words }) {
  const line = document.createElement("li");
  const seen = document.createElement("button");
  Object.assign(seen, { type: "button", className: "button button-plain button-small", textContent: "Vu" });
  seen.addEventListener("click", () => change((kept) => (kept.refused = kept.refused.filter((one) => one.key !== key))));
  line.append(`${name}, ${hour(at)}\u00a0: ${words} `, seen);
  return line;
}
function state(words, href) {
  const told = find("state");
  told.hidden = !words;
  told.textContent = words;
  if (href) told.append(" ", Object.assign(document.createElement("a"), { href, textContent: "Se reconnecter" }));
}

function enter(entry, name) {
  const pk = entry.registration;
  const at = rows.get(pk)?.matches(".is-here") && rows.get(pk).querySelector("[data-at]").textContent;
  if (at) return say(`${name}\u00a0: entrée déjà notée à ${at}.`);
  change((kept) => kept.queue.push({ ...entry, name, key: crypto.randomUUID(), at: new Date().toISOString() }));
  say(`${name}\u00a0: entrée notée.`);
  send();
}

let busy = false;
async function send() {
  if (busy) return;
  busy = true;
  try {
    let left;
    do {
      const sent = read().queue.slice(0, 100);
      const answer = await fetch(address, {
        method: "POST",
        redirect: "manual",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
        body: JSON.stringify({ entries: sent }),
        signal: AbortSignal.timeout(15000),
      });
      if (!answer.ok) throw answer;
      left = settle(await answer.json(), sent);
    } while (left);
    state("");
  } catch (why) {
    const waiting = read().queue.length;
    const kept = waiting ? `${waiting} entrée${waiting > 1 ? "s" : ""} à envoyer, gardée${waiting > 1 ? "s" : ""} ici.` : "Les entrées sont gardées ici.";
    if (why instanceof Response) state(`Votre session a pris fin. ${kept}`, location.pathname);
    else state(`Hors ligne. ${kept}`);
  }
  busy = false;
}
function settle({ results, here, expected }, sent) {
  const told = new Map(results.filter(({ outcome }) => outcome !== "again").map((one) => [one.key, one]));
  change((kept) => {
    kept.queue = kept.queue.filter(({ key }) => !told.has(key));
    for (const entry of sent) {
      const one = told.get(entry.key);
      if (one?.outcome === "refused") kept.refused.push({ ...entry, words: one.words });
      else if (one && (one.outcome === "already" || one.note || entry.name === UNKNOWN)) say(one.words);
    }
    Object.assign(kept, { here, expected });
  });
  return told.size && read().queue.length;
}

door.addEventListener("submit", (submission) => {
  const form = submission.target;
  if (form.matches("[data-find]")) return submission.preventDefault();
  if (!form.matches("[data-entry]")) return;
  const { csrfmiddlewaretoken, cle_formulaire, ...entry } = Object.fromEntries(new FormData(form, submission.submitter));
  if (!entry.registration && !entry.last_name?.trim()) return; // the form says what is missing
  submission.preventDefault();
  const visitor = entry.last_name && `${entry.first_name} ${entry.last_name}`.trim();
  enter(entry, visitor || (rows.get(entry.registration)?.dataset.name ?? UNKNOWN));
  if (entry.last_name) form.reset();
  if (form.closest("[data-badge]")) form.closest("[data-badge]").remove();
  rows.get(entry.registration)?.querySelector("a").focus({ preventScroll: true });
});
door.addEventListener("click", (touch) => {
  const pk = touch.target.closest("[data-row] a") && touch.target.closest("[data-row]").dataset.row;
  if (!pk || !read().queue.some(({ registration }) => registration === pk)) return;
  touch.preventDefault(); // not sent yet: it is taken back here
  change((kept) => (kept.queue = kept.queue.filter(({ registration }) => registration !== pk)));
  say(`${rows.get(pk).dataset.name}\u00a0: entrée retirée.`);
});
const search = document.getElementById("q");
const sift = () => {
  const words = fold(search.value).split(/\s+/);
  let found = 0;
  for (const row of rows.values()) {
    row.hidden = !words.every((word) => fold(row.textContent).includes(word));
    found += !row.hidden;
  }
  find("none").hidden = found > 0;
};
search.addEventListener("input", sift);

// A badge, where the browser reads codes itself; elsewhere the telephone's own camera opens this page.
const BY_HAND = "Visez le badge avec l’appareil photo du téléphone et touchez l’adresse qu’il montre\u00a0: elle ouvre cette page.";
function readCode(code) {
  const said = URL.canParse(code) ? new URL(code) : null;
  const badge = said?.searchParams.get("badge");
  if (!badge) return say("Ce code n’est pas celui d’un badge du Club.");
  if (said.pathname !== location.pathname) return say("Ce badge est celui d’une autre rencontre.");
  enterBadge(badge);
}
function enterBadge(badge) {
  const registration = badge.split("-")[0];
  enter({ badge, registration }, rows.get(registration)?.dataset.name ?? UNKNOWN);
}
async function reader() {
  const formats = (await globalThis.BarcodeDetector?.getSupportedFormats()) ?? [];
  return formats.includes("qr_code") && navigator.mediaDevices ? new BarcodeDetector({ formats: ["qr_code"] }) : null;
}
function closeCamera(video) {
  for (const track of video.srcObject?.getTracks() ?? []) track.stop();
  video.srcObject = null;
  video.hidden = true;
  find("scan").textContent = "Lire un badge";
}
async function scan() {
  const video = find("video");
  if (video.srcObject) return closeCamera(video);
  const detector = await reader();
  if (!detector) return say(`Ce navigateur ne lit pas les codes lui-même. ${BY_HAND}`);
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    video.hidden = false;
    find("scan").textContent = "Fermer la caméra";
    await video.play();
    await watch(video, detector);
  } catch ({ name }) {
    closeCamera(video);
    say(`${name === "NotAllowedError" ? "La caméra n’est pas permise à cette page." : "La caméra ne répond pas."} ${BY_HAND}`);
  }
}
async function watch(video, detector) {
  for (let last, seen = 0; video.srcObject; ) {
    const code = (await detector.detect(video))[0]?.rawValue;
    if (code) seen = Date.now();
    else if (Date.now() - seen > 2000) last = ""; // taken away: shown again, it is read again
    if (code && code !== last) {
      last = code;
      navigator.vibrate?.(60);
      readCode(code);
    }
    await new Promise((wait) => setTimeout(wait, 200));
  }
}
find("scan").hidden = false;
find("scan").addEventListener("click", scan);

// Opened by a badge without network: the page that was kept shows none, so it asks here.
const opened = new URLSearchParams(location.search).get("badge");
if (opened && !find("badge")) {
  const confirm = Object.assign(document.createElement("button"), { type: "button", className: "button button-strong button-wide" });
  confirm.textContent = `Noter l’entrée\u00a0: ${rows.get(opened.split("-")[0])?.dataset.name ?? UNKNOWN}`;
  confirm.addEventListener("click", () => (enterBadge(opened), confirm.remove()));
  door.prepend(confirm);
}

// Names stay on the telephone until the day after, unless somebody takes them away before; entries to send or to settle
// stay longer. A shelf says its last moment and its page: that of any event clears what is past.
const owes = ({ queue, refused }) => queue.length + refused.length > 0;
async function forget(shelf) {
  const kept = on(shelf);
  await caches.delete(`emargement ${kept.page}`);
  for (const one of (await navigator.serviceWorker?.getRegistrations()) ?? [])
    if (new URL(one.scope).pathname === kept.page) await one.unregister();
  if (!owes(kept)) localStorage.removeItem(shelf);
}
find("forget").addEventListener("click", async () => {
  if (owes(read())) return say("Des entrées restent à envoyer ou à régler\u00a0: rien n’est effacé.");
  await forget(SHELF);
  say("Les noms ne sont plus gardés sur ce téléphone.");
});
const parts = () =>
  performance
    .getEntriesByType("resource")
    .map(({ name }) => name)
    .filter((name) => name.startsWith(`${location.origin}/static/`));
change(() => {});
send();
addEventListener("online", send);
document.addEventListener("visibilitychange", () => document.hidden || send());
setInterval(() => document.hidden || send(), 15000);

for (const shelf of Object.keys(localStorage).filter((key) => key.startsWith("emargement:")))
  if (Date.parse(on(shelf).until) < Date.now()) await forget(shelf);
if (Date.parse(until) > Date.now() && navigator.serviceWorker && navigator.onLine) {
  find("forget").hidden = false;
  await navigator.serviceWorker.register(worker);
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage(parts());
}
