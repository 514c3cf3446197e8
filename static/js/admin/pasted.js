/**
 * Parses what another program has put on the clipboard into pieces of an article.
 *
 * Word, Google Docs, LibreOffice, mail and messengers each write HTML of their own. Only what the
 * editor supports is taken: text with bold, italics, links and languages, lists, headings, tables.
 * A piece is `{kind: "heading", level, text}`, `{kind: "table", caption, head, rows}` or
 * `{kind: "text", blocks}`; a block is `{type, depth, runs}`, a run
 * `{text, bold, italic, url, language}`. A heading has a `language` if all of it is in one.
 */
export const UNORDERED = "unordered-list-item";
export const ORDERED = "ordered-list-item";
export const PLAIN = "unstyled";

const DEEPEST = 4;
const LONGEST_CELL = 400;
const BLOCKS = new Set(
  ("address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form " +
    "h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul").split(" "),
);
const NEVER = new Set("head meta link style script template noscript title del object embed canvas input select button textarea".split(" "));
const MARGIN =
  "[style*='mso-element:comment'], [style*='mso-special-character:comment'], .MsoCommentReference, .msocomanchor, " +
  "[style*='mso-hide:all'], a[href*='#_msocom'], a[href*='#_cmnt'], a[href*='#cmnt']";
const NOTE_MARK = "a[href*='#_ftn'], a[href*='#_edn'], a[href*='#ftnt'], a[href*='sdfootnote'], a[href*='sdendnote']";
const NOTES =
  "[style*='mso-element:footnote']:not([style*='-list']), [style*='mso-element:endnote']:not([style*='-list']), [id^='sdfootnote'], [id^='sdendnote'], .MsoFootnoteText, .MsoEndnoteText";
