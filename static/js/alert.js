/*
 * « Flash info »: put away by the reader, for good, on this device; said once, politely, to those who
 * hear the page; gone from a page that was kept beyond its end.
 */
const bar = document.querySelector("[data-alert]");

if (bar && Date.parse(bar.dataset.ends) <= Date.now()) bar.hidden = true;
else if (bar) {
  const { alert } = bar.dataset;
  const remember = (store, key) => {
    try {
      const known = store().getItem(key) === alert;
      store().setItem(key, alert);
      return known;
    } catch {
      return false;
    }
  };
  bar.querySelector("button").addEventListener("click", () => {
    remember(() => localStorage, "alert");
    bar.hidden = true;
    document.querySelector("main").focus({ preventScroll: true });
  });
  // Remembered once it is said: who leaves before hears it on the next page.
  if (!("alertClosed" in document.documentElement.dataset)) setTimeout(() => {
    if (remember(() => sessionStorage, "alert-said")) return;
    bar.querySelector("[role=status]").textContent = bar.querySelector(".alert__text").textContent;
  }, 500);
}
