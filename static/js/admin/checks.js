/**
 * Moves the focus from a finding to its field, after opening its tab and panel.
 * The ids of panels begin with the tab's translated name, so they are found by their end.
 */
const FIELDS =
  ".w-panel__content button, .w-panel__content input, .w-panel__content textarea, .w-panel__content [contenteditable=true]";

class ChecksController extends window.StimulusModule.Controller {
  go(event) {
    const id = event.currentTarget.getAttribute("href").slice(1);
    const place = this.placeOf(id);
    if (!place) return;
    event.preventDefault();
    this.openTab(place);
    this.openPanels(place);
    const field = this.fieldIn(place);
    (field ?? place).scrollIntoView({ block: "center" });
    field?.focus({ preventScroll: true });
  }

  placeOf(id) {
    // A field that shares its panel with others has no section of its own.
    const field = id.replace(/-section$/, "");
    return (
      document.getElementById(id) ??
      document.querySelector(`[id$="-${CSS.escape(id)}"]`) ??
      document.querySelector(`[data-contentpath="${CSS.escape(field)}"]`)
    );
  }

  /** Returns the element to focus; the value of a chooser is in a hidden field. */
  fieldIn(place) {
    const isSeen = (element) => element.offsetParent !== null;
    if (place.matches("input, textarea, button, select") && isSeen(place)) return place;
    const around = place.matches("input") ? (place.closest("[data-field]") ?? place) : place;
    return [...around.querySelectorAll(FIELDS)].find(isSeen);
  }

  openTab(place) {
    const tab = place.closest("[role=tabpanel][hidden]");
    if (tab) document.querySelector(`[role=tab][aria-controls="${tab.id}"], [role=tab][href="#${tab.id}"]`)?.click();
  }

  openPanels(place) {
    for (let panel = place.closest("[data-panel]"); panel; panel = panel.parentElement.closest("[data-panel]")) {
      const toggle = panel.querySelector("[data-panel-toggle]");
      if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
    }
  }
}

window.wagtail.app.register("actujet-checks", ChecksController);