const INVISIBLE = /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u180e\u200b\u2060-\u2064\ufeff\ufff9-\ufffc]/g;
const LINE_ENDS = /[\v\f\u0085\u2028\u2029]/g;
const NUMBER = /^[-+−]?\d[\d\s\u00a0\u202f.,]*\s*(%|‰|€|\$|F|FCFA|F CFA|kg|t|km|m|h)?$/;
const BULLET = /^\s*([·•o§▪‣●○■–-]|\(?[0-9]{1,2}[.)]|[a-z][.)])[\s\u00a0]{2,}/;
const SMALL_DIGITS = { 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

/** Returns the pieces of `html`, the names of its pictures, and whether it had notes at its foot. */
export function readPasted(html, noteWord = "Note") {
  const page = new DOMParser().parseFromString(html, "text/html");
  const reader = new Reader(noteWord);
  reader.messages = page.querySelectorAll("[data-pre-plain-text]").length;
  reader.children(page.body, {});
  reader.endBlock();
  if (!page.body.querySelector([...BLOCKS].join())) keepEdges(reader.pieces, page.body.textContent);
  dropPresumedEnglish(reader.pieces);
  return { pieces: withLevels(reader.pieces), pictures: reader.pictures, notes: reader.notes };
}

/** Keeps the spaces around text that was cut out of a sentence. */
function keepEdges(pieces, source) {
  if (pieces.length !== 1) return;
  const { runs } = pieces[0].blocks[0];
  if (/^[\r\n]*[ \u00a0]/.test(source)) runs.unshift({ text: " " });
  if (/[ \u00a0][\r\n]*$/.test(source)) runs.push({ text: " " });
}

/** Removes English where most of the text is: word processors call so what nobody told them. */
function dropPresumedEnglish(pieces) {
  const said = pieces.flatMap((piece) => piece.blocks?.flatMap((block) => block.runs) ?? (piece.kind === "heading" ? [piece] : []));
  const length = (runs) => runs.reduce((sum, run) => sum + run.text.length, 0);
  const english = said.filter((run) => run.language === "en");
  if (length(english) * 2 > length(said)) for (const run of english) run.language = undefined;
}

class Reader {
  constructor(noteWord) {
    this.noteWord = noteWord;
    this.pieces = [];
    this.pictures = [];
    this.notes = false;
    this.runs = [];
  }

  children(node, look) {
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) this.text(child.data, look);
      else if (child.nodeType === Node.ELEMENT_NODE) this.element(child, look);
    }
  }

  element(node, look) {
    const name = node.localName;
    if (NEVER.has(name) || node.matches(MARGIN) || node.style?.display === "none") return;
    if (name === "br") return void this.runs.push({ text: "\n" });
    if (name === "img" || name === "svg") return this.picture(node, look);
    if (["iframe", "video", "audio"].includes(name)) return this.player(node, look);
    if (node.matches(NOTE_MARK) && /^[\s\[(]*[\divxlc*†‡]{0,5}[\s\])]*$/i.test(node.textContent)) return;
    const here = lookOf(node, look);
    if (!BLOCKS.has(name)) return this.inline(node, here);
    // Google Docs lists comments at the end of the document.
    if (name === "p" && node.querySelector("a[href*='#cmnt_ref']")) return;
    this.block(node, name, here);
  }

  inline(node, look) {
    if (marker(node)) return void (look.list && !look.heading ? (this.marker = node.textContent) : this.text(`${node.textContent.trim()} `, look));
    if (node.localName === "sup" && /^\s*\d{1,3}\s*$/.test(node.textContent) && !node.querySelector("a")) {
      return this.text([...node.textContent.trim()].map((digit) => SMALL_DIGITS[digit]).join(""), look);
    }
    this.children(node, look);
  }

  block(node, name, look) {
    if (name === "table") return this.table(node, look);
    if (name === "ul" || name === "ol") return this.list(node, name, look);
    // The content of an item, or of a cell that becomes text, is one line.
    if (look.item && name !== "li") return this.line(node, look);
    this.endBlock();
    this.type = this.typeOf(node, name, look);
    const heading = this.type.heading;
    const inside = { ...look, heading, list: this.type.word, item: name === "li" || look.item };
    if (heading) inside.bold = inside.italic = false;
    if (node.matches(NOTES) && !look.note) {
      this.notes = inside.note = true;
      this.opening = `${this.noteWord} : `;
    }
    if (this.messages > 1) this.opening = node.dataset.prePlainText ?? this.opening;
    this.children(node, inside);
    this.endBlock();
  }

  line(node, look) {
    if (this.runs.some((run) => run.text.trim())) this.runs.push({ text: "\n" });
    this.children(node, look);
  }

  typeOf(node, name, look) {
    const style = node.getAttribute("style") ?? "";
    const level = /^h[1-6]$/.test(name) ? Number(name[1]) : node.classList.contains("MsoTitle") ? 1 : 0;
    if (level) return { heading: level };
    if (name === "li") return { type: look.ordered ? ORDERED : UNORDERED, depth: Math.min((look.depth ?? 1) - 1, DEEPEST), item: node };
    const word = /mso-list:\s*(?!none|skip)\S+\s+level(\d)/.exec(style);
    if (word) return { type: UNORDERED, depth: Math.min(Number(word[1]) - 1, DEEPEST), word: true };
    if (/MsoListParagraph/.test(node.className)) return { type: PLAIN, depth: 0, word: true, unmarked: true };
    return { type: PLAIN, depth: 0 };
  }

  list(node, name, look) {
    this.endBlock();
    this.children(node, { ...look, ordered: name === "ol", depth: (look.depth ?? 0) + 1, item: false });
    this.endBlock();
  }

  text(text, look) {
    let kept = text.replace(INVISIBLE, "").replace(LINE_ENDS, "\n");
    if (!look.pre) kept = kept.replace(/[ \t\r\n]+/g, " ");
    if (this.opening && kept.trim()) {
      this.runs.push({ text: this.opening });
      this.opening = "";
    }
    if (kept) this.runs.push({ text: kept, bold: !look.heading && look.bold, italic: !look.heading && look.italic, url: look.url, language: isIn(look.language, kept) ? look.language : undefined });
  }

  picture(node, look) {
    const alt = (node.getAttribute("alt") || node.dataset.plainText || "").trim();
    const emoji = alt && ([...alt].length <= 8 && /\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(alt));
    if (emoji) return this.text(alt, look);
    if (["width", "height"].some((side) => node.getAttribute(side) === "1")) return;
    this.pictures.push(/^(image|img|https?:|.*\.(jpe?g|png|gif|webp))\b/i.test(alt) ? "" : alt);
  }

  player(node, look) {
    const address = safeUrl(node.getAttribute("src") ?? node.querySelector("source")?.getAttribute("src"));
    if (!address) return;
    this.endBlock();
    this.text(address, { ...look, url: address });
    this.endBlock();
  }

  table(node, look) {
    this.endBlock();
    const grid = gridOf(node);
    const widest = Math.max(0, ...grid.rows.map((row) => row.length));
    const cells = grid.rows.map((row) => row.map((cell) => cell && this.cell(cell)));
    const isLayout =
      node.querySelector("table") || widest < 2 || grid.rows.length < 2 || cells.flat().some((text) => (text ?? "").length > LONGEST_CELL);
    if (isLayout) {
      for (const row of grid.rows) for (const cell of row) if (cell) this.children(cell, { ...look, item: false }), this.endBlock();
      return;
    }
    for (const picture of node.querySelectorAll("img")) this.picture(picture, {});
    // The picture of an emoji is text, which is in the cell already.
    this.runs = [];
    const rows = cells.map((row) => [...row, ...Array(widest - row.length).fill("")].map((text) => text ?? ""));
    const filled = rows.filter((row) => row.some(Boolean));
    if (!filled.length) return;
    const named = Boolean(grid.rows[0].some((cell) => cell?.localName === "th")) || !filled[0].some((text) => NUMBER.test(text));
    const [head, ...rest] = named ? filled : [Array(widest).fill(""), ...filled];
    this.pieces.push({ kind: "table", caption: textOf(node.querySelector("caption")), head, rows: rest });
  }

  /** The text of a cell on one line, with the addresses of its links behind their words. */
  cell(node) {
    const inner = new Reader(this.noteWord);
    inner.children(node, {});
    inner.endBlock();
    return inner.pieces.map(pieceText).filter(Boolean).join(" / ");
  }

  endBlock() {
    const paragraphs = paragraphsOf(this.runs);
    const { heading, type = PLAIN, depth = 0, word, unmarked, item } = this.type ?? {};
    const mark = (this.marker ?? "").replaceAll("\u00a0", " ").trim();
    this.runs = [];
    this.type = undefined;
    this.marker = undefined;
    if (!paragraphs.length) return;
    if (heading) {
      const text = paragraphs.map((runs) => plain(runs)).join(" ").replace(/\s+/g, " ").trim();
      if (text) this.pieces.push({ kind: "heading", level: heading, text, language: languageOf(paragraphs.flat()) });
      return;
    }
    if (type === PLAIN && !word) {
      for (const runs of paragraphs) this.pieces.push({ kind: "text", blocks: [{ type, depth, runs }] });
      return;
    }
    const runs = joined(paragraphs);
    this.item(unmarked ? unmarkedItem(runs) : { type: word ? typeOfMarker(mark) : type, depth, runs, number: word ? mark : startOf(item) });
  }

  /** Adds an item to the list before it; a number that would be lost is kept as text. */
  item({ number, ...block }) {
    const last = this.pieces.at(-1);
    const follows = last?.kind === "text" && last.blocks[0].type !== PLAIN;
    if (block.type === PLAIN) return void this.pieces.push({ kind: "text", blocks: [block] });
    if (block.type === ORDERED && !follows && number && !/^\(?(1|a|A|i|I)\b/.test(number)) {
      this.pieces.push({ kind: "text", blocks: [{ ...block, type: PLAIN, depth: 0, runs: [{ text: `${number} ` }, ...block.runs] }] });
      return;
    }
    if (follows) last.blocks.push(block);
    else this.pieces.push({ kind: "text", blocks: [block] });
  }
}

