/**
 * A live coverage that is open: looks at a small address now and then, and offers what is new by a
 * button; nothing moves under the reader's eyes. Not while the tab is out of sight, seldom in « Mode
 * économie », each reader at another moment. Without scripts, a link opens the page anew.
 */
for (const place of document.querySelectorAll("[data-live]")) if (place.dataset.state) follow(place);

function follow(place) {
  const entries = place.querySelector("[data-live-entries]");
  const told = place.querySelector("[data-live-new]");
  const economy = document.cookie.includes("economie=1") || (navigator.connection && navigator.connection.saveData);
  let number = Number(place.dataset.number);
  let every = Number(place.dataset.every);
  let waiting = null;
  let timer;

  plan();
  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(look, 500 + Math.random() * 1500);
  });

  function plan() {
    const seconds = every * (economy ? 2 : 1);
    timer = setTimeout(look, seconds * 1000 * (0.8 + Math.random() * 0.4));
  }

  async function look() {
    if (document.hidden) return;
    try {
      const response = await fetch(place.dataset.state, { cache: "no-cache" });
      if (response.ok) {
        const state = await response.json();
        every = state.every;
        if (state.n > number && state.n !== waiting) await offer(state.n);
        if (state.ended) return;
      }
    } catch (error) {
      // The network is away: look again later.
    }
    plan();
  }

  async function offer(newest) {
    const response = await fetch(place.dataset.since.replace(/0\/$/, `${number}/`));
    if (!response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const changes = page.querySelector("[data-live-changes]");
    if (!changes) return;
    waiting = newest;
    const fresh = [];
    for (const entry of [...changes.children]) {
      const known = document.getElementById(entry.id);
      // What was corrected or withdrawn is put right where it is.
      if (known) known.replaceWith(document.importNode(entry, true));
      else fresh.push(entry);
    }
    if (fresh.length) show(fresh, changes.dataset.tooMany !== undefined);
    else number = newest;
  }

  function show(fresh, tooMany) {
    const words = fresh.length === 1 ? place.dataset.one : place.dataset.many.replace("{count}", fresh.length);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = words;
    button.addEventListener("click", () => {
      if (tooMany) {
        location.reload();
        return;
      }
      entries.querySelector(".empty")?.remove();
      const added = fresh.map((entry) => document.importNode(entry, true));
      entries.prepend(...added);
      told.textContent = "";
      number = waiting;
      added[0].tabIndex = -1;
      added[0].focus({ preventScroll: true });
      added[0].scrollIntoView({ block: "start" });
    });
    told.replaceChildren(button);
  }
}
