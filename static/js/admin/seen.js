/**
 * Says beside a live page whether readers get the published version: asks for the public page as an
 * anonymous reader's browser would, and compares the number that it carries.
 *
 * Nothing is asked before the line is in sight. What was found is kept while the page is open:
 * autosave renders the side panel anew.
 */
const WAITS = [500, 1000, 2000, 4000, 8000]; // milliseconds before each further try
const PATIENCE = 10000; // milliseconds that an answer may take
const WAITING = "actujet-seen:waiting";
const NUMBER = /<body\b[^>]*\sdata-version="(\d+)"/;

/** What was found, or is being asked, by address and version. */
const known = new Map();

const pause = (wait) => new Promise((done) => setTimeout(done, wait));

/** The moment of an answer by the clock of the site, since that of a computer may be wrong. */
function momentOf(headers) {
  const sent = Date.parse(headers.get("Date"));
  return Number.isNaN(sent) ? Date.now() : sent + 1000 * Number(headers.get("Age") ?? 0);
}

async function look(address, version) {
  try {
    const answer = await fetch(address, {
      credentials: "omit",
      cache: "no-store",
      signal: AbortSignal.timeout?.(PATIENCE),
    });
    if (!answer.ok) return { state: "refused", status: answer.status };
    const number = Number((await answer.text()).match(NUMBER)?.[1] ?? 0);
    if (number === version) return { state: "seen", at: momentOf(answer.headers) };
    return { state: number > version ? "newer" : "older" };
  } catch {
    return { state: "silent" };
  }
}

async function lookUntilSeen(address, version, key) {
  let found = await look(address, version);
  for (const wait of WAITS) {
    if (found.state === "seen" || found.state === "newer") break;
    document.dispatchEvent(new CustomEvent(WAITING, { detail: key }));
    await pause(wait);
    found = await look(address, version);
  }
  return found;
}

class SeenController extends window.StimulusModule.Controller {
  static targets = ["line", "help", "again"];
  static values = {
    address: String,
    version: Number,
    zone: String,
    seen: String,
    waiting: String,
    older: String,
    newer: String,
    refused: String,
    silent: String,
  };

  connect() {
    this.watch = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      this.watch.disconnect();
      this.ask();
    });
    this.watch.observe(this.element);
    this.sayWaiting = this.sayWaiting.bind(this);
    document.addEventListener(WAITING, this.sayWaiting);
  }

  disconnect() {
    this.watch.disconnect();
    document.removeEventListener(WAITING, this.sayWaiting);
  }

  sayWaiting({ detail }) {
    if (detail === this.key) this.say("waiting", this.waitingValue);
  }

  get key() {
    return `${this.versionValue} ${this.addressValue}`;
  }

  async ask() {
    if (!known.has(this.key)) {
      known.set(this.key, lookUntilSeen(this.addressValue, this.versionValue, this.key));
    }
    const asked = known.get(this.key);
    const found = await asked;
    if (this.element.isConnected && known.get(this.key) === asked) this.show(found);
  }

  askAgain() {
    known.delete(this.key);
    this.againTarget.hidden = true;
    this.say("waiting", this.waitingValue);
    // The button that had it is gone.
    this.element.tabIndex = -1;
    this.element.focus();
    this.ask();
  }

  show({ state, at, status }) {
    if (state === "seen") {
      const format = { timeZone: this.zoneValue, timeStyle: "medium" };
      const time = new Intl.DateTimeFormat(document.documentElement.lang, format).format(at);
      this.say(state, this.seenValue.replace("{time}", time));
    } else if (state === "newer") {
      this.say(state, this.newerValue);
    } else {
      this.say(state, this.waitingValue, this[`${state}Value`].replace("{status}", status));
      this.againTarget.hidden = false;
    }
  }

  /** What has not changed is not written again: screen readers would say it again. */
  say(state, line, help = "") {
    this.element.dataset.state = state;
    if (this.lineTarget.textContent !== line) this.lineTarget.textContent = line;
    if (this.helpTarget.textContent !== help) this.helpTarget.textContent = help;
  }
}

window.wagtail.app.register("actujet-seen", SeenController);
