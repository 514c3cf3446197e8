/**
 * Writes a live coverage with one thumb, on a bad line.
 *
 * Each message has a key of its own from the moment it is begun. What is sent is kept on the device
 * until the site has answered, and sent again until it has: the site stores a key once. What is typed and
 * not sent yet is kept as well.
 */
const desk = document.querySelector("[data-live-desk]");
const form = desk.querySelector("[data-live-form]");
const said = desk.querySelector("[data-live-said]");
const list = desk.querySelector("[data-live-list]");
const queueList = desk.querySelector("[data-live-queue]");
const label = desk.querySelector("[data-live-label]");
const cancel = desk.querySelector("[data-live-cancel]");
const words = desk.dataset;
const STORE = `actujet-live-${words.page}`;
const TYPED = `${STORE}-typed`;
const FIELDS = ["key", "version", "kind", "title", "text", "source", "alt", "credit"];
const FIRST_WAIT = 2000;
const LONGEST_WAIT = 30000;
let wait = FIRST_WAIT;
let timer;
let sending = false;
// Photographs are not stored: they are too large for it. They wait in memory.
const photos = new Map();

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const entry = Object.fromEntries(FIELDS.map((name) => [name, form.elements[name].value]));
  entry.act = event.submitter?.value ?? "draft";
  const photo = form.elements.photo.files[0];
  if (!entry.text.trim() && !entry.title.trim() && !photo && entry.version === "0") {
    form.elements.text.focus();
    return;
  }
  if (photo) photos.set(entry.key, photo);
  entry.hasPhoto = Boolean(photo);
  save([...queued().filter((one) => one.key !== entry.key), entry]);
  begin();
  send();
});

form.addEventListener("input", keepTyped);
cancel.addEventListener("click", begin);
window.addEventListener("online", () => {
  wait = FIRST_WAIT;
  send();
});
list.addEventListener("click", (event) => {
  const entry = event.target.closest("[data-live-edit]")?.closest("[data-entry]");
  if (entry) change(entry);
});

restoreTyped();
show();
send();

function queued() {
  try {
    return JSON.parse(localStorage.getItem(STORE)) ?? [];
  } catch {
    return [];
  }
}

function save(entries) {
  localStorage.setItem(STORE, JSON.stringify(entries));
  show();
}

function show() {
  queueList.replaceChildren(
    ...queued().map((entry) => {
      const item = document.createElement("li");
      const text = document.createElement("p");
      text.textContent = entry.title || entry.text;
      const state = document.createElement("p");
      state.className = "help";
      state.textContent = entry.problem ?? (sending ? words.sending : words.waits);
      const acts = document.createElement("div");
      acts.className = "actujet-live__acts";
      acts.append(button(words.retry, send), button(words.forget, () => takeBack(entry)));
      item.append(text, state, acts);
      return item;
    }),
  );
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button button-small button-secondary";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

/** Puts a message that was not sent back into the form. */
function takeBack(entry) {
  save(queued().filter((one) => one.key !== entry.key));
  for (const name of FIELDS) form.elements[name].value = entry[name] ?? "";
  mark(entry.version !== "0");
  form.elements.text.focus();
}

async function send() {
  clearTimeout(timer);
  if (sending) return;
  for (const entry of queued()) {
    sending = true;
    show();
    const outcome = await sendOne(entry);
    sending = false;
    if (outcome === "later") {
      timer = setTimeout(send, wait);
      wait = Math.min(LONGEST_WAIT, wait * 2);
      break;
    }
    if (outcome === "done") {
      wait = FIRST_WAIT;
      photos.delete(entry.key);
      save(queued().filter((one) => one.key !== entry.key));
    } else {
      save(queued().map((one) => (one.key === entry.key ? { ...one, problem: outcome } : one)));
    }
  }
  show();
}

/** Returns "done", "later" (the network is away), or what the site has against it. */
async function sendOne(entry) {
  if (entry.hasPhoto && !photos.has(entry.key)) return words.photoGone;
  const data = new FormData();
  for (const name of [...FIELDS, "act"]) data.append(name, entry[name] ?? "");
  if (photos.has(entry.key)) data.append("photo", photos.get(entry.key));
  let answer;
  try {
    data.append("csrfmiddlewaretoken", await token());
    answer = await fetch(words.url, { method: "POST", body: data, headers: { "X-Requested-With": "XMLHttpRequest" } });
  } catch {
    return "later";
  }
  if (answer.status >= 500) return "later";
  const isOurs = (answer.headers.get("Content-Type") ?? "").includes("json");
  if (answer.redirected || !isOurs) return words.signedOut;
  const told = await answer.json();
  if (!answer.ok) return told.error;
  put(told.html, told.id);
  said.textContent = told.state === "published" ? words.online : words.draft;
  return "done";
}

/** A token that is still good, however long this page has been open. */
async function token() {
  const answer = await fetch(`${words.url}?jeton`, { headers: { "X-Requested-With": "XMLHttpRequest" } });
  const isOurs = (answer.headers.get("Content-Type") ?? "").includes("json");
  return isOurs ? (await answer.json()).token : form.elements.csrfmiddlewaretoken.value;
}

function put(html, id) {
  const made = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
  const old = document.getElementById(`entry-${id}`);
  desk.querySelector("[data-live-none]")?.remove();
  if (old) old.replaceWith(made);
  else list.prepend(made);
}

function change(entry) {
  const fields = {
    key: entry.dataset.key,
    version: entry.dataset.version,
    title: entry.querySelector("[data-title]")?.textContent ?? "",
    text: entry.querySelector("[data-text]").textContent,
    source: entry.querySelector("[data-source]")?.textContent ?? "",
  };
  for (const [name, value] of Object.entries(fields)) form.elements[name].value = value;
  form.elements.kind.value = entry.dataset.kind;
  desk.querySelector(".actujet-live__more").open = Boolean(fields.title || fields.source);
  mark(true);
  form.scrollIntoView();
  form.elements.text.focus();
}

function begin() {
  form.reset();
  form.elements.key.value = newKey();
  form.elements.version.value = "0";
  localStorage.removeItem(TYPED);
  mark(false);
  form.elements.text.focus();
}

function mark(isChange) {
  label.textContent = isChange ? label.dataset.changed : label.dataset.new;
  cancel.hidden = !isChange;
}

function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function keepTyped() {
  localStorage.setItem(TYPED, JSON.stringify(Object.fromEntries(FIELDS.map((name) => [name, form.elements[name].value]))));
}

function restoreTyped() {
  let typed;
  try {
    typed = JSON.parse(localStorage.getItem(TYPED));
  } catch {
    typed = null;
  }
  if (!typed || !(typed.text || typed.title)) return;
  for (const name of FIELDS) form.elements[name].value = typed[name] ?? "";
  mark(typed.version !== "0");
}
