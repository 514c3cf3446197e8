/*
 * Articles kept on this device (the Cache API): the last ones read, and those put aside for later. The
 * service worker (sw.js) shows them when there is no network. A first visit pays nothing for it: it is
 * fetched with the second page, or when something is put aside.
 */
const READ = "read";
const LATER = "later";
const MOST_READ = 20;
const MOST_FILES = 80;
const here = location.pathname;
const article = document.querySelector("[data-article]");

function seenBefore() {
  try {
    const seen = localStorage.getItem("seen");
    localStorage.setItem("seen", "1");
    return Boolean(seen);
  } catch {
    return false;
  }
}

// What this browser has just fetched is at hand in its own cache: nothing is paid twice.
async function keep(name) {
  const cache = await caches.open(name);
  const files = [here, ...document.querySelectorAll('link[rel="stylesheet"], script[src]')];
  for (const picture of article.querySelectorAll("img")) {
    if (picture.complete && picture.currentSrc) files.push(picture);
  }
  for (const file of files) {
    const url = file.currentSrc ?? file.href ?? file.src ?? file;
    const response = await fetch(url, { cache: "force-cache" }).catch(() => null);
    if (response?.ok) await cache.put(url, response);
  }
  return cache;
}

async function trim(cache) {
  const isPage = (request) => new URL(request.url).pathname.endsWith("/");
  const all = await cache.keys();
  const pages = all.filter(isPage);
  const files = all.filter((request) => !isPage(request));
  const old = [...pages.slice(0, -MOST_READ), ...files.slice(0, -MOST_FILES)];
  for (const request of old) await cache.delete(request);
}

async function register() {
  await navigator.serviceWorker.register("/sw.js");
}

async function setUpLater() {
  const buttons = document.querySelectorAll("[data-later]");
  const cache = await caches.open(LATER);
  const show = async () => {
    const kept = Boolean(await cache.match(here));
    for (const button of buttons) {
      button.parentElement.hidden = false;
      button.textContent = kept ? button.dataset.kept : button.dataset.later;
      button.setAttribute("aria-pressed", kept);
    }
    return kept;
  };
  for (const button of buttons) {
    button.addEventListener("click", async () => {
      if (await cache.match(here)) await cache.delete(here);
      else await Promise.all([keep(LATER), register()]);
      show();
    });
  }
  show();
}

if ("caches" in window && "serviceWorker" in navigator) {
  const again = seenBefore();
  if (article) setUpLater().catch(() => {});
  addEventListener("load", async () => {
    if (!again) return;
    try {
      await register();
      if (article) await trim(await keep(READ));
    } catch {
      // A browser that keeps nothing (a private window, a full disk) shows the site all the same.
    }
  });
}
