/**
 * From a finding to its field: opens the tab and the panel that hide it, and puts the cursor there.
 * Panels have ids that begin with the tab's translated name, so a place is known by how its id ends.
 */
const FIELDS =
  ".w-panel__content button, .w-panel__content input, .w-panel__content textarea, .w-panel__content [contenteditable=true]";

class ChecksController extends window.StimulusModule.Controller {
  go(event) {
    const id = event.currentTarget.getAttribute("href").slice(1);
    const place = document.getElementById(id) ?? document.querySelector(`[id$="-${CSS.escape(id)}"]`);
    if (!place) return;
    event.preventDefault();
    this.openTab(place);
    this.openPanel(place);
    const field = place.matches("input, textarea, button")
      ? place
      : [...place.querySelectorAll(FIELDS)].find((field) => field.offsetParent !== null);
    place.scrollIntoView({ block: "center" });
    field?.focus({ preventScroll: true });
  }

  openTab(place) {
    const tab = place.closest("[role=tabpanel][hidden]");
    if (tab) document.querySelector(`[role=tab][aria-controls="${tab.id}"], [role=tab][href="#${tab.id}"]`)?.click();
  }

  openPanel(place) {
    place
      .closest("[data-panel]")
      ?.querySelector("[data-panel-toggle][aria-expanded=false]")
      ?.click();
  }
}

window.wagtail.app.register("actujet-checks", ChecksController);
