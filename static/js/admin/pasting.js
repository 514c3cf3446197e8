/**
 * Turns text pasted from another program into blocks of the article.
 *
 * `pasted.js` reads the clipboard; here its pieces are put in place: one paragraph at the cursor, a
 * longer text as blocks of their own behind it. What Draftail has copied itself, plain text
 * (Ctrl+Shift+V) and other fields are left to the browser. Ctrl+Z takes a whole paste back.
 *
 * This leans on private parts of Wagtail: `rootBlock` on the element of a StreamField, `insert`,
 * `deleteBlock` and `splitBlock` of a stream, `draftailEditor` on the input of a rich text.
 */
import { ORDERED, PLAIN, UNORDERED, isNumberColumn, plain, readPasted } from "./pasted.js";

const OWN_COPY = "data-draftjs-conductor-fragment";
const words = JSON.parse(document.getElementById("actujet-pasting-words").textContent);
const languages = JSON.parse(document.getElementById("actujet-languages")?.textContent ?? "null");
let lastPaste;

document.addEventListener("paste", onPaste, true);
document.addEventListener("keydown", onKeyDown, true);

function onPaste(event) {
  const input = inputAt(event.target);
  if (!input || !event.clipboardData) return;
  const html = event.clipboardData.getData("text/html");
  if (!html) {
    const files = [...event.clipboardData.files].filter((file) => file.type.startsWith("image/"));
    if (files.length) tell(input, { pictures: files.map(() => ""), notes: false, blocks: 0 });
    return;
  }
  if (html.includes(OWN_COPY)) return;
  const pasted = readPasted(html, words.note);
  if (!pasted.pieces.length && !pasted.pictures.length) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const field = place(input, pasted.pieces);
  tell(field.input, { ...pasted, blocks: field.blocks });
}

function onKeyDown(event) {
  const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "z";
  if (!isUndo || !lastPaste || !isUntouched(lastPaste) || !lastPaste.holds(inputAt(event.target))) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  takeBack();
}

/** Returns the hidden input of the rich text that contains `node`. */
function inputAt(node) {
  const wrapper = node instanceof Element && node.closest("[contenteditable=true]")?.closest("[data-draftail-editor-wrapper]");
  return wrapper ? [...wrapper.parentElement.children].find((child) => child.draftailEditor) : undefined;
}

/** Returns the block of the body that has `input` as its text, if there is one. */
function blockOf(input) {
  let node = input.parentElement;
  while (node && !node.rootBlock) node = node.parentElement;
  return node?.rootBlock.children?.find((child) => child.block.widget?.input === input);
}

function place(input, pieces) {
  const child = blockOf(input);
  const fitting = pieces.flatMap((piece) => fitted(piece, child));
  if (child && fitting.length > 1) return placeBlocks(child, input, fitting);
  lastPaste = undefined;
  const blocks = fitting.flatMap((piece) => (piece.kind === "text" ? piece.blocks : []));
  // A heading or a table alone is a block as well.
  if (child && !blocks.length && fitting.length) return placeBlocks(child, input, fitting);
  if (blocks.length) insertText(input.draftailEditor, blocks);
  return { input, blocks: 0 };
}

/** Adapts a piece to the field: without their blocks, headings become bold, tables lines. */
function fitted(piece, child) {
  const known = child?.sequence.blockDef.childBlockDefsByName ?? {};
  if (piece.kind === "heading") {
    const longest = known.heading?.childBlockDefs.find((def) => def.name === "text")?.meta.maxLength ?? Infinity;
    if (known.heading && piece.text.length <= longest) return [piece];
    return [text([{ text: piece.text, bold: true }])];
  }
  if (piece.kind === "table" && !known.table) {
    const rows = [piece.caption ? [piece.caption] : [], piece.head, ...piece.rows];
    return rows.map((row) => row.filter(Boolean).join(" · ")).filter(Boolean).map((line) => text([{ text: line }]));
  }
  return [piece];
}

function text(runs) {
  return { kind: "text", blocks: [{ type: PLAIN, depth: 0, runs }] };
}

