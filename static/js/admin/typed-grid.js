/**
 * A small table typed in cells, kept as text in the field below it (news/races/tables.py).
 *
 * Tab goes on, Enter and the arrows go up and down, the last line is always a free one. What is copied
 * from a spreadsheet is pasted into the cells from the one that has the focus; into an empty table of
 * runners, and from the panel of lists, the server reads it, the text of a programme as well.
 */
const DELIMITER = ";";

class GridController extends window.StimulusModule.Controller {
  static values = { columns: Array, words: Object, reads: String };

  connect() {
    this.field = this.element.querySelector("textarea");
    if (!this.field || this.table) return;
    this.field.hidden = true;
    this.build();
    this.show(parse(this.field.value, this.columnsValue));
    if (this.readsValue && !this.field.value) this.numberRace();
  }

  /** A race that was just added has the number after the highest one. */
  numberRace() {
    const [, prefix] = this.field.id.match(/^(id_races-\d+)-/) ?? [];
    const box = document.getElementById(`${prefix}-number`);
    const isNew = document.getElementById(`${prefix}-id`)?.value === "";
    if (!box || !isNew || box.value !== box.defaultValue) return;
    const others = [...document.querySelectorAll('[id^="id_races-"][id$="-number"]')].filter(
      (other) => other !== box && document.getElementById(other.id.replace(/number$/, "DELETE"))?.value !== "1",
    );
    const highest = Math.max(0, ...others.map((other) => Number(other.value) || 0));
    if (highest) box.value = highest + 1;
  }

  disconnect() {
    this.element.querySelectorAll(".actujet-grid__made").forEach((made) => made.remove());
    this.table = undefined;
    if (this.field) this.field.hidden = false;
  }

  build() {
    const label = document.querySelector(`label[for="${this.field.id}"]`);
    this.table = make("table", {
      role: "table",
      "aria-label": label ? label.textContent.replace("*", "").trim() : "",
    });
    const head = make("tr");
    for (const column of this.columnsValue) head.append(make("th", { scope: "col" }, column.label));
    head.append(make("td"));
    this.body = make("tbody");
    const thead = make("thead");
    thead.append(head);
    this.table.append(thead, this.body);
    const scroller = make("div", { class: "actujet-grid__scroller actujet-grid__made" });
    scroller.append(this.table);
    const bar = make("div", { class: "actujet-grid__bar actujet-grid__made" });
    this.said = make("p", { class: "actujet-grid__said", role: "status" });
    this.undoButton = this.button(this.wordsValue.undo, () => this.undo());
    this.undoButton.hidden = true;
    if (this.readsValue) bar.append(this.button(this.wordsValue.paste, () => this.toggle()));
    bar.append(this.said, this.undoButton);
    this.element.append(scroller, bar);
    this.table.addEventListener("input", (event) => this.typed(event));
    this.table.addEventListener("change", () => this.keep());
    this.table.addEventListener("keydown", (event) => this.pressed(event));
    this.table.addEventListener("paste", (event) => this.pasted(event));
  }

  button(words, act) {
    const button = make("button", { type: "button", class: "button button-small button-secondary" }, words);
    button.addEventListener("click", act);
    return button;
  }

  show(rows) {
    this.body.replaceChildren();
    for (const row of rows) this.addRow(row);
    this.addRow({});
  }

  addRow(row) {
    const line = make("tr");
    const number = this.body.rows.length + 1;
    for (const column of this.columnsValue) line.append(this.cell(column, row[column.key] ?? "", number));
    const last = make("td");
    const remove = make("button", { type: "button", class: "actujet-grid__remove", tabindex: "-1" }, "×");
    remove.setAttribute("aria-label", this.wordsValue.remove.replace("{line}", number));
    remove.addEventListener("click", () => this.remove(line));
    last.append(remove);
    line.append(last);
    this.body.append(line);
  }

