/*
 * The reader's choice of light, dark or the system's theme. It is kept on this device and put on the
 * page before the first paint (first-paint.js).
 */
const root = document.documentElement;
const choices = document.querySelectorAll('input[name="theme"]');

function kept() {
  try {
    return localStorage.getItem("theme") ?? "";
  } catch {
    return root.dataset.theme ?? "";
  }
}

function apply(theme) {
  if (theme) root.dataset.theme = theme;
  else delete root.dataset.theme;
  for (const choice of choices) choice.checked = choice.value === theme;
  paintBrowser();
}

// The browser's own bar takes the paper's colour, which a choice may set apart from the system's.
function paintBrowser() {
  const paper = getComputedStyle(root).getPropertyValue("--paper").trim();
  for (const meta of document.querySelectorAll('meta[name="theme-color"]')) meta.content = paper;
}

for (const choice of choices) {
  choice.addEventListener("change", () => {
    try {
      if (choice.value) localStorage.setItem("theme", choice.value);
      else localStorage.removeItem("theme");
    } catch {
      // Without storage the choice holds for this page.
    }
    apply(choice.value);
  });
}
addEventListener("storage", (event) => {
  if (event.key === "theme" || event.key === null) apply(kept());
});
addEventListener("pageshow", () => apply(kept()));
apply(kept());
