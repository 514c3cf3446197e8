/* Works the queue of comments by keyboard: one letter an act, on the comment that has the focus. */
const queue = document.querySelector("[data-comment-queue]");
const items = queue ? [...queue.querySelectorAll(".actujet-queue__item")] : [];
let at = -1;

const go = (to) => {
  if (!items.length) return;
  at = Math.min(Math.max(to, 0), items.length - 1);
  items[at].focus();
  items[at].scrollIntoView({ block: "nearest" });
};

for (const [number, item] of items.entries()) {
  item.addEventListener("focusin", () => {
    at = number;
  });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
  if (event.key === "j") go(at + 1);
  else if (event.key === "k") go(at - 1);
  else if (event.key === "x" && items[at]) items[at].querySelector("[name=keys]").click();
  else if (event.key === "z") document.querySelector('[data-key="z"]')?.click();
  else if ("arse".includes(event.key) && items[at]) items[at].querySelector(`[data-key="${event.key}"]`)?.click();
  else return;
  event.preventDefault();
});
