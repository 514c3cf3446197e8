/*
 * Tells the site that an article was read, once it has been on the screen for three seconds; how far and for
 * how long, each time it is left; and by which way it was shared. No cookie, nothing kept in the browser.
 */
const article = document.querySelector("[data-counts]");

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
    tell({ t: "view" });
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

  article.addEventListener("shared", ({ detail }) => tell({ t: "share", c: detail }));
  article.addEventListener("click", ({ target }) => {
    const link = target.closest("[data-channel]");
    if (link) tell({ t: "share", c: link.dataset.channel });
  });
}
