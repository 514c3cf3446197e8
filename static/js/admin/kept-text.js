/**
 * Keeps the text of a page form in this browser until the server has saved it, in case of a full
 * disk, a lost connection or a crash. A kept text is offered when its form opens again.
 *
 * Copies are encrypted with a key of the user, which only their session gets; a browser that cannot
 * encrypt (on a site without HTTPS) keeps none. Each window has its own copy.
 */
const LONGEST = 30 * 24 * 3600 * 1000;
const COOKIE = "kept-text-";
const PAUSE = 700;
const NEVER_KEPT = /^(csrfmiddlewaretoken|kept-text|take-up-kept-text|next|action-.*|workflow-action-.*)$/;
// Fields that the server changes at each save, and that are not text.
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

/** Runs one step in the browser's store, e.g. `store.put(copy)`; resolves once it is on disk. */
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

/** Deletes the copies whose text the server has saved, as its cookie says. */
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
  /** Returns the name of this window's copy: a new one, or that of the restored text. */
  constructor(key) {
    this.key = key;
    this.owner = words.dataset.owner;
    this.name = words.dataset.name || crypto.randomUUID();
    this.saved = null;
    this.begun = Boolean(words.dataset.name);
    this.order = Promise.resolve();
    // The lock lasts as long as this window, so that no other offers its text.
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
    // After everything that may still prevent the submission.
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

  /** Writes copies one after the other; if the browser has no room, the form stays as it is. */
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

/** Sends the text to the server, which fills the form, blocks and formatted text included. */
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
    // Line feeds of hidden fields stay as they are; those of a textarea are what was typed.
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

// Some browsers keep nothing in private windows.
if ("indexedDB" in window) begin().catch(() => {});
