/* Tells the site which adverts were seen: half of each, on the screen; one request a page at most. */
const adverts = document.querySelectorAll("[data-advert]");

if (adverts.length && "IntersectionObserver" in window) {
  const seen = new Set();
  const told = new Set();
  const tell = () => {
    const fresh = [...seen].filter((key) => !told.has(key));
    if (document.visibilityState !== "hidden" || !fresh.length) return;
    for (const key of fresh) told.add(key);
    navigator.sendBeacon("/pub/vues/", fresh.join(","));
  };
  const watch = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) seen.add(entry.target.dataset.advert);
  }, { threshold: 0.5 });
  for (const advert of adverts) watch.observe(advert);
  document.addEventListener("visibilitychange", tell);
}
