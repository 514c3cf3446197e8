/* The page of what is kept on this device, online or not. */
const lists = document.querySelectorAll("[data-readings]");

async function titleOf(response) {
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return page.querySelector("h1")?.textContent;
}

async function fill(box) {
  const cache = await caches.open(box.dataset.readings);
  const list = box.querySelector("ul");
  for (const request of (await cache.keys()).reverse()) {
    const { pathname } = new URL(request.url);
    if (!pathname.endsWith("/")) continue;
    const title = await titleOf(await cache.match(request));
    if (!title) continue;
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = pathname;
    link.textContent = title;
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "button button--small";
    remove.textContent = box.dataset.remove;
    remove.setAttribute("aria-label", `${box.dataset.remove} : ${title}`);
    remove.addEventListener("click", async () => {
      await cache.delete(request);
      item.remove();
      sayEmpty(box);
      (list.querySelector("button") ?? box.querySelector("h2")).focus();
    });
    item.append(link, remove);
    list.append(item);
  }
  sayEmpty(box);
}

function sayEmpty(box) {
  box.querySelector(".readings__empty").hidden = Boolean(box.querySelector("li"));
}

// Without a network this page stands in for the one that was asked for (sw.js).
const offline = document.querySelector("[data-offline]");
if (offline) offline.hidden = navigator.onLine && location.pathname === offline.dataset.offline;

if ("caches" in window) for (const box of lists) fill(box).catch(() => sayEmpty(box));
