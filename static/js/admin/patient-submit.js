/**
 * A page form is sent once all that belongs to it is in.
 *
 * - The editor of formatted text hands over what is typed a quarter of a second later: whoever
 *   types and saves in one breath would lose the end of the sentence.
 * - An autosave that is under way makes a version whose number the form does not know yet: sent
 *   now, the form would be refused as out of date.
 */
const HANDED_OVER = 300;
const RECENT = 5000; // a busy browser hands over late
const LONGEST_AUTOSAVE = 15000;
let typedAt = -Infinity;
let autosave = null;

for (const kind of ["keydown", "beforeinput", "paste"]) {
  document.addEventListener(
    kind,
    (event) => {
      if (event.target.closest?.(".public-DraftEditor-content")) typedAt = performance.now();
    },
    true,
  );
}

document.addEventListener("w-autosave:save", () => {
  let ended;
  const end = new Promise((resolve) => (ended = resolve));
  autosave = { end, ended };
});
for (const outcome of ["success", "error"]) {
  document.addEventListener(`w-autosave:${outcome}`, () => {
    autosave?.ended();
    autosave = null;
  });
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

document.addEventListener(
  "submit",
  async (event) => {
    const form = event.target;
    if (!form.matches("[data-edit-form]")) return;
    const typedJustNow = performance.now() - typedAt < RECENT;
    if (!typedJustNow && !autosave) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (typedJustNow) await pause(HANDED_OVER);
    if (autosave) await Promise.race([autosave.end, pause(LONGEST_AUTOSAVE)]);
    typedAt = -Infinity;
    autosave = null;
    form.requestSubmit(event.submitter);
  },
  true,
);
