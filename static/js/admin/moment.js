/**
 * Shows below a field for a date or time how the site understands what was typed.
 *
 * Only the site parses it (`news/moments/reading.py`). The calendar is the browser's own; what is
 * chosen there is written into the text field.
 */
const PAUSE = 250;

class MomentController extends window.StimulusModule.Controller {
  static targets = ["text", "picker", "button", "readAt", "reading"];
  static values = { kind: String, looks: String, url: String, hint: String, past: String };

  connect() {
    this.asked = this.textTarget.value;
    this.listen = new AbortController();
    const { signal } = this.listen;
    this.textTarget.addEventListener("input", () => this.askSoon(), { signal });
    this.textTarget.addEventListener("change", () => this.ask(), { signal });
    this.buttonTarget.addEventListener("click", () => this.choose(), { signal });
    this.pickerTarget.addEventListener("change", (event) => this.take(event), { signal });
    // Two events for one choice, or for a half-typed one, would send the form.
    this.pickerTarget.addEventListener("input", (event) => event.stopPropagation(), { signal });
    this.pickerTarget.hidden = false;
    this.buttonTarget.hidden = false;
  }

  disconnect() {
    clearTimeout(this.timer);
    this.listen.abort();
  }

  askSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    clearTimeout(this.timer);
    const text = this.textTarget.value;
    if (text === this.asked) return;
    this.asked = text;
    if (!text.trim()) {
      this.readAtTarget.value = "";
      this.say(this.hintValue, "");
      return;
    }
    try {
      const query = new URLSearchParams({ text, kind: this.kindValue, looks: this.looksValue });
      const response = await fetch(`${this.urlValue}?${query}`, {
        headers: { Accept: "application/json" },
        redirect: "error",
      });
      const answer = await response.json();
      if (this.asked === text) this.show(answer);
    } catch {
      // Without an answer nothing is shown: the site parses it when the form is sent.
      if (this.asked === text) {
        this.asked = undefined;
        this.say("", "");
      }
    }
  }

  show({ words, problem, value, past, now }) {
    this.readAtTarget.value = now;
    if (problem) {
      this.say(problem, "unread");
      return;
    }
    this.pickerTarget.value = value;
    const over = past && this.pastValue;
    this.say(over ? `${words}. ${this.pastValue}` : words, over ? "past" : "read");
  }

  say(words, state) {
    this.readingTarget.textContent = words;
    this.readingTarget.dataset.state = state;
  }

  choose() {
    try {
      this.pickerTarget.showPicker();
    } catch {
      // In an older browser its own field is shown beside the text field.
      this.element.classList.add("actujet-moment--plain");
      this.pickerTarget.focus();
    }
  }

  take(event) {
    event.stopPropagation();
    const [, year, month, day, hour] =
      this.pickerTarget.value.match(/^(?:(\d+)-(\d\d)-(\d\d))?T?(\d\d:\d\d)?/) ?? [];
    const written = [year && `${day}/${month}/${year}`, hour].filter(Boolean).join(" ");
    if (!written) return;
    this.textTarget.value = written;
    for (const kind of ["input", "change"]) {
      this.textTarget.dispatchEvent(new Event(kind, { bubbles: true }));
    }
  }
}

window.wagtail.app.register("actujet-moment", MomentController);
