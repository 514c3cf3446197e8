/**
 * Suggests, after an @ in a margin comment, the names of colleagues who may open the page.
 *
 * Arrow keys move in the list, Enter or Tab takes a name, Escape closes it; the focus stays in the
 * comment. A mention can also be typed without the list.
 */
const TYPED = /(^|[^\p{L}\p{N}_.+\-@])@([\p{L}\p{N}._’'-]*)$/u;
const PAUSE = 150;
const words = () => document.getElementById("actujet-mentions");

let field = null;
let list = null;
let announcement = null;
let timer = 0;
let asked = null;

function isComment(element) {
  return element.matches?.(".comment textarea, textarea[class*=comment]");
}

function typedName() {
  return TYPED.exec(field.value.slice(0, field.selectionStart))?.[2];
}

function addressFor(name) {
  const page = /\/pages\/(\d+)\//.exec(document.querySelector("[data-edit-form]")?.action ?? "")?.[1];
  // A page that was never saved has no address for suggestions.
  return page && `${words().dataset.url.replace("/0/", `/${page}/`)}?q=${encodeURIComponent(name)}`;
}

async function suggest() {
  const name = field && typedName();
  const address = name !== undefined && name !== null && words() && addressFor(name);
  if (!address) return close();
  asked?.abort();
  asked = new AbortController();
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" }, signal: asked.signal });
    if (!answer.ok) return close();
    const { people } = await answer.json();
    if (field && typedName() === name) show(people);
  } catch (error) {
    if (error.name !== "AbortError") close();
  }
}

function show(people) {
  if (!people.length) return close();
  if (!list) {
    list = document.createElement("ul");
    list.className = "actujet-mentions";
    list.id = "actujet-mentions-list";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", words().dataset.label);
    list.addEventListener("mousedown", (event) => {
      event.preventDefault(); // the cursor stays in the comment
      const option = event.target.closest("[role=option]");
      if (option) take(option);
    });
    announcement = document.createElement("p");
    announcement.className = "w-sr-only";
    announcement.setAttribute("role", "status");
    document.body.append(list, announcement);
  }
  list.replaceChildren(...people.map(optionFor));
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-haspopup", "listbox");
  field.setAttribute("aria-controls", list.id);
  const place = field.getBoundingClientRect();
  const width = Math.min(Math.max(place.width, 240), innerWidth - 16);
  list.style.inlineSize = `${width}px`;
  list.style.insetInlineStart = `${Math.max(8, Math.min(place.left, innerWidth - width - 8))}px`;
  const below = innerHeight - place.bottom;
  const above = below < list.offsetHeight && place.top > below;
  list.style.insetBlockStart = `${above ? place.top - list.offsetHeight : place.bottom}px`;
  announcement.textContent = words().dataset.found.replace("{count}", people.length);
  choose(list.firstElementChild);
}

function optionFor({ mention, name, role }, number) {
  const option = document.createElement("li");
  option.id = `actujet-mention-${number}`;
  option.setAttribute("role", "option");
  option.dataset.mention = mention;
  option.append(name);
  if (role) {
    const small = document.createElement("small");
    small.textContent = ` ${role}`;
    option.append(small);
  }
  return option;
}

function choose(option) {
  for (const other of list.children) other.setAttribute("aria-selected", String(other === option));
  field.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function take(option) {
  const end = field.selectionStart;
  const start = end - typedName().length;
  const text = `${option.dataset.mention} `;
  const value = field.value.slice(0, start) + text + field.value.slice(end);
  // The comment box renders its own state, so the change must be dispatched as if typed.
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(field, value);
  const taken = field;
  close();
  taken.dispatchEvent(new Event("input", { bubbles: true }));
  taken.setSelectionRange(start + text.length, start + text.length);
}

function close() {
  clearTimeout(timer);
  asked?.abort();
  list?.remove();
  announcement?.remove();
  list = announcement = null;
  field?.removeAttribute("aria-activedescendant");
  field?.removeAttribute("aria-controls");
}

document.addEventListener("input", ({ target }) => {
  if (!isComment(target)) return;
  if (field !== target) close();
  field = target;
  clearTimeout(timer);
  if (typedName() === undefined) return close();
  timer = setTimeout(suggest, PAUSE);
});

document.addEventListener(
  "keydown",
  (event) => {
    if (!list || event.target !== field) return;
    const options = [...list.children];
    const now = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const act = {
      ArrowDown: () => choose(options[(now + 1) % options.length]),
      ArrowUp: () => choose(options[(now - 1 + options.length) % options.length]),
      Enter: () => take(options[now]),
      Tab: () => take(options[now]),
      Escape: close,
    }[event.key];
    if (!act || event.isComposing) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    act();
  },
  true,
);

document.addEventListener("focusout", ({ target }) => target === field && close());
