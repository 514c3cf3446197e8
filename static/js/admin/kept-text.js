/**
 * Keeps what is typed in a page form in this browser until the server has saved it: through a full
 * disk, a lost line, a crash. A text that was left behind is offered when its form opens again.
 *
 * Copies are locked with their writer's own key, which only their own session is given; a browser
 * that cannot lock (a site without HTTPS) keeps none. Each window has a copy of its own.
 */
const LONGEST = 30 * 24 * 3600 * 1000;
const COOKIE = "kept-text-";
const PAUSE = 700;
const NEVER_KEPT = /^(csrfmiddlewaretoken|kept-text|take-up-kept-text|next|action-.*|workflow-action-.*)$/;
// What the form holds beside the text, and the server changes at each save.
const NOT_TYPED = new Set(["loaded_revision_id", "loaded_revision_created_at", "overwrite_revision_id"]);

const words = document.getElementById("actujet-kept-text");
const form = document.querySelector("[data-edit-form]");
const lock = `actujet-${COOKIE}`;

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("actujet", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("texts", { keyPath: "name" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

/** One step in the browser's store, e.g. `store.put(copy)`; resolves when it is on its disk. */
async function inStore(mode, step) {
  const database = await opened();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction("texts", mode);
    const asked = step(transaction.objectStore("texts"));
    transaction.oncomplete = () => resolve(asked.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  }).finally(() => database.close());
}

const remove = (name) => inStore("readwrite", (store) => store.delete(name));

/** The server names in a cookie each copy whose text it has saved. */
async function forgetSaved() {
  for (const [name] of document.cookie.split("; ").map((cookie) => cookie.split("="))) {
    if (!name.startsWith(COOKIE)) continue;
    await remove(name.slice(COOKIE.length));
    document.cookie = `${name}=; path=/admin/; max-age=0; samesite=strict`;
  }
}

async function keyOf(text) {
  const raw = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}

async function locked(key, fields) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = new TextEncoder().encode(JSON.stringify(fields));
  return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, data) };
}

async function unlocked(key, { iv, data }) {
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, data);
  return JSON.parse(new TextDecoder().decode(plain));
}

const fieldsOf = (data) =>
  [...data].filter(([name, value]) => typeof value === "string" && !NEVER_KEPT.test(name));

class Keeper {
  /** The name of this window's copy: a new one, or that of the text which it has taken up. */
  constructor(key) {
    this.key = key;
    this.owner = words.dataset.owner;
    this.name = words.dataset.name || crypto.randomUUID();
    this.saved = null;
    this.begun = Boolean(words.dataset.name);
    this.order = Promise.resolve();
    // Held as long as this window lives: no other offers what is being typed here.
    navigator.locks?.request(lock + this.name, () => new Promise(() => {}));
  }

  get page() {
    return new URL(form.action, location.href).pathname;
  }

  watch() {
    form.addEventListener("w-unsaved:add", () => {
      this.begun = true;
      this.soon();
    });
    for (const kind of ["input", "change"]) {
      form.addEventListener(kind, () => this.begun && this.soon());
    }
    document.addEventListener("w-autosave:save", ({ detail }) => {
      this.sent = fieldsOf(detail?.formData ?? []);
    });
    document.addEventListener("w-autosave:success", ({ detail }) => this.autosaved(detail?.response));
    // After all that may still stop the form.
    addEventListener("submit", (event) => {
      if (event.target === form && !event.defaultPrevented) this.submit();
    });
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), PAUSE);
  }

  text(fields) {
    return JSON.stringify(fields.filter(([name]) => !NOT_TYPED.has(name)));
  }

  keep() {
    clearTimeout(this.timer);
    const fields = fieldsOf(new FormData(form));
    if (this.text(fields) === this.saved) return;
    const { name, owner, page } = this;
    this.then(async () => {
      const copy = { name, owner, page, at: Date.now(), ...(await locked(this.key, fields)) };
      await inStore("readwrite", (store) => store.put(copy));
    });
  }

  /** One after the other; a browser that is out of room itself keeps the form at least. */
  then(step) {
    this.order = this.order.then(step).catch(() => {});
    return this.order;
  }

  autosaved(response) {
    for (const name of Object.keys(response?.field_updates ?? {})) NOT_TYPED.add(name);
    const sent = this.text(this.sent ?? []);
    const fields = fieldsOf(new FormData(form));
    if (response?.unsaved?.length || sent !== this.text(fields)) return this.keep();
    this.saved = sent;
    clearTimeout(this.timer);
    return this.then(() => remove(this.name));
  }

  submit() {
    if (!this.begun) return;
    this.keep();
    const field = form.querySelector(`:scope > [name="${words.dataset.nameField}"]`) ?? document.createElement("input");
    Object.assign(field, { type: "hidden", name: words.dataset.nameField, value: this.name });
    form.append(field);
  }
}

