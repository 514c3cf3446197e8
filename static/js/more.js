/* A list goes on in its place: the link to the next page brings its articles here. */
function enhance(nav) {
  const link = nav.querySelector("[data-more]");
  if (!link) return;
  link.textContent = link.dataset.more;
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || link.ariaDisabled) return;
    event.preventDefault();
    link.ariaDisabled = "true";
    link.textContent = link.dataset.wait;
    try {
      const response = await fetch(link.href);
      if (!response.ok) throw new Error(response.status);
      append(nav, new DOMParser().parseFromString(await response.text(), "text/html"));
      history.replaceState(null, "", link.href);
    } catch {
      location.assign(link.href);
    }
  });
}

function append(nav, page) {
  const list = nav.parentElement.querySelector(".list, .results");
  const more = [...page.querySelector(".list, .results").children];
  const next = page.querySelector(".pagination");
  list.append(...more);
  nav.replaceWith(next);
  next.querySelector("ol")?.remove();
  next.querySelector('[rel="prev"]')?.remove();
  more[0]?.querySelector(".card__title a")?.focus();
  if (next.childElementCount) enhance(next);
  else next.remove();
}

for (const nav of document.querySelectorAll(".pagination")) enhance(nav);
