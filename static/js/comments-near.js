/* Brings the comments of an article when their place comes near the screen, or when one is asked for. */
const place = document.querySelector("[data-comments]");

if (place && "IntersectionObserver" in window) {
  let brought;
  const bring = () => {
    brought ??= import(place.dataset.script).then((comments) => comments.bring(place));
    return brought;
  };
  new IntersectionObserver((entries, watch) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watch.disconnect();
    bring();
  }, { rootMargin: "300px" }).observe(place);
  if (location.hash.startsWith("#commentaire")) bring();
}
