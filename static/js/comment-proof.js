/*
 * Proof of work, where a form asks for it: solved while its reader types (ALTCHA's worker), sent with the
 * form. Where that cannot be, the form is sent without it, and the comment waits for a moderator.
 */
export function prove(form) {
  const field = form.elements.proof;
  if (!field?.dataset.challenge || !window.Worker || !window.crypto?.subtle) return;
  const challenge = JSON.parse(field.dataset.challenge);
  const worker = new Worker(field.dataset.worker);
  let isDone = false;
  const done = new Promise((resolve) => {
    worker.onmessage = ({ data }) => {
      if (data && !data.error) field.value = btoa(JSON.stringify({ challenge, solution: data }));
      resolve();
    };
    worker.onerror = resolve;
  }).then(() => {
    isDone = true;
    worker.terminate();
  });
  worker.postMessage({ type: "work", challenge, counterStart: 0, counterStep: 1, timeout: 60_000 });

  form.addEventListener("submit", async (event) => {
    if (isDone) return;
    event.preventDefault();
    const note = form.querySelector("[data-proof-note]");
    if (note.textContent) return;
    note.textContent = note.dataset.text;
    await done;
    form.requestSubmit();
  });
}
