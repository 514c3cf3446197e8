/**
 * Opens the first tab with an error if the current one has none.
 * Wagtail unfolds the panels that have errors.
 */
const WRONG = "[aria-invalid=true], .w-field--error, .error-message";

function openTabOfError() {
  const panels = [...document.querySelectorAll("[data-edit-form] [role=tabpanel]")];
  const wrong = panels.find((panel) => panel.querySelector(WRONG));
  if (!wrong || panels.some((panel) => !panel.hidden && panel.querySelector(WRONG))) return;
  document.querySelector(`[role=tab][aria-controls="${CSS.escape(wrong.id)}"]`)?.click();
}

document.addEventListener("w-tabs:ready", openTabOfError, { once: true });
