/**
 * Adds the choice of a passage's language to the toolbar of rich text.
 *
 * Without a selection the whole paragraph is meant. A classic script, as Wagtail asks of its
 * editor's plugins: it runs before the first editor is made.
 */
{
  const { createElement, useState } = window.React;
  const { EditorState, Modifier } = window.DraftJS;
  const PREFIX = "LANGUAGE_";

  const words = () => {
    const written = document.getElementById("actujet-languages");
    return written ? JSON.parse(written.textContent) : undefined;
  };

  /** Returns the selection; if nothing is selected, all of the paragraph. */
  const passageOf = (state) => {
    const selection = state.getSelection();
    if (!selection.isCollapsed()) return selection;
    const block = state.getCurrentContent().getBlockForKey(selection.getStartKey());
    return selection.merge({ anchorOffset: 0, focusOffset: block.getLength(), isBackward: false });
  };

  /** Returns the code of the language at the start of the passage, "" if it has none. */
  const languageOf = (state) => {
    const passage = passageOf(state);
    const block = state.getCurrentContent().getBlockForKey(passage.getStartKey());
    const style = block.getInlineStyleAt(passage.getStartOffset()).find((name) => name.startsWith(PREFIX));
    return style ? style.slice(PREFIX.length) : "";
  };

  const changed = (state, code, codes) => {
    const passage = passageOf(state);
    const without = codes.reduce(
      (content, other) => Modifier.removeInlineStyle(content, passage, PREFIX + other),
      state.getCurrentContent(),
    );
    const content = code ? Modifier.applyInlineStyle(without, passage, PREFIX + code) : without;
    const pushed = EditorState.push(state, content, "change-inline-style");
    return EditorState.forceSelection(pushed, state.getSelection());
  };

  const button = (label, isChosen, act, more = {}) =>
    createElement(
      "button",
      {
        key: label || "globe",
        type: "button",
        tabIndex: -1,
        className: `Draftail-ToolbarButton${isChosen ? " Draftail-ToolbarButton--active" : ""}`,
        // The editor keeps its selection, and a click is an act as well: that of a screen reader.
        onMouseDown: (event) => {
          event.preventDefault();
          act();
        },
        onClick: (event) => event.detail === 0 && act(),
        ...more,
      },
      label ? createElement("span", { className: "Draftail-ToolbarButton__label" }, label) : globe(),
    );

  const globe = () =>
    createElement("svg", { className: "icon Draftail-Icon", "aria-hidden": true }, createElement("use", { href: "#icon-globe" }));

  const LanguageChoice = ({ getEditorState, onChange }) => {
    const [isOpen, setOpen] = useState(false);
    const said = words();
    if (!said) return null;
    const state = getEditorState();
    const current = languageOf(state);
    const choose = (code) => {
      setOpen(false);
      onChange(changed(state, code, Object.keys(said.names)));
    };
    const opener = button(said.names[current], Boolean(current), () => setOpen(!isOpen), {
      title: said.title,
      "aria-label": said.title,
      "aria-expanded": isOpen,
    });
    const choices = [["", said.none], ...Object.entries(said.names)].map(([code, name]) =>
      button(name, code === current, () => choose(code), { "aria-pressed": code === current }),
    );
    const list = createElement("span", { className: "actujet-languages__choices" }, choices);
    return createElement("span", { className: "actujet-languages" }, opener, isOpen ? list : null);
  };

  window.draftail.registerPlugin({ type: "LANGUAGE", inline: LanguageChoice }, "controls");
}
