/**
 * Keeps what is written in the margin: what is typed as the page is saved by hand, without the
 * button below it, and what is written while an autosave is under way.
 *
 * The answer to an autosave has the comments that the site has stored, and Wagtail's editor replaces
 * its own by them: comments written since the request, and the text being typed, would be lost. So
 * they are added to the stored ones.
 */
const app = window.comments?.commentApp;

const notes = () => app.store.getState().comments.comments;
const isTyped = (note) => note.mode === "creating";

let sent = new Map(); // the notes as the last autosave took them along
let before = null; // the notes as they stood when its answer came

function wasSent(note) {
  return Boolean(note.remoteId) || (sent.has(note.localId) && !isTyped(sent.get(note.localId)));
}

/** Returns the stored comment that belongs to a comment of the editor. */
function told(note) {
  const text = sent.get(note.localId)?.text ?? note.text;
  return [...notes().values()].find((other) =>
    note.remoteId
      ? other.remoteId === note.remoteId
      : other.remoteId && other.contentpath === note.contentpath && other.text === text,
  );
}

function* missing(note) {
  if (!wasSent(note)) {
    if (!note.deleted) yield { type: "add-comment", comment: note };
    return;
  }
  const known = told(note);
  if (!known) return;
  const commentId = known.localId;
  const update = {};
  if (note.mode === "editing") Object.assign(update, { mode: note.mode, newText: note.newText });
  if (note.newReply) update.newReply = note.newReply;
  const taken = sent.get(note.localId);
  if (taken && note.text !== taken.text) update.text = note.text;
  if (Object.keys(update).length) yield { type: "update-comment", commentId, update };
  for (const reply of note.replies.values()) {
    if (!reply.remoteId && !reply.deleted && taken && !taken.replies.has(reply.localId)) {
      yield { type: "add-reply", commentId, reply };
    }
  }
  if (note.deleted && taken && !taken.deleted) yield { type: "delete-comment", commentId };
  if (note.resolved && taken && !taken.resolved) yield { type: "resolve-comment", commentId };
}

function putBack({ comments, focusedComment }) {
  for (const note of comments.values()) {
    for (const action of missing(note)) app.store.dispatch(action);
  }
  const focused = comments.get(focusedComment);
  if (!focused) return;
  const commentId = wasSent(focused) ? told(focused)?.localId : focused.localId;
  if (!notes().has(commentId)) return;
  app.store.dispatch({
    type: "set-focused-comment",
    commentId,
    updatePinnedComment: true,
    forceFocus: true,
  });
}

/** Finishes the comments and replies that are being typed. */
function finish() {
  const { comments, settings } = app.store.getState();
  for (const note of [...comments.comments.values()].filter(({ deleted }) => !deleted)) {
    const change = (update) =>
      app.store.dispatch({ type: "update-comment", commentId: note.localId, update });
    if (["creating", "editing"].includes(note.mode) && note.newText.trim()) {
      change({ mode: "default", text: note.newText });
    }
    const text = note.newReply;
    if (!text.trim()) continue;
    const reply = { localId: -note.replies.size - 1, remoteId: null, mode: "default", deleted: false };
    Object.assign(reply, { author: settings.user, date: Date.now(), text, originalText: text, newText: "" });
    app.store.dispatch({ type: "add-reply", commentId: note.localId, reply });
    change({ newReply: "" });
  }
}

if (app) {
  addEventListener("submit", ({ target }) => target.matches("[data-edit-form]") && finish(), true);
  document.addEventListener("w-autosave:save", () => (sent = notes()));
  const { updateData, loadData } = app;
  app.updateData = (...args) => {
    before = app.store.getState().comments;
    updateData.apply(app, args);
    before = null;
  };
  // During the update, while the editors of formatted text leave their marks alone.
  app.loadData = (...args) => {
    loadData.apply(app, args);
    if (before) putBack(before);
  };
}