function told(at) {
  const moment = new Date(at);
  const day = moment.toLocaleDateString(document.documentElement.lang || "fr", { day: "numeric", month: "long" });
  return `${day} à ${moment.getHours()}\u00a0h\u00a0${String(moment.getMinutes()).padStart(2, "0")}`;
}

async function leftBehind(keeper) {
  const held = navigator.locks ? (await navigator.locks.query()).held.map(({ name }) => name) : [];
  const copies = await inStore("readonly", (store) => store.getAll());
  const found = [];
  for (const copy of copies) {
    if (Date.now() - copy.at > LONGEST) await remove(copy.name);
    else if (copy.owner !== keeper.owner || copy.page !== keeper.page) continue;
    else if (copy.name === keeper.name || held.includes(lock + copy.name)) continue;
    else {
      try {
        found.push({ ...copy, fields: await unlocked(keeper.key, copy) });
      } catch {
        await remove(copy.name); // locked with a key that the site no longer has
      }
    }
  }
  return found.sort((one, other) => other.at - one.at);
}

function offer(copy) {
  const banner = words.content.firstElementChild.cloneNode(true);
  const sentence = banner.querySelector("p");
  const title = copy.fields.find(([name]) => name === "title")?.[1].trim();
  sentence.textContent = sentence.textContent
    .replace("{when}", told(copy.at))
    .replace(/\s*:?\s*\{title\}/, title ? ` : « ${title} »` : ".");
  const [takeUp, throwAway, undo] = banner.querySelectorAll("button");
  const offered = sentence.textContent;
  const show = (isThrown) => {
    sentence.textContent = isThrown ? words.dataset.thrown : offered;
    takeUp.hidden = throwAway.hidden = isThrown;
    undo.hidden = !isThrown;
    (isThrown ? undo : takeUp).focus();
  };
  takeUp.addEventListener("click", () => sendBack(copy));
  throwAway.addEventListener("click", async () => {
    await remove(copy.name);
    show(true);
  });
  undo.addEventListener("click", async () => {
    const { fields, ...stored } = copy;
    await inStore("readwrite", (store) => store.put(stored));
    show(false);
  });
  form.before(banner);
}

/** The server makes the form from what was typed, blocks and formatted text included. */
function sendBack({ name, fields }) {
  const letter = document.createElement("form");
  Object.assign(letter, { method: "post", action: form.action, hidden: true });
  const token = form.elements.namedItem("csrfmiddlewaretoken").value;
  const all = [
    ...fields,
    ["csrfmiddlewaretoken", token],
    [words.dataset.nameField, name],
    [words.dataset.takeUpField, "1"],
  ];
  for (const [field, value] of all) {
    // A line feed of a field that is hidden is kept as it is; one of a textarea is what was typed.
    const input = document.createElement("textarea");
    Object.assign(input, { name: field, value });
    letter.append(input);
  }
  document.body.append(letter);
  letter.submit();
}

async function begin() {
  await forgetSaved();
  if (!form || !words || !crypto.subtle) return;
  const keeper = new Keeper(await keyOf(words.dataset.key));
  keeper.watch();
  for (const copy of await leftBehind(keeper)) offer(copy);
  form.dataset.keepsText = "yes";
}

// A browser that lets nothing be kept (private windows of some) edits as before.
if ("indexedDB" in window) begin().catch(() => {});
