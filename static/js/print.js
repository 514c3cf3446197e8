/* The button that prints a page; what print looks like, css/print.css says. */
for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => print());
}
