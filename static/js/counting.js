/*
 * Tells the site that an article was read, once it has been on the screen for three seconds; how far and for
 * how long, each time it is left; and by which way it was shared. No cookie, no identifier: the device keeps
 * which articles it has told of within half an hour, and says no more than that this is one of them.
 */
const article = document.querySelector("[data-counts]");
const KEPT = "counted", HALF_AN_HOUR = 30 * 60 * 1000;

/* Whether a view was told within half an hour; keeps that it is told now. */
function isTold(address) {
  let told;
  try {
    told = JSON.parse(localStorage.getItem(KEPT));
  } catch {
    // Nothing may be kept, or it is no longer what it was.
  }
  const now = Date.now();
  const fresh = Object.entries(told ?? {}).filter(([, at]) => now - at < HALF_AN_HOUR);
  const isAgain = fresh.some(([one]) => one === address);
  if (!isAgain) fresh.push([address, now]);
  try {
    localStorage.setItem(KEPT, JSON.stringify(Object.fromEntries(fresh)));
  } catch {
    // A full device.
  }
  return isAgain;
}

if (article && navigator.sendBeacon) {
  const WAIT = 3, QUARTERS = 4, STEPS = [3, 10, 30, 60, 120, 300, 600];
  const from = /^\w[\w+.-]*:\/\/([^/]*)/.exec(document.referrer)?.[1] ?? "";
  const mark = /^#de-([a-z]+)$/.exec(location.hash)?.[1];
  const way = mark ?? new URLSearchParams(location.search).get("utm_source") ?? "";
  // Who sends the address on from here does so by another way.
  if (mark) history.replaceState(history.state, "", location.pathname + location.search);

  const tell = (told) => navigator.sendBeacon(article.dataset.counts, new URLSearchParams({
    r: from.slice(0, 80), m: way.slice(0, 20), w: Number(navigator.webdriver === true), ...told,
  }));
  const text = article.querySelector(".prose") ?? article;
  let seconds = 0, since, timer, isCounted = false, isEnded = false, lowest = 0;
  let toldQuarters = 0, toldSeconds = 0;
  const look = () => { lowest = Math.max(lowest, window.scrollY + window.innerHeight); };

  const count = () => {
    isCounted = true;
    tell({ t: "view", a: Number(isTold(article.dataset.counts)) });
  };
  const begin = () => {
    if (since !== undefined) return;
    since = performance.now();
    look();
    if (!isCounted) timer = setTimeout(count, Math.max(0, WAIT - seconds) * 1000);
  };
  const end = () => {
    if (since === undefined) return;
    clearTimeout(timer);
    seconds += (performance.now() - since) / 1000;
    since = undefined;
    if (!isCounted) return;
    const { top, height } = text.getBoundingClientRect();
    const part = (lowest - window.scrollY - top) / Math.max(1, height);
    const quarters = Math.min(QUARTERS, Math.max(toldQuarters, Math.floor(part * QUARTERS)));
    const step = Math.max(0, ...STEPS.filter((least) => least <= seconds));
    if (isEnded && quarters === toldQuarters && step === toldSeconds) return;
    tell({ t: "end", q: quarters - toldQuarters, s: step - toldSeconds, n: Number(!isEnded) });
    [isEnded, toldQuarters, toldSeconds] = [true, quarters, step];
  };

  window.addEventListener("scroll", look, { passive: true });
  window.addEventListener("pagehide", end);
  const change = () => (document.visibilityState === "visible" ? begin() : end());
  document.addEventListener("visibilitychange", change);
  window.addEventListener("pageshow", change);
  change();

  const ways = new Set();
  const share = (channel) => {
    if (!ways.has(channel)) tell({ t: "share", c: channel });
    ways.add(channel);
  };
  article.addEventListener("shared", ({ detail }) => share(detail));
  article.addEventListener("click", ({ target }) => {
    const link = target.closest("[data-channel]");
    if (link) share(link.dataset.channel);
  });
}
