/*
 * « Mode économie »: the box that stands for a picture gives way to it on a tap, and the choice shows at
 * once, whatever this browser has kept of the page.
 */
document.addEventListener("click", (event) => {
  const box = event.target.closest?.("[data-picture]");
  if (!box || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const picture = new Image(box.dataset.width, box.dataset.height);
  picture.alt = box.dataset.alt;
  picture.src = box.href;
  box.replaceWith(picture);
});

const form = document.querySelector("[data-economy]");
form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
  location.reload();
});
