/** Copies a text that is ready to be sent; where a browser does not let it, the text is selected. */
class ReadyTextController extends window.StimulusModule.Controller {
  static targets = ["text", "said"];
  static values = { copied: String, failed: String };

  async copy() {
    try {
      await navigator.clipboard.writeText(this.textTarget.value);
      this.saidTarget.textContent = this.copiedValue;
    } catch {
      this.textTarget.focus();
      this.textTarget.select();
      this.saidTarget.textContent = this.failedValue;
    }
  }
}

window.wagtail.app.register("actujet-ready-text", ReadyTextController);
