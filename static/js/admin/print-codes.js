/** Prints the recovery codes, or copies them. */
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

const codes = () =>
  [...document.querySelectorAll(".second-factor-codes li")].map((code) => code.textContent).join("\n");

for (const button of document.querySelectorAll("[data-copy]")) {
  // Browsers allow the clipboard only with https.
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(codes());
    const told = document.querySelector("[data-copied]");
    told.textContent = told.dataset.copied;
  });
}