function lookOf(node, look) {
  const here = { ...look };
  const name = node.localName;
  const style = node.style ?? {};
  if (name === "b" || name === "strong") here.bold = true;
  if (name === "i" || name === "em") here.italic = true;
  // Google Docs wraps everything in a `b` that is not bold.
  if (style.fontWeight) here.bold = /^(bold|bolder|[6-9]00)$/.test(style.fontWeight);
  if (style.fontStyle) here.italic = /^(italic|oblique)/.test(style.fontStyle);
  const space = `${style.whiteSpace || ""} ${style.whiteSpaceCollapse || ""}`;
  if (name === "pre" || /pre|preserve/.test(space)) here.pre = true;
  else if (/normal|nowrap|collapse/.test(space)) here.pre = false;
  // Word and Google Docs say on each span in which language it is; some do so of a whole document.
  if (node.hasAttribute("lang")) here.language = languageCode(node.getAttribute("lang"));
  if (name === "a") here.url = safeUrl(node.getAttribute("href")) ?? look.url;
  return here;
}

/** Returns the language of "ar-SA" or "FR" as BCP 47 begins it: "ar", "fr". */
function languageCode(tag) {
  return tag.trim().toLowerCase().split(/[-_]/)[0];
}

/** Whether a text may be in the language that it is said to be: it has letters of its script. */
function isIn(language, text) {
  const letters = { ar: /\p{Script=Arabic}/u, nqo: /\p{Script=Nko}/u }[language] ?? /\p{L}/u;
  return Boolean(language) && letters.test(text);
}

