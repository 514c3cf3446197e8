{% comment %}Served at /sw.js by home.offline; the version follows the styles and scripts.{% endcomment %}
/*
 * Shows what is kept on this device when there is no network. Pages always come from the network when
 * there is one, so nobody stays on an old edition; only files whose name follows their content are
 * taken from the device first.
 */
const SHELL = "shell-{{ version }}";
const KEPT = ["read", "later"];
const FALLBACK = "{{ fallback }}";
const FILES = [FALLBACK{% for file in files %}, "{{ file }}"{% endfor %}];
const NAMED_BY_CONTENT = /^\/static\/.*\.[0-9a-f]{12}\./;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(FILES)));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOldShells().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (pathname.startsWith("/admin/")) return;
  if (request.mode === "navigate") event.respondWith(page(request, pathname));
  else if (NAMED_BY_CONTENT.test(pathname)) event.respondWith(fromHereFirst(request));
  else if (/^\/(static|media)\//.test(pathname)) event.respondWith(fromThereFirst(request));
});

async function page(request, pathname) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(pathname)) ?? (await caches.match(FALLBACK)) ?? Response.error();
  }
}

async function fromHereFirst(request) {
  return (await caches.match(request)) ?? fetch(request);
}

async function fromThereFirst(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request)) ?? Response.error();
  }
}

async function forgetOldShells() {
  const names = await caches.keys();
  const old = names.filter((name) => name !== SHELL && !KEPT.includes(name));
  await Promise.all(old.map((name) => caches.delete(name)));
}
