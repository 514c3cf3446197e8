/* Tells the site which result of a search was opened, once each: a number and the page's own list. */
const list = document.querySelector("[data-clicks]");

if (list && "sendBeacon" in navigator) {
  const hits = [...list.querySelectorAll(".picks__list > li, .results > li")];
  const told = new Set();
  const tell = (event) => {
    const link = event.target.closest(".card__title a");
    const place = hits.indexOf(link?.closest("li"));
    if (place < 0 || told.has(place) || event.button > 1) return;
    told.add(place);
    navigator.sendBeacon(list.dataset.clicksTo, `${place}.${list.dataset.clicks}`);
  };
  list.addEventListener("click", tell);
  list.addEventListener("auxclick", tell);
}
