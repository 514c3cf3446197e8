/**
 * Continues autosave in a form that opens with unsaved text (restored or refused). Wagtail saves
 * such a form once, and then no longer detects changes.
 */
const INTERVAL = "data-w-unsaved-check-interval-value";
const EVERY = "499"; // milliseconds; not Wagtail's 500, since only a change of it has an effect

const form = document.querySelector("[data-edit-form][data-w-unsaved-force-value=true]");
// On the document, so that it runs after Wagtail's own listener, which removes the mark.
if (form) {
  document.addEventListener("w-autosave:success", () => form.setAttribute(INTERVAL, EVERY), {
    once: true,
  });
}
