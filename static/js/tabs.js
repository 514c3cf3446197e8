/*
 * Makes tabs of lists that follow each other (https://www.w3.org/WAI/ARIA/apg/patterns/tabs/). Each
 * panel carries the name of its tab.
 */
for (const [number, box] of document.querySelectorAll("[data-tabs]").entries()) {
  const panels = [...box.children];
  const list = document.createElement("div");
  list.className = "tabs__list";
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", box.dataset.label);

  const tabs = panels.map((panel, index) => {
    const tab = document.createElement("button");
    tab.type = "button";
    tab.className = "tabs__tab";
    tab.id = `tab-${number}-${index}`;
    tab.textContent = panel.dataset.tab;
    tab.setAttribute("role", "tab");
    panel.id = `panel-${number}-${index}`;
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    tab.setAttribute("aria-controls", panel.id);
    tab.addEventListener("click", () => show(index));
    list.append(tab);
    return tab;
  });

  const show = (chosen) => {
    for (const [index, tab] of tabs.entries()) {
      tab.setAttribute("aria-selected", index === chosen);
      tab.tabIndex = index === chosen ? 0 : -1;
      panels[index].hidden = index !== chosen;
    }
  };

  list.addEventListener("keydown", (event) => {
    const at = tabs.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = (to + tabs.length) % tabs.length;
    show(next);
    tabs[next].focus();
  });

  box.prepend(list);
  box.dataset.tabs = "on";
  show(0);
}