/** Inserts the pieces as blocks before and after the cursor. */
function placeBlocks(child, input, pieces) {
  const { sequence } = child;
  const editor = input.draftailEditor;
  const before = editor.getEditorState();
  const state = withoutSelection(before);
  const inserted = [];
  const { stateBefore, stateAfter, shouldMoveCommentFn } = window.draftail.splitState(state);
  if (stateAfter.getCurrentContent().hasText()) {
    sequence.splitBlock(child.index, stateBefore, stateAfter, shouldMoveCommentFn, { animate: false });
    inserted.push(sequence.children[child.index + 1]);
    editor.onChange(window.DraftJS.EditorState.moveSelectionToEnd(editor.getEditorState()));
  } else if (state !== before) editor.onChange(state);
  const isEmpty = !editor.getEditorState().getCurrentContent().hasText();
  const rest = [...pieces];
  // Pieces before the first paragraph go before the block; an empty one is not left there.
  while (isEmpty && rest.length && rest[0].kind !== "text") {
    inserted.push(insert(sequence, child.index, rest.shift(), child));
  }
  let last = child;
  const atCursor = rest[0]?.kind === "text" && (isEmpty || rest[0].blocks[0].type === PLAIN);
  if (atCursor) insertText(editor, rest.shift().blocks);
  let index = child.index + 1;
  for (const piece of rest) {
    last = insert(sequence, index, piece, child);
    inserted.push(last);
    index += 1;
  }
  const seen = new Map([child, ...inserted].map((block) => [block, contentOf(block)]));
  lastPaste = {
    sequence,
    child,
    before,
    inserted,
    seen,
    holds: (field) => [...seen.keys()].some((block) => block.block.widget?.input === field),
  };
  const writing = last.block.widget?.input ? last : child;
  atEnd(writing.block.widget.input.draftailEditor);
  return { input: writing.block.widget.input, blocks: pieces.length };
}

function insert(sequence, index, piece, beside) {
  const id = crypto.randomUUID?.() ?? window.DraftJS.genKey();
  const block = {
    heading: () => ({ type: "heading", value: { text: piece.text, level: piece.level, language: known(piece.language) } }),
    table: () => ({ type: "table", value: tableValue(piece) }),
    text: () => ({ type: beside.type, value: JSON.stringify(raw(piece.blocks, beside.block.widget.input.draftailEditor.props)) }),
  }[piece.kind]();
  return sequence.insert({ ...block, id }, index, { animate: false, focus: false });
}

/** Returns the language as the form of a heading has it, "" for one that it does not offer. */
function known(language) {
  return language && language in (languages?.names ?? {}) ? language : "";
}

function tableValue({ caption, head, rows }) {
  const columns = head.map((heading, place) => ({ type: isNumberColumn(rows, place) ? "number" : "text", heading }));
  return { caption, columns, rows: rows.map((values) => ({ values })) };
}

function withoutSelection(state) {
  const selection = state.getSelection();
  if (selection.isCollapsed()) return state;
  const { EditorState, Modifier } = window.DraftJS;
  return EditorState.push(state, Modifier.removeRange(state.getCurrentContent(), selection, "forward"), "remove-range");
}

/** Inserts blocks at the cursor as one step for the editor's undo. */
function insertText(editor, blocks) {
  const { EditorState, Modifier, convertFromRaw } = window.DraftJS;
  const fragment = convertFromRaw(raw(blocks, editor.props));
  const state = editor.getEditorState();
  let content = state.getCurrentContent();
  let selection = state.getSelection();
  if (!selection.isCollapsed()) {
    content = Modifier.removeRange(content, selection, "forward");
    selection = content.getSelectionAfter();
  }
  const first = fragment.getFirstBlock();
  const target = content.getBlockForKey(selection.getStartKey());
  if (target.getText() && target.getType() === PLAIN && first.getType() !== PLAIN) {
    // A list does not join the sentence before it.
    content = Modifier.splitBlock(content, selection);
    selection = content.getSelectionAfter();
    content = Modifier.setBlockType(content, selection, first.getType());
  } else if (!target.getText()) {
    content = Modifier.setBlockType(content, selection, first.getType());
  }
  const filled = Modifier.replaceWithFragment(content, selection, fragment.getBlockMap());
  editor.onChange(EditorState.push(state, filled, "insert-fragment"));
}

