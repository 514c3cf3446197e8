/* What folds out over the page (menu, display) folds back on Escape and on a press elsewhere. */
const panels = document.querySelectorAll("details.menu, details.display");

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const panel of panels) {
    if (!panel.open) continue;
    const inside = panel.contains(document.activeElement);
    panel.open = false;
    if (inside) panel.querySelector("summary").focus();
  }
});

for (const type of ["pointerdown", "focusin"]) {
  document.addEventListener(type, (event) => {
    for (const panel of panels) {
      if (panel.open && !panel.contains(event.target)) panel.open = false;
    }
  });
}
