/*
 * Comments below an article: their list, its order and its next pages come in their place, and so does
 * the form. What is typed is kept on the device until it was sent.
 */
import { prove } from "./comment-proof.js";

const DRAFT = "commentaire-";
const fields = ["text", "name", "email"];

const part = async (address) => {
  const url = new URL(address, location.href);
  url.searchParams.set("partie", "1");
  const response = await fetch(url);
  if (!response.ok) throw new Error(response.status);
  return new DOMParser().parseFromString(await response.text(), "text/html").body.firstElementChild;
};

export async function bring(place) {
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = place.dataset.style;
  document.head.append(style);
  place.addEventListener("click", (event) => follow(place, event));
  try {
    place.append(await part(place.dataset.comments));
    place.querySelector(".comments__links a:not([data-write])")?.remove();
    if (location.hash.startsWith("#commentaire-")) document.querySelector(location.hash)?.scrollIntoView();
  } catch {
    // The link to the page of comments is still there.
  }
}

async function follow(place, event) {
  const link = event.target.closest("a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const { order, next, write, cancel } = link.dataset;
  if ([order, next, write, cancel].every((one) => one === undefined)) return;
  event.preventDefault();
  if (cancel !== undefined) {
    const opener = place.querySelector(`[data-write][href="${link.closest("form").dataset.from}"]`);
    link.closest("form").remove();
    opener?.focus();
    return;
  }
  link.ariaBusy = "true";
  try {
    const got = await part(link.href);
    if (write !== undefined) open(place, link, got);
    else if (order !== undefined) place.querySelector("[data-threads]").replaceWith(got);
    else {
      const list = link.closest("[data-threads]");
      const more = [...got.querySelectorAll(".threads__list > li")];
      list.querySelector(".threads__list").append(...more);
      const following = got.querySelector(".threads__next");
      const old = list.querySelector(".threads__next");
      if (following) old.replaceWith(following);
      else old.remove();
      more[0]?.querySelector("a")?.focus();
    }
  } catch {
    location.assign(link.href);
  }
}

function open(place, link, form) {
  place.querySelector("[data-comment-form]")?.remove();
  form.dataset.from = link.getAttribute("href");
  (link.closest(".comment") ?? link.closest("p")).after(form);
  link.ariaBusy = null;
  keepDraft(form);
  prove(form);
  form.querySelector(".comment-form__title").focus();
}

/* Storage may be refused: then nothing is kept. */
const stored = (act) => {
  try {
    return act(localStorage);
  } catch {
    return null;
  }
};

function keepDraft(form) {
  const key = DRAFT + form.dataset.commentForm;
  const kept = JSON.parse(stored((storage) => storage.getItem(key)) ?? "{}");
  for (const name of fields) {
    const field = form.elements[name];
    if (!field.value && kept[name]) field.value = kept[name];
  }
  form.addEventListener("input", () => {
    const typed = Object.fromEntries(fields.map((name) => [name, form.elements[name].value]));
    stored((storage) => storage.setItem(key, JSON.stringify(typed)));
  });
}

for (const form of document.querySelectorAll("[data-comment-form]")) {
  keepDraft(form);
  prove(form);
}

const sent = document.querySelector("[data-comment-sent]");
if (sent) stored((storage) => storage.removeItem(DRAFT + sent.dataset.commentSent));
