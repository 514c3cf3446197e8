/**
 * Updates the label of the button that approves, which says when the text goes live. After a change
 * of that time in the form, or once it has passed, the label names no time; the answer to the next
 * autosave has the new label.
 */
const LONGEST_WAIT = 2 ** 31 - 1; // milliseconds that a timer of the browser can count
const LOOKED_AT = ["input", "change", "focusout"];

class ApprovalController extends window.StimulusModule.Controller {
  static targets = ["label"];
  static values = { last: Boolean, neutral: String };

  connect() {
    if (!this.lastValue || !this.hasLabelTarget) return;
    this.compare = this.compare.bind(this);
    this.send = this.send.bind(this);
    this.keep = this.keep.bind(this);
    // The width is kept, so that the buttons beside it do not move.
    this.labelTarget.style.minInlineSize = `${this.labelTarget.offsetWidth}px`;
    this.isWatching = true;
    for (const kind of LOOKED_AT) document.addEventListener(kind, this.compare);
    document.addEventListener("w-autosave:save", this.send);
    document.addEventListener("w-autosave:success", this.keep);
    this.waitForHour();
  }

  disconnect() {
    clearTimeout(this.timer);
    if (!this.isWatching) return;
    for (const kind of LOOKED_AT) document.removeEventListener(kind, this.compare);
    document.removeEventListener("w-autosave:save", this.send);
    document.removeEventListener("w-autosave:success", this.keep);
  }

  compare() {
    const field = document.querySelector("[name=go_live_at]");
    if (field && field.value !== (this.kept ?? field.defaultValue)) this.sayNeutrally();
  }

  send({ detail }) {
    this.sent = detail.formData.get("go_live_at") ?? "";
  }

  /** The answer to the autosave has set the label already. */
  keep() {
    this.kept = this.sent;
    this.waitForHour();
    this.compare();
  }

  waitForHour() {
    clearTimeout(this.timer);
    const hour = this.labelTarget.querySelector("[data-hour]")?.dataset.hour;
    const left = Date.parse(hour) - Date.now();
    if (Number.isNaN(left)) return;
    const wait = Math.min(left, LONGEST_WAIT);
    this.timer = setTimeout(() => (left > wait ? this.waitForHour() : this.sayNeutrally()), wait);
  }

  sayNeutrally() {
    this.labelTarget.textContent = this.neutralValue;
  }
}

window.wagtail.app.register("actujet-approval", ApprovalController);
