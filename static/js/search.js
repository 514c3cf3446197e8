/*
 * Suggestions under the search boxes: https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
 * The server writes the list; one request for each pause in typing.
 */
const PAUSE = 180;

function suggest(box, number) {
  const list = document.createElement("div");
  list.id = `suggestions-${number}`;
  list.className = "suggestions";
  list.role = "listbox";
  list.ariaLabel = box.ariaLabel ?? box.labels?.[0]?.textContent ?? "";
  list.hidden = true;
  const form = box.form;
  form.classList.add("has-suggestions");
  form.append(list);
  const told = document.createElement("p");
  told.className = "hidden";
  told.role = "status";
  form.append(told);
  box.role = "combobox";
  box.ariaAutoComplete = "list";
  box.ariaExpanded = "false";
  box.setAttribute("aria-controls", list.id);

  let timer, request, active = -1;
  const options = () => [...list.querySelectorAll('[role="option"]')];

  function show(open) {
    list.hidden = !open;
    box.ariaExpanded = String(open);
    if (open) return;
    select(-1);
    told.textContent = "";
  }

  function select(index) {
    const all = options();
    active = index;
    all.forEach((option, at) => {
      option.ariaSelected = String(at === index);
      option.id = `${list.id}-${at}`;
    });
    if (index < 0) return box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-activedescendant", all[index].id);
    all[index].scrollIntoView({ block: "nearest" });
  }

  async function ask() {
    request?.abort();
    const typed = box.value.trim();
    if (!typed) return show(false);
    request = new AbortController();
    try {
      const address = `${box.dataset.suggestions}?q=${encodeURIComponent(typed)}`;
      const response = await fetch(address, { signal: request.signal });
      if (!response.ok) return show(false);
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      told.textContent = page.querySelector("[data-told]")?.textContent ?? "";
      page.querySelector("[data-told].hidden")?.remove();
      list.replaceChildren(...page.body.children);
      select(-1);
      show(document.activeElement === box);
    } catch (error) {
      /* A newer request has taken over, or the line is down: then the form still works. */
      if (error.name !== "AbortError") show(false);
    }
  }

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  box.addEventListener("keydown", (event) => {
    const count = options().length;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      show(false);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count) {
      event.preventDefault();
      if (list.hidden) show(true);
      const step = event.key === "ArrowDown" ? 1 : -1;
      select(active < 0 && step < 0 ? count - 1 : (active + step + count) % count);
    } else if (event.key === "Enter" && active >= 0 && !list.hidden) {
      event.preventDefault();
      location.assign(options()[active].href);
    }
  });
  box.addEventListener("blur", () => setTimeout(() => show(list.contains(document.activeElement)), 150));
  list.addEventListener("mousedown", (event) => event.preventDefault());
}

document.querySelectorAll("[data-suggestions]").forEach(suggest);
