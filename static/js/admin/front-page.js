/**
 * Moves the rows of la Une by buttons or by dragging, and shows previews beside the form.
 * Without this script the buttons send the form.
 */
const PAUSE = 400;

class FrontPageController extends window.StimulusModule.Controller {
  static targets = ["form", "group", "row", "label", "note", "said", "pictures", "screen", "state"];
  static values = { picture: String, changed: Boolean, moved: String, failed: String };

  connect() {
    this.words = JSON.parse(document.getElementById("une-labels").textContent);
    this.leave = (event) => this.changedValue && event.preventDefault();
    window.addEventListener("beforeunload", this.leave);
    this.picturesTarget.hidden = false;
    this.fit = new ResizeObserver(() => this.screenTargets.forEach(scale));
    this.screenTargets.forEach((screen) => this.fit.observe(screen));
    this.draw();
  }

  disconnect() {
    window.removeEventListener("beforeunload", this.leave);
    this.fit.disconnect();
    clearTimeout(this.timer);
    this.asked?.abort();
  }

  /* What has changed */

  edit(event) {
    if (event.target.name?.endsWith("-section")) this.name();
    this.touched();
  }

  send(event) {
    if (!event.submitter?.formTarget) this.changedValue = false;
  }

  touched() {
    this.changedValue = true;
    // They are about la Une as it was when the page was opened.
    this.noteTargets.forEach((note) => (note.hidden = true));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.draw(), PAUSE);
  }

  /* Moving a row */

  press(event) {
    const button = event.target.closest("button[name=act]");
    const [, verb] = button?.value.split(":") ?? [];
    if (verb !== "up" && verb !== "down") return;
    event.preventDefault();
    const row = button.closest("fieldset");
    const rows = this.beside(row);
    const from = rows.indexOf(row);
    if (!this.move(row, verb === "up" ? from - 1 : from + 1)) return;
    const [same, other] = [verb, verb === "up" ? "down" : "up"].map((each) => moveButton(row, each));
    (same.disabled ? other : same).focus();
  }

  /** Returns the rows that `row` can be moved through, from the top down. */
  beside(row) {
    const strips = isStrip(row);
    return this.rowTargets.filter((each) => isStrip(each) === strips);
  }

  move(row, to) {
    const rows = this.beside(row);
    const from = rows.indexOf(row);
    if (to < 0 || to >= rows.length || to === from) return false;
    const sizes = this.groups(row).map((group) => [group, group.children.length]);
    rows.splice(to, 0, ...rows.splice(from, 1));
    for (const [group, size] of sizes) group.append(...rows.splice(0, size));
    this.name();
    this.touched();
    const title = row.querySelector(".chooser:not(.blank) [data-chooser-title]")?.textContent.trim();
    this.saidTarget.textContent = [title, this.movedValue + this.wordsFor(row)]
      .filter(Boolean)
      .join(". ");
    return true;
  }

  groups(row) {
    const strips = isStrip(row);
    return this.groupTargets.filter((group) => (group.dataset.group === "strips") === strips);
  }

  /** Gives each row the name and label of its place. */
  name() {
    for (const group of this.groupTargets) {
      [...group.children].forEach((row, number) => {
        const { group: prefix } = group.dataset;
        rename(row, prefix === "lead" ? prefix : `${prefix}-${number}`, prefix, number);
        const words = this.wordsFor(row);
        for (const label of this.labelTargets.filter((each) => row.contains(each))) {
          label.textContent = words;
        }
      });
    }
    for (const rows of [this.rowTargets.filter(isStrip), this.rowTargets.filter((r) => !isStrip(r))]) {
      rows.forEach((row, number) => {
        moveButton(row, "up").disabled = number === 0;
        moveButton(row, "down").disabled = number === rows.length - 1;
      });
    }
  }

  wordsFor(row) {
    const known = this.words[row.dataset.name];
    if (known) return known;
    const section = row.querySelector("select[name$='-section']");
    return this.words.strips.replace("…", section.selectedOptions[0]?.text ?? "");
  }

  /* Dragging, where there is a mouse */

  take(event) {
    if (!event.target.closest?.(".actujet-une__handle")) return;
    this.dragged = event.target.closest("fieldset");
    this.dragged.classList.add("is-dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
    event.dataTransfer.setDragImage(this.dragged, 16, 16);
  }

  over(event) {
    const row = this.dragged && event.target.closest("fieldset");
    if (!row || isStrip(row) !== isStrip(this.dragged)) return;
    event.preventDefault();
    this.point(row, isBelow(event, row));
  }

  point(row, below) {
    for (const each of this.rowTargets) {
      each.classList.toggle("is-before", each === row && !below);
      each.classList.toggle("is-after", each === row && below);
    }
  }

  drop(event) {
    const row = this.dragged && event.target.closest("fieldset");
    if (!row || isStrip(row) !== isStrip(this.dragged)) return;
    event.preventDefault();
    const rows = this.beside(row);
    const gap = rows.indexOf(row) + (isBelow(event, row) ? 1 : 0);
    this.move(this.dragged, gap > rows.indexOf(this.dragged) ? gap - 1 : gap);
    this.release();
  }

  release() {
    this.dragged?.classList.remove("is-dragged");
    this.dragged = undefined;
    this.point();
  }

  /* The pictures */

  async draw() {
    this.asked?.abort();
    this.asked = new AbortController();
    try {
      const response = await fetch(this.pictureValue, {
        method: "POST",
        body: new FormData(this.formTarget),
        signal: this.asked.signal,
        redirect: "error",
      });
      const text = await response.text();
      if (response.status === 422) this.say(text);
      else if (!response.ok) this.say(this.failedValue);
      else {
        this.say("");
        const html = atRest(text);
        this.screenTargets.forEach((screen) => show(screen, html));
      }
    } catch (error) {
      if (error.name !== "AbortError") this.say(this.failedValue);
    }
  }

  say(words) {
    this.stateTarget.textContent = words;
  }
}

