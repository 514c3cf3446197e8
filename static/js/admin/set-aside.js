/**
 * Lists what an autosave could not store, with a link to each field, until it can.
 * The texts are in the answer; what was typed stays in the form.
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
  // Announced once, and not at each save.
  if (now !== shown) show(fields);
  shown = now;
});
