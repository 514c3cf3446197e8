/**
 * A form that opens with unsaved text (one that was taken up, or refused) goes on being saved by
 * itself. Wagtail saves such a form once, and then no longer looks whether more is typed.
 */
const INTERVAL = "data-w-unsaved-check-interval-value";
const EVERY = "499"; // milliseconds; not Wagtail's 500, since only a change of it has an effect

const form = document.querySelector("[data-edit-form][data-w-unsaved-force-value=true]");
// On the document: after Wagtail's own listener, which takes the mark of the form away.
if (form) {
  document.addEventListener("w-autosave:success", () => form.setAttribute(INTERVAL, EVERY), {
    once: true,
  });
}