function atEnd(editor) {
  const { EditorState } = window.DraftJS;
  // A block that was split gives the focus to its second half 50 ms later.
  setTimeout(() => {
    editor.focus();
    editor.onChange(EditorState.moveFocusToEnd(editor.getEditorState()));
  }, 50);
}

/** Returns blocks in the format of Draft.js; what the editor does not offer is plain text. */
function raw(blocks, { inlineStyles, entityTypes, blockTypes }) {
  const has = (list, type) => list.some((known) => known.type === type);
  const entityMap = {};
  const numbers = {};
  const made = blocks.map(({ type, depth, runs }) => {
    const listed = type !== PLAIN && has(blockTypes, type);
    numbers[depth] = type === ORDERED ? (numbers[depth] ?? 0) + 1 : 0;
    const mark = type === PLAIN || listed ? "" : type === UNORDERED ? "– " : `${numbers[depth]}. `;
    const block = { key: window.DraftJS.genKey(), text: mark, type: listed ? type : PLAIN, depth: listed ? depth : 0, inlineStyleRanges: [], entityRanges: [], data: {} };
    for (const run of runs) {
      const range = { offset: block.text.length, length: run.text.length };
      if (run.bold && has(inlineStyles, "BOLD")) block.inlineStyleRanges.push({ ...range, style: "BOLD" });
      if (run.italic && has(inlineStyles, "ITALIC")) block.inlineStyleRanges.push({ ...range, style: "ITALIC" });
      const language = `LANGUAGE_${run.language}`;
      if (run.language && has(inlineStyles, language)) block.inlineStyleRanges.push({ ...range, style: language });
      if (run.url && has(entityTypes, "LINK")) {
        const key = Object.keys(entityMap).length;
        entityMap[key] = { type: "LINK", mutability: "MUTABLE", data: { url: run.url } };
        block.entityRanges.push({ ...range, key });
      }
      block.text += run.text;
    }
    return block;
  });
  return { blocks: made, entityMap };
}

/** Returns the text of a block, to see whether it was edited since. */
function contentOf(child) {
  const editor = child.block.widget?.input?.draftailEditor;
  return editor ? editor.getEditorState().getCurrentContent() : JSON.stringify(child.getValue());
}

function isUntouched({ sequence, seen }) {
  return [...seen].every(([child, content]) => sequence.children.includes(child) && contentOf(child) === content);
}

function takeBack() {
  const { sequence, child, before, inserted } = lastPaste;
  lastPaste = undefined;
  for (const block of inserted) sequence.deleteBlock(sequence.children.indexOf(block), { animate: false });
  const { widget } = child.block;
  widget.input.draftailEditor.onChange(before);
  widget.input.draftailEditor.focus();
  say(widget.input, [words.undone]);
}

/** Shows near the field what became of a paste and what was left out. */
function tell(input, { pictures, notes, blocks }) {
  const lines = [];
  if (blocks > 1) lines.push(words.blocks.replace("{count}", blocks));
  if (pictures.length) lines.push(pictureWords(pictures, blockOf(input)));
  if (notes) lines.push(words.notes);
  say(input, lines, blocks > 0);
}

function pictureWords(pictures, child) {
  const names = pictures.filter(Boolean).map((name) => `« ${name} »`);
  const counted = pictures.length === 1 ? words.onePicture : words.pictures.replace("{count}", pictures.length);
  const how = child?.sequence.blockDef.childBlockDefsByName.image ? words.addPicture : words.noPictureHere;
  return `${counted}${names.length ? ` (${names.join(", ")})` : ""}. ${how}`;
}

function say(input, lines, canTakeBack = false) {
  document.querySelector(".actujet-pasted")?.remove();
  if (!lines.length) return;
  const box = document.createElement("div");
  box.className = "actujet-pasted";
  const told = document.createElement("p");
  told.setAttribute("role", "status");
  box.append(told);
  input.closest("[data-field-input]")?.append(box);
  if (canTakeBack) box.append(button(words.undo, () => (lastPaste && isUntouched(lastPaste) ? takeBack() : say(input, [words.tooLate]))));
  box.append(button(words.close, () => box.remove()));
  // Screen readers announce a live region that is filled after its creation.
  setTimeout(() => (told.textContent = lines.join(" ")), 50);
}

function button(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button button-small button-secondary";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}
