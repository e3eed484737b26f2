// Opens the page of the door without network, and nothing else: its names, styles and script, as last read.
const PAGE = new URL("./", self.location).pathname;
const CACHE = `emargement ${PAGE}`;
const UNTIL = Date.parse("{{ until|date:"c" }}");

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => event.waitUntil(keep(event.data)));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && pathname === PAGE) event.respondWith(page(request));
  else if (request.mode !== "navigate") event.respondWith(part(request));
});

async function keep(parts) {
  const cache = await caches.open(CACHE);
  await cache.addAll([PAGE, ...parts]);
}

async function page(request) {
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(6000) });
    if (answer.status >= 500) throw answer;
    if (!answer.ok) await caches.delete(CACHE); // signed out, or no longer allowed: the names go
    return answer;
  } catch {
    if (Date.now() > UNTIL) await caches.delete(CACHE);
    return (await caches.match(PAGE, { cacheName: CACHE })) ?? Response.error();
  }
}

async function part(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request, { cacheName: CACHE })) ?? Response.error();
  }
}
