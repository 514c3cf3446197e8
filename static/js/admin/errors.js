/**
 * A field that holds an error is in sight: its tab is opened where the first one shows none.
 * Folded panels with an error are unfolded by Wagtail.
 */
const WRONG = "[aria-invalid=true], .w-field--error, .error-message";

function openTabOfError() {
  const panels = [...document.querySelectorAll("[data-edit-form] [role=tabpanel]")];
  const wrong = panels.find((panel) => panel.querySelector(WRONG));
  if (!wrong || panels.some((panel) => !panel.hidden && panel.querySelector(WRONG))) return;
  document.querySelector(`[role=tab][aria-controls="${CSS.escape(wrong.id)}"]`)?.click();
}

document.addEventListener("w-tabs:ready", openTabOfError, { once: true });