/** Returns the language of all the words of a heading; none if they are in several. */
function languageOf(runs) {
  const languages = new Set(runs.filter((run) => run.text.trim()).map((run) => run.language));
  return languages.size === 1 ? [...languages][0] : undefined;
}

function safeUrl(address) {
  if (!/^\s*(https?:|mailto:|tel:)/i.test(address ?? "")) return undefined;
  try {
    const url = new URL(address.trim());
    const target = url.hostname === "www.google.com" && url.pathname === "/url" && (url.searchParams.get("q") ?? url.searchParams.get("url"));
    return target ? safeUrl(target) : address.trim();
  } catch {
    return undefined;
  }
}

/** Removes the bullet or number that Word writes as marked text. */
function marker(node) {
  return /mso-list:\s*ignore/i.test(node.getAttribute("style") ?? "");
}

function typeOfMarker(mark) {
  return /^\(?([0-9]+|[a-zA-Z]|[ivxlcIVXLC]+)[.)]/.test(mark) ? ORDERED : UNORDERED;
}

function startOf(item) {
  const list = item?.parentElement;
  const first = list?.localName === "ol" && list.querySelector(":scope > li") === item;
  const start = first ? Number(list.getAttribute("start") ?? 1) : 1;
  return start > 1 ? `${start}.` : "";
}

function unmarkedItem(runs) {
  const found = BULLET.exec(plain(runs).replace(/^ /, "")) ?? BULLET.exec(plain(runs));
  if (!found) return { type: PLAIN, depth: 0, runs };
  const rest = withoutStart(runs, found[0].length);
  return { type: typeOfMarker(found[1]), depth: 0, runs: rest, number: found[1] };
}

function withoutStart(runs, length) {
  const kept = [];
  for (const run of runs) {
    kept.push({ ...run, text: run.text.slice(Math.min(length, run.text.length)) });
    length = Math.max(0, length - run.text.length);
  }
  return kept.filter((run) => run.text);
}

