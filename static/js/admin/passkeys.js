/**
 * Makes a passkey, or lets one sign: the browser's part of Web Authentication.
 *
 * The form is sent twice: empty, for what the passkey shall sign; then with what it has signed.
 * https://www.w3.org/TR/webauthn-2/ has bytes where JSON has base64url.
 */
const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (character) => character.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const known = (keys = []) => keys.map((key) => ({ ...key, id: bytes(key.id) }));

async function create({ publicKey }) {
  const made = await navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      user: { ...publicKey.user, id: bytes(publicKey.user.id) },
      excludeCredentials: known(publicKey.excludeCredentials),
    },
  });
  return answer(made, {
    attestationObject: text(made.response.attestationObject),
    transports: made.response.getTransports?.() ?? [],
  });
}

async function get({ publicKey }) {
  const signed = await navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      allowCredentials: known(publicKey.allowCredentials),
    },
  });
  const { authenticatorData, signature, userHandle } = signed.response;
  return answer(signed, {
    authenticatorData: text(authenticatorData),
    signature: text(signature),
    userHandle: userHandle && text(userHandle),
  });
}

const answer = (credential, response) => ({
  id: credential.id,
  rawId: text(credential.rawId),
  type: credential.type,
  response: { clientDataJSON: text(credential.response.clientDataJSON), ...response },
  clientExtensionResults: credential.getClientExtensionResults(),
});

/** Sends the form and gives back the site's answer; throws the site's own words. */
async function send(form, credential) {
  const data = new FormData(form);
  if (credential) data.set("credential", JSON.stringify(credential));
  const reply = await fetch(form.action, {
    method: "POST",
    body: data,
    headers: { Accept: "application/json" },
    redirect: "manual",
  });
  // Who must show first who they are is led there by the page itself.
  if (reply.type === "opaqueredirect") return { next: location.href };
  const body = await reply.json().catch(() => null);
  if (!reply.ok) throw new Error(body?.error ?? form.dataset.passkeyOffline);
  return body;
}

function isOfThisSite(name) {
  const host = location.hostname;
  return Boolean(name) && (host === name || host.endsWith(`.${name}`));
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  if (!window.PublicKeyCredential || !isOfThisSite(form.dataset.passkeySite)) continue;
  const button = form.querySelector("[data-passkey-button]");
  const error = form.querySelector("[data-passkey-error]");
  form.querySelector("[data-passkey-none]")?.remove();
  button.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    error.hidden = true;
    try {
      let reply = await send(form);
      if (reply.publicKey) {
        const act = form.dataset.passkey === "create" ? create : get;
        reply = await send(form, await act(reply));
      }
      location.assign(reply.next);
    } catch (problem) {
      // A browser that was cancelled, or a passkey that is known already, says so as a DOMException.
      if (problem instanceof DOMException) error.textContent = form.dataset.passkeyCancelled;
      else if (problem instanceof TypeError) error.textContent = form.dataset.passkeyOffline;
      else error.textContent = problem.message;
      error.hidden = false;
      button.disabled = false;
      button.focus();
    }
  });
}