const isStrip = (row) => row.dataset.name.startsWith("strips-");
const moveButton = (row, verb) => row.querySelector(`button[name=act][value*=":${verb}:"]`);

function isBelow(event, row) {
  const { top, height } = row.getBoundingClientRect();
  return event.clientY > top + height / 2;
}

function rename(row, name, group, number) {
  const old = row.dataset.name;
  row.dataset.name = name;
  for (const field of row.querySelectorAll("[name]")) {
    if (field.name.startsWith(`${old}-`)) field.name = name + field.name.slice(old.length);
  }
  for (const button of row.querySelectorAll("button[name=act]")) {
    button.value = [group, button.value.split(":")[1], number].join(":");
  }
}

/** Returns the page without scripts, animations and what a preview adds. */
function atRest(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const extra = "script, template, wagtail-userbar, .front__preview";
  page.querySelectorAll(extra).forEach((each) => each.remove());
  return `<!DOCTYPE html>${page.documentElement.outerHTML}`;
}

/** Replaces the frame once the new one is loaded, without an entry for the back button. */
function show(screen, html) {
  const old = screen.querySelector("iframe:not([data-comes])");
  screen.querySelector("iframe[data-comes]")?.remove();
  const frame = document.createElement("iframe");
  frame.dataset.comes = "";
  // No script runs in it; this page only measures it.
  frame.sandbox = "allow-same-origin";
  frame.tabIndex = -1;
  frame.title = screen.getAttribute("aria-label");
  frame.width = screen.dataset.width;
  frame.height = 900;
  frame.addEventListener("load", () => {
    const top = screen.scrollTop;
    frame.height = frame.contentDocument.documentElement.scrollHeight;
    delete frame.dataset.comes;
    old?.remove();
    scale(screen);
    screen.scrollTop = top;
  });
  frame.srcdoc = html;
  screen.append(frame);
}

function scale(screen) {
  const frame = screen.querySelector("iframe:not([data-comes])");
  if (!frame) return;
  const factor = screen.clientWidth / screen.dataset.width;
  frame.style.transform = `scale(${factor})`;
  // The frame takes up its full height in the page, whatever its scale.
  frame.style.marginBlockEnd = `${frame.height * (factor - 1)}px`;
}

window.wagtail.app.register("actujet-une", FrontPageController);