/** Runs cut into paragraphs where two line ends meet, without spaces that nobody sees. */
function paragraphsOf(runs) {
  const letters = [];
  for (const run of runs) {
    for (const letter of run.text) {
      const before = letters.at(-1)?.letter ?? "\n";
      if (letter === "\n") {
        if (before === " ") letters.pop();
        if (letters.length) letters.push({ letter, run: {} });
      } else if (/[ \t]/.test(letter)) {
        if (!/[ \n]/.test(before)) letters.push({ letter: " ", run });
      } else letters.push({ letter, run });
    }
  }
  const text = letters.map(({ letter }) => letter).join("");
  const kept = letters.map(({ letter, run }, place) => ({ letter: letter === "\u00a0" ? hardSpace(letters, place) : letter, run }));
  const paragraphs = [];
  let start = 0;
  for (const lines of text.split(/\n{2,}/)) {
    paragraphs.push(regrouped(kept.slice(start, start + [...lines].length)));
    start += [...lines].length;
    while (letters[start]?.letter === "\n") start++;
  }
  return paragraphs.filter((runs) => runs.length);
}

/** Keeps the no-break spaces of French: before its double signs, inside quotes, after figures. */
function hardSpace(letters, place) {
  const before = letters[place - 1]?.letter ?? "";
  const after = letters[place + 1]?.letter ?? "";
  return /[;:!?»%€$–—]/.test(after) || /[«–—\d]/.test(before) ? "\u00a0" : " ";
}

function regrouped(letters) {
  const isSpace = ({ letter }) => /\s/.test(letter);
  while (letters.length && isSpace(letters[0])) letters.shift();
  while (letters.length && isSpace(letters.at(-1))) letters.pop();
  const runs = [];
  for (const { letter, run } of letters) {
    const last = runs.at(-1);
    const same = last && ["bold", "italic", "url", "language"].every((name) => (last[name] || "") === (run[name] || ""));
    if (same) last.text += letter;
    else runs.push({ text: letter, bold: run.bold, italic: run.italic, url: run.url, language: run.language });
  }
  return runs;
}

function joined(paragraphs) {
  return paragraphs.flatMap((runs, place) => (place ? [{ text: "\n" }, ...runs] : runs));
}

export function plain(runs) {
  return runs.map((run) => run.text).join("");
}

function pieceText(piece) {
  if (piece.kind === "heading") return piece.text;
  if (piece.kind === "table") return [piece.head, ...piece.rows].map((row) => row.filter(Boolean).join(" ")).join(" / ");
  const said = (run) => (run.url && !run.text.includes("://") ? `${run.text} (${run.url})` : run.text);
  return piece.blocks.map((block) => block.runs.map(said).join("").replace(/\n/g, " ")).join(" / ");
}

function textOf(node) {
  return (node?.textContent ?? "").replace(/\s+/g, " ").trim();
}

/** Returns the cells of a table by row and column; a spanning cell leaves the others empty. */
function gridOf(table) {
  const rows = [];
  const taken = new Map();
  for (const [y, row] of [...table.rows].entries()) {
    const cells = [];
    for (const cell of row.cells) {
      while (taken.has(`${y} ${cells.length}`)) cells.push(null);
      const x = cells.length;
      for (let below = 1; below < Math.min(cell.rowSpan, 200); below++) {
        for (let across = 0; across < Math.min(cell.colSpan, 50); across++) taken.set(`${y + below} ${x + across}`, true);
      }
      cells.push(cell, ...Array(Math.min(cell.colSpan, 50) - 1).fill(null));
    }
    rows.push(cells);
  }
  return { rows };
}

export function isNumberColumn(rows, column) {
  const cells = rows.map((row) => row[column]).filter(Boolean);
  return cells.length > 0 && cells.every((text) => NUMBER.test(text));
}

/** Turns the topmost headings of the text into headings, and those below into subheadings. */
function withLevels(pieces) {
  const levels = pieces.filter((piece) => piece.kind === "heading").map((piece) => piece.level);
  const highest = Math.min(...levels);
  const below = levels.filter((level) => level > highest);
  // A single title at the top is not counted as a level.
  const top = below.length && below.length === levels.length - 1 ? Math.min(...below) : highest;
  return pieces.map((piece) => (piece.kind === "heading" ? { ...piece, level: piece.level <= top ? "2" : "3" } : piece));
}
