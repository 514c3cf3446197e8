/**
 * Looks an exam result up in the files of the list (news/exam_files), in the browser: what is typed
 * leaves the device as the number of a file that holds some lines, readable with the right number only.
 * Where the browser cannot, or the network fails, the form is sent as without scripts.
 *
 * Before the hour: a countdown, and from then on a look at one small file, every reader at another
 * moment, until the list is there.
 */
const TAG = 8;
const HEAD = 6;
const BUCKETS = 65536;
const encoder = new TextEncoder();

for (const section of document.querySelectorAll("[data-exam]")) lookUpIn(section);
for (const place of document.querySelectorAll("[data-wait]")) waitAt(place);

function lookUpIn(section) {
  const form = section.querySelector("form");
  if (!window.crypto || !window.crypto.subtle || !form) return;
  form.addEventListener("submit", async (event) => {
    const number = normalNumber(form.elements.number.value);
    const word = normalWord(form.elements.word.value);
    // What is missing is said by the site, with the same words as without scripts.
    if (!number || !word) return;
    event.preventDefault();
    try {
      answer(section, await found(section.dataset, number, word));
    } catch (error) {
      form.submit();
    }
  });
}

async function found(data, number, word) {
  const secret = await digest(fromHex(data.salt), encoder.encode(number + "\n" + word));
  const start = await digest(secret, encoder.encode("bucket"));
  const bucket = start[0] * 256 + start[1];
  let content = await fileFor(bucket, Number(data.numberOfFiles), data.files);
  const thereAre = ((content[2] * 256 + content[3]) * 256 + content[4]) * 256 + content[5];
  // Another list was published since this page was opened.
  if (thereAre !== Number(data.numberOfFiles)) content = await fileFor(bucket, thereAre, data.files);
  const length = content[0] * 256 + content[1];
  const tag = (await digest(secret, encoder.encode("tag"))).slice(0, TAG);
  for (let at = HEAD; at + TAG + length <= content.length; at += TAG + length) {
    if (tag.every((byte, place) => content[at + place] === byte)) {
      return readable(content.slice(at + TAG, at + TAG + length), secret);
    }
  }
  return null;
}

async function fileFor(bucket, files, folder) {
  let response = await patiently(`${folder}${Math.floor((bucket * files) / BUCKETS)}.bin`);
  // The list may have fewer files by now.
  if (response.status === 404) response = await patiently(`${folder}0.bin`);
  if (!response.ok) throw new Error(response.status);
  return new Uint8Array(await response.arrayBuffer());
}

/** Many behind one address ask at once: who is sent away tries again a little later, some times. */
async function patiently(address) {
  let response;
  for (let n = 0; n < 6; n += 1) {
    response = await fetch(address);
    if (response.status !== 429) break;
    await new Promise((resolve) => setTimeout(resolve, 500 + Math.random() * 2500));
  }
  return response;
}

async function readable(line, secret) {
  const plain = new Uint8Array(line.length);
  for (let block = 0; block * 32 < line.length; block += 1) {
    const pad = await digest(secret, encoder.encode(String(block)));
    for (let place = block * 32; place < line.length && place < block * 32 + 32; place += 1) {
      plain[place] = line[place] ^ pad[place - block * 32];
    }
  }
  const [number, series, centre, academy, mention, name] = new TextDecoder().decode(plain).replace(/\0+$/, "").split("\n");
  return { number, series, centre, academy, mention, name };
}

function answer(section, line) {
  const place = section.querySelector("[data-exam-answer]");
  const model = section.querySelector(line ? "[data-exam-hit]" : "[data-exam-miss]");
  const shown = model.content.cloneNode(true);
  for (const cell of shown.querySelectorAll("[data-found]")) {
    cell.textContent = line[cell.dataset.found];
    cell.parentElement.hidden = !cell.textContent;
  }
  place.textContent = "";
  place.append(shown);
  place.focus();
}

async function digest(key, message) {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const imported = await window.crypto.subtle.importKey("raw", key, algorithm, false, ["sign"]);
  return new Uint8Array(await window.crypto.subtle.sign("HMAC", imported, message));
}

function fromHex(text) {
  return new Uint8Array(text.match(/../g).map((pair) => parseInt(pair, 16)));
}

function plainLetters(text) {
  return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
}

function normalNumber(text) {
  return plainLetters(text).toUpperCase().replace(/[^0-9A-Z]/g, "").replace(/^0+/, "");
}

function normalWord(text) {
  return plainLetters(text).toLowerCase().replace(/[^0-9a-z]+/g, " ").trim();
}

/** Every reader looks at another moment: the first within twenty seconds, then every fifteen to thirty. */
function waitAt(place) {
  const hour = place.dataset.wait ? Date.parse(place.dataset.wait) : Date.now();
  const countdown = place.querySelector("[data-countdown]");
  if (countdown) {
    const tick = () => {
      const left = Math.max(0, hour - Date.now());
      countdown.textContent = left ? inWords(left, place.dataset) : "";
      if (left) setTimeout(tick, left > 3600000 ? 20000 : 1000);
    };
    tick();
  }
  const first = Math.max(0, hour - Date.now()) + Math.random() * 20000;
  // Browsers wait no longer than this in one go.
  setTimeout(() => (hour - Date.now() > 0 ? waitAt(place) : look(place)), Math.min(first, 2000000000));
}

async function look(place) {
  const said = place.querySelector("[data-wait-said]");
  if (said) said.textContent = place.dataset.soon;
  try {
    if (!document.hidden) {
      const response = await fetch(place.dataset.files + "0.bin", { method: "HEAD", cache: "no-store" });
      if (response.ok) {
        window.location.reload();
        return;
      }
    }
  } catch (error) {
    // The network is away: later.
  }
  setTimeout(() => look(place), 15000 + Math.random() * 15000);
}

function inWords(left, words) {
  const seconds = Math.floor(left / 1000);
  const parts = {
    days: Math.floor(seconds / 86400),
    hours: Math.floor((seconds % 86400) / 3600),
    minutes: Math.floor((seconds % 3600) / 60),
    seconds: seconds % 60,
  };
  const pattern = parts.days ? words.days : words.hours;
  return pattern.replace(/\{(\w+)\}/g, (_, name) => parts[name]);
}
