/* The share row of an article: the phone's own share sheet where there is one, and copying the link. */
for (const row of document.querySelectorAll("[data-share]")) {
  const { title, url, copied, notCopied } = row.dataset;
  const said = row.querySelector('[role="status"]');
  const sheet = row.querySelector("[data-share-sheet]");

  const shared = (channel) => row.dispatchEvent(new CustomEvent("shared", { bubbles: true, detail: channel }));

  sheet.hidden = !navigator.share;
  sheet.addEventListener("click", () => {
    // Whoever closes the sheet has changed their mind: nothing to say.
    navigator.share({ title, url }).then(() => shared("other"), () => {});
  });
  row.querySelector("[data-share-copy]").addEventListener("click", async () => {
    said.textContent = "";
    try {
      await navigator.clipboard.writeText(url);
      said.textContent = copied;
      shared("copy");
    } catch {
      said.textContent = notCopied;
    }
  });
}