  cell(column, value, number) {
    const cell = make("td");
    const name = this.wordsValue.cell.replace("{column}", column.label).replace("{line}", number);
    const input = make("input", { type: column.isMark ? "checkbox" : "text", "aria-label": name });
    if (column.isMark) input.checked = Boolean(value);
    else {
      input.value = value;
      input.style.minInlineSize = `${column.width + 2}ch`;
      input.autocomplete = "off";
      if (column.isNumber) input.inputMode = "numeric";
      // It is filled in by itself: one key less for each runner.
      if (column.isNumber && this.readsValue) input.tabIndex = -1;
    }
    input.dataset.key = column.key;
    cell.append(input);
    return cell;
  }

  remove(line) {
    const before = this.field.value;
    line.remove();
    if (!this.body.rows.length) this.addRow({});
    this.keep();
    this.tell(this.wordsValue.removed, before);
  }

  typed(event) {
    const line = event.target.closest("tr");
    if (this.readsValue && event.target.value) this.numberLine(line);
    if (line === this.body.lastElementChild && event.target.value) this.addRow({});
    this.keep();
  }

  numberLine(line) {
    const box = line.querySelector('[data-key="number"]');
    if (!box || box.value || document.activeElement === box) return;
    const numbers = [...this.body.querySelectorAll('[data-key="number"]')].map((one) => Number(one.value) || 0);
    box.value = Math.max(0, ...numbers) + 1;
  }

  pressed(event) {
    const steps = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (!step || event.isComposing || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    const line = event.target.closest("tr");
    const place = [...line.cells].indexOf(event.target.closest("td"));
    const next = step > 0 ? line.nextElementSibling : line.previousElementSibling;
    const box = next?.cells[place]?.querySelector("input");
    box?.focus();
    box?.select?.();
  }

  pasted(event) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    if (this.readsValue && !this.rows().length) this.read(text);
    else this.fill(event.target, text);
  }

  /** Puts the cells of a spreadsheet into the table, from `box` on. */
  fill(box, text) {
    const before = this.field.value;
    const first = box.closest("tr").rowIndex - 1;
    const column = [...box.closest("tr").cells].indexOf(box.closest("td"));
    text.replace(/\r/g, "").replace(/\n+$/, "").split("\n").forEach((line, down) => {
      while (this.body.rows.length <= first + down) this.addRow({});
      const inputs = [...this.body.rows[first + down].querySelectorAll("input")];
      line.split("\t").forEach((value, right) => {
        const input = inputs[column + right];
        if (input?.type === "checkbox") input.checked = Boolean(value.trim());
        else if (input) input.value = value.trim();
      });
      if (this.readsValue) this.numberLine(this.body.rows[first + down]);
    });
    if (this.rows().length === this.body.rows.length) this.addRow({});
    this.keep();
    this.tell("", before);
  }

  rows() {
    return [...this.body.rows]
      .map((line) => {
        const row = {};
        for (const input of line.querySelectorAll("input")) {
          row[input.dataset.key] = input.type === "checkbox" ? (input.checked ? "NP" : "") : input.value.trim();
        }
        return row;
      })
      .filter((row) => Object.values(row).some(Boolean));
  }

