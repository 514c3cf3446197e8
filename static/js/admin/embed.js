/**
 * Fills in title and kind of a video or post from its address, which the site's own server reads
 * (`news/embeds.py`). Fields that were filled in by hand are not changed.
 */
const ADDRESS = "input[name$='-value-url']";

document.addEventListener("change", (event) => {
  if (event.target instanceof Element && event.target.matches(ADDRESS)) fillIn(event.target);
});

async function fillIn(address) {
  const beside = (name) => address.form?.elements.namedItem(address.name.replace(/url$/, name));
  const [title, kind] = [beside("title"), beside("kind")];
  if (!title || !kind || !address.value.trim()) return;
  const typed = address.value;
  let read;
  try {
    const place = JSON.parse(document.getElementById("actujet-embed").textContent);
    const response = await fetch(`${place}?${new URLSearchParams({ url: typed })}`, { redirect: "error" });
    read = await response.json();
  } catch {
    // Without an answer the server reads the address when the text is saved and shown.
    return;
  }
  if (address.value !== typed) return;
  put(address, read.address);
  fill(title, read.title);
  fill(kind, read.kind);
}

/** Fills an empty field, or one that still holds what was filled in before. */
function fill(field, value) {
  if (field.value && field.value !== field.dataset.filledIn) return;
  field.dataset.filledIn = value;
  put(field, value);
}

function put(field, value) {
  if (field.value === value) return;
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  // The address itself must not be requested again.
  if (!field.matches(ADDRESS)) field.dispatchEvent(new Event("change", { bubbles: true }));
}
