/**
 * Submits a page form once it is complete.
 *
 * - The editor of formatted text writes into the form a quarter of a second after typing: an
 *   immediate save would lose the end of the sentence.
 * - An autosave that is under way creates a version that the form does not have yet: the form would
 *   be refused as out of date.
 * - After a sign-out or without network the browser would show another page in place of the text.
 *   So a request is made first, whose answer has the CSRF token.
 * - A second press of the button is ignored.
 */
const HANDED_OVER = 300;
const RECENT = 5000; // a busy browser hands over late
const LONGEST_AUTOSAVE = 15000;
const ANSWERED = 15000; // by then the next page has come, or never will
let typedAt = -Infinity;
let autosave = null;

for (const kind of ["keydown", "beforeinput", "paste"]) {
  document.addEventListener(
    kind,
    (event) => {
      if (event.target.closest?.(".public-DraftEditor-content")) typedAt = performance.now();
    },
    true,
  );
}

document.addEventListener("w-autosave:save", (event) => {
  // A form that is being submitted has the pressed decision, which an autosave would send too.
  if (event.target.dataset?.sending) return event.preventDefault();
  let ended;
  const end = new Promise((resolve) => (ended = resolve));
  autosave = { end, ended };
});
for (const outcome of ["success", "error"]) {
  document.addEventListener(`w-autosave:${outcome}`, () => {
    autosave?.ended();
    autosave = null;
  });
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Resolves to "" if the site can take the form, or else to the name of the obstacle. */
async function obstacle(form) {
  try {
    const answer = await fetch("/admin/signed-in/", {
      headers: { Accept: "application/json" },
      redirect: "manual",
    });
    if (answer.status === 507) return "disk-full";
    if (answer.status === 503) return "database-away";
    if (answer.status >= 500) return "no-network";
    if (!answer.ok) return "signed-out";
    const { token, obstacle } = await answer.json();
    // Signing in again in another tab has invalidated the old token.
    const field = form.elements.namedItem("csrfmiddlewaretoken");
    if (field) field.value = token;
    window.wagtailConfig.CSRF_TOKEN = token;
    return obstacle ?? "";
  } catch {
    return "no-network";
  }
}

function tell(name) {
  const told = document.querySelector(".actujet-obstacle");
  // Announced once, and not at each attempt.
  if (name && told?.dataset.name === name) return;
  told?.remove();
  const words = document.getElementById(`actujet-${name}`);
  if (!words) return;
  const message = document.createElement("div");
  message.className = "actujet-obstacle";
  message.dataset.name = name;
  message.setAttribute("role", "alert");
  document.body.append(message);
  message.append(words.content.cloneNode(true));
}

// Wagtail repeats a failed autosave five times within a minute; an outage may last longer.
const ASKED_AGAIN = 10000;
let waiting = null; // the form whose autosave waits for the line, or for somebody to sign in
let asked = 0;

// Obstacles that only the answer to an autosave shows.
const OUTAGES = { disk_full: "disk-full", database_away: "database-away" };

document.addEventListener("w-autosave:error", async ({ target, detail }) => {
  if (!target.matches?.("[data-edit-form]")) return;
  const name = (await obstacle(target)) || OUTAGES[detail?.response?.error_code];
  if (!name) return;
  tell(name === "no-network" ? "offline" : name);
  if (waiting) return;
  waiting = target;
  asked = setInterval(tryAgain, ASKED_AGAIN);
});

async function tryAgain() {
  const form = waiting;
  if (!form || (await obstacle(form)) || form !== waiting) return;
  clearInterval(asked);
  waiting = null;
  // Only a save shows that there is room again.
  if (!document.querySelector(".actujet-obstacle[data-name=disk-full]")) tell("");
  form.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true, cancelable: true, detail: {} }));
}

function stopWaiting() {
  clearInterval(asked);
  waiting = null;
  tell("");
}

addEventListener("online", tryAgain);
addEventListener("focus", tryAgain);
document.addEventListener("w-autosave:success", stopWaiting);

/** Removes the fields of a reviewer's decision, which the next button would send too. */
function forgetDecision(form) {
  for (const field of form.querySelectorAll(":scope > [name=action-workflow-action], :scope > [name^=workflow-action-]")) {
    field.remove();
  }
}

// Wagtail's dialogs send the form by `submit()`, which fires no event. This script runs before the
// form is there.
const { submit } = HTMLFormElement.prototype;
HTMLFormElement.prototype.submit = function () {
  if (this.matches("[data-edit-form]")) this.requestSubmit();
  else submit.call(this);
};

const cleared = new WeakSet();

addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-edit-form]")) delete form.dataset.sending;
});

document.addEventListener(
  "submit",
  async (event) => {
    const { target: form, submitter } = event;
    if (!form.matches("[data-edit-form]") || cleared.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (form.dataset.sending) return;
    form.dataset.sending = "yes";
    if (performance.now() - typedAt < RECENT) await pause(HANDED_OVER);
    if (autosave) await Promise.race([autosave.end, pause(LONGEST_AUTOSAVE)]);
    typedAt = -Infinity;
    autosave = null;
    const name = await obstacle(form);
    // A disabled button would not be sent.
    submitter?.setAttribute("data-w-progress-loading-value", "false");
    submitter?.removeAttribute("disabled");
    tell(name);
    if (name) {
      forgetDecision(form);
      delete form.dataset.sending;
      return;
    }
    cleared.add(form);
    form.requestSubmit(submitter);
    // A second press would create a second article; a form that was not sent may be sent again.
    setTimeout(() => delete form.dataset.sending, ANSWERED);
  },
  true,
);