  keep() {
    const text = written(this.rows(), this.columnsValue);
    if (text === this.field.value) return;
    this.field.value = text;
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
    this.field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  tell(text, before) {
    this.said.textContent = text;
    this.before = before;
    this.undoButton.hidden = before === undefined;
  }

  undo() {
    this.show(parse(this.before, this.columnsValue));
    this.keep();
    this.tell("", undefined);
    this.body.querySelector("input:not([tabindex])")?.focus();
  }

  toggle() {
    if (this.panel) {
      this.panel.remove();
      this.panel = undefined;
      return;
    }
    const words = this.wordsValue;
    const id = `${this.field.id}-list`;
    this.panel = make("div", { class: "actujet-grid__panel actujet-grid__made" });
    const text = make("textarea", { id, rows: "6", "aria-describedby": `${id}-help` });
    const file = make("input", { type: "file", id: `${id}-file`, accept: ".csv,.txt,.xlsx,text/csv,text/plain" });
    const unread = make("div", { class: "actujet-grid__unread" });
    const actions = make("div", { class: "actujet-grid__bar" });
    actions.append(
      this.button(words.read, () => this.read(text.value, file.files[0])),
      this.button(words.close, () => this.toggle()),
    );
    this.panel.append(
      make("label", { for: id }, words.text),
      make("p", { class: "help", id: `${id}-help` }, words.help),
      text,
      make("label", { for: `${id}-file` }, words.file),
      file,
      actions,
      unread,
    );
    this.element.append(this.panel);
    // Neither is a field of the page.
    for (const field of [text, file]) field.addEventListener("input", (event) => event.stopPropagation());
    text.focus();
  }

  async read(text, file) {
    const data = new FormData();
    if (file) data.append("file", file);
    else data.append("text", text);
    const token = this.element.closest("form")?.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
    this.tell(this.wordsValue.reading);
    try {
      const answer = await fetch(this.readsValue, {
        method: "POST",
        body: data,
        headers: { "X-CSRFToken": token, "X-Requested-With": "XMLHttpRequest" },
      });
      const found = await answer.json();
      if (!answer.ok) this.tell(found.error || this.wordsValue.failed);
      else this.take(found);
    } catch {
      this.tell(this.wordsValue.failed);
      if (!this.panel) this.toggle();
      const box = this.panel.querySelector("textarea");
      box.value = box.value || text;
    }
  }

  take({ text, count, unread }) {
    const before = this.field.value;
    if (count) {
      this.show(parse(text, this.columnsValue));
      this.keep();
    }
    const { readNone, readOne, readMany } = this.wordsValue;
    const said = { 0: readNone, 1: readOne }[count] ?? readMany.replace("{count}", count);
    this.tell(said, count ? before : undefined);
    this.element.querySelectorAll(".actujet-grid__unread").forEach((one) => one.replaceChildren());
    if (!unread.length) return;
    if (!this.panel) this.toggle();
    const list = make("ul");
    for (const line of unread) list.append(make("li", {}, line));
    this.panel.querySelector(".actujet-grid__unread").append(make("p", {}, this.wordsValue.unread), list);
  }
}

function make(tag, attributes = {}, text = "") {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text) element.textContent = text;
  return element;
}

/** The rows of a stored text; what names its columns is its first line. */
function parse(text, columns) {
  const lines = cells(text);
  if (!lines.length) return [];
  const keys = lines[0].map((name) => columns.find((column) => column.name === name)?.key ?? "");
  const named = keys.filter(Boolean).length >= Math.min(2, columns.length);
  const order = named ? keys : columns.map((column) => column.key);
  return lines.slice(named ? 1 : 0).map((line) => Object.fromEntries(order.map((key, place) => [key, line[place] ?? ""])));
}

function cells(text) {
  const lines = [];
  let line = [];
  let cell = "";
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (quoted && sign === '"' && text[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (sign === '"' && (quoted || !cell)) quoted = !quoted;
    else if (!quoted && (sign === DELIMITER || sign === "\n")) {
      line.push(cell);
      cell = "";
      if (sign === "\n") {
        lines.push(line);
        line = [];
      }
    } else if (sign !== "\r") cell += sign;
  }
  lines.push([...line, cell]);
  return lines.filter((one) => one.some((value) => value.trim()));
}

function written(rows, columns) {
  if (!rows.length) return "";
  const quoted = (value) => (/[;"\n]/.test(value) ? `"${value.replace(/"/g, '""')}"` : value);
  const lines = rows.map((row) => columns.map((column) => quoted(row[column.key] ?? "")).join(DELIMITER));
  return [columns.map((column) => column.name).join(DELIMITER), ...lines].join("\n");
}

window.wagtail.app.register("actujet-grid", GridController);
