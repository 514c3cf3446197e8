/**
 * Fills in credit, rights, text and date of a chosen picture from its file. Only the start of the
 * file, which has the metadata, is sent (`news/picture_reading.py`). Fields that were filled in by
 * hand are not changed.
 */
const START = 128 * 1024;
const FIELDS = ["description", "credit", "rights_note", "taken_on"];

document.addEventListener("change", ({ target }) => {
  if (target instanceof HTMLInputElement && target.type === "file" && beside(target, "rights_note")) {
    fillIn(target);
  }
});

function beside(input, name) {
  return input.form?.elements.namedItem(input.name.replace(/file$/, name));
}

async function fillIn(input) {
  const [file] = input.files;
  let read = { fields: {}, words: "", is_read: false };
  if (file) {
    try {
      const response = await fetch("/admin/read-picture/", {
        method: "POST",
        headers: { "X-CSRFToken": window.wagtailConfig.CSRF_TOKEN, "Content-Type": "application/octet-stream" },
        body: file.slice(0, START),
        redirect: "error",
      });
      read = await response.json();
    } catch {
      // Without an answer the server reads the file when it is saved.
      return tell(input, "");
    }
  }
  if (file !== input.files[0]) return;
  for (const name of FIELDS) fill(beside(input, name), read.fields[name] ?? "");
  mark(input, read.is_read);
  tell(input, read.words);
}

/** Fills an empty field, or one that still holds what was filled in before. */
function fill(field, value) {
  if (!field || (field.value && field.value !== field.dataset.filledIn)) return;
  field.dataset.filledIn = value;
  field.value = value;
  for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
}

/**
 * A field that a person has emptied again stays empty. What could not be read from its start alone
 * is read by the server when the file is saved.
 */
function mark(input, isRead) {
  const field = beside(input, "facts_shown");
  if (field) field.value = isRead ? "1" : "";
}

function tell(input, words) {
  let place = input.parentElement.querySelector(".actujet-read");
  if (!place) {
    place = document.createElement("p");
    place.className = "help actujet-read";
    place.setAttribute("role", "status");
    input.after(place);
  }
  place.textContent = words;
}
