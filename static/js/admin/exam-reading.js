/** Shows how far a list has been read, and the page anew once it has. */
const EVERY = 1500;
const line = document.querySelector("[data-exam-reading]");
if (line) setTimeout(look, EVERY);

async function look() {
  try {
    const answer = await fetch(line.dataset.examReading, { headers: { Accept: "application/json" } });
    const { state, lines } = await answer.json();
    if (state !== "reading") {
      window.location.reload();
      return;
    }
    line.textContent = line.dataset.words.replace("{lines}", lines.toLocaleString("fr"));
  } catch {
    // The network is away for a moment: look again.
  }
  setTimeout(look, EVERY);
}
