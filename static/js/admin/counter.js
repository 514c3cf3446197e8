/**
 * Counts the characters of a field and shows the recommended range. It never blocks anything.
 *
 * The texts come translated in data attributes. Screen readers announce the count when the writer
 * pauses, and only if the verdict changes.
 */
const PAUSE = 1200;

class CounterController extends window.StimulusModule.Controller {
  static values = {
    min: Number,
    max: Number,
    count: String,
    short: String,
    right: String,
    long: String,
  };

  connect() {
    this.field = this.element.querySelector("input[type=text], textarea");
    if (!this.field) return;
    this.line = document.createElement("p");
    this.line.className = "actujet-counter";
    this.line.setAttribute("aria-hidden", "true");
    this.told = document.createElement("p");
    this.told.className = "w-sr-only";
    this.told.setAttribute("aria-live", "polite");
    const place = this.field.closest("[data-field-input]") ?? this.field;
    place.after(this.line, this.told);
    this.update = this.update.bind(this);
    this.field.addEventListener("input", this.update);
    this.update();
  }

  disconnect() {
    clearTimeout(this.timer);
    this.field?.removeEventListener("input", this.update);
    this.line?.remove();
    this.told?.remove();
  }

  update(event) {
    const count = [...this.field.value.trim()].length;
    const state = this.stateOf(count);
    const text = this.textFor(count, state);
    this.line.textContent = text;
    this.line.dataset.state = state;
    clearTimeout(this.timer);
    if (event && state !== this.stateTold) {
      this.timer = setTimeout(() => {
        this.told.textContent = text;
        this.stateTold = state;
      }, PAUSE);
    }
  }

  stateOf(count) {
    if (count === 0) return "empty";
    if (count < this.minValue) return "short";
    return count > this.maxValue ? "long" : "right";
  }

  textFor(count, state) {
    const counted = this.countValue
      .replace("{count}", count)
      .replace("{min}", this.minValue)
      .replace("{max}", this.maxValue);
    const verdict = {
      short: this.shortValue.replace("{missing}", this.minValue - count),
      right: this.rightValue,
      long: this.longValue.replace("{excess}", count - this.maxValue),
    }[state];
    return verdict ? `${counted} · ${verdict}` : counted;
  }
}

window.wagtail.app.register("actujet-counter", CounterController);
