/**
 * Names what an autosave could not store, each with a link to its field, until it can.
 * The words come with the answer; what is typed stays in the form.
 */
function show(fields) {
  document.querySelector(".actujet-set-aside")?.remove();
  const words = document.getElementById("actujet-set-aside");
  if (!fields?.length || !words) return;
  const message = words.content.firstElementChild.cloneNode(true);
  const list = message.querySelector("ul");
  list.replaceChildren();
  for (const { field_id, label, reason } of fields) {
    const item = document.createElement("li");
    if (field_id) {
      const link = document.createElement("a");
      link.href = `#${field_id}`;
      link.dataset.action = "actujet-checks#go";
      link.textContent = label;
      item.append(link, " : ");
    }
    item.append(reason);
    list.append(item);
  }
  document.body.append(message);
}

let shown = "";

document.addEventListener("w-autosave:success", ({ detail }) => {
  const fields = detail?.response?.unsaved ?? [];
  const now = JSON.stringify(fields);
  // Said once: a reader of screens need not hear it again at each save.
  if (now !== shown) show(fields);
  shown = now;
});
