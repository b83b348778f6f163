// How a widget talks to the workshop, the same for every widget: asking until there is an answer, the seat of this
// browser, news of changes, and the few ways in which a page says something. It is put in front of each widget's
// own file, so it exports nothing. Text is only ever set as text.

// Every widget has its own copy of this code; what the page shares is here.
const shared = (window.workshopShared ??= { reads: new Map(), seat: "", remembers: true, numbers: 0, mark: "" });

const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const servedAt = () => document.querySelector('meta[name="workshop"]')?.content ?? null;

// No answer came, or the workshop asks to try later: the same message may be sent again.
class NotHeard extends Error {}

const NO_CONNECTION = "no connection";

// Send a message once. Resolves to the reply, refusals included; throws NotHeard when it is worth trying again.
async function askOnce(model, message, { keepalive = false, signal } = {}) {
  const base = servedAt();
  const reply = base === null
    ? await askKernel(model, message)
    : await askServer(base, message, keepalive, signal);
  if (reply.refused && reply.again) throw new NotHeard(reply.refused);
  return reply;
}

async function askServer(base, message, keepalive, signal) {
  let answer;
  const patience = AbortSignal.timeout(15000);
  try {
    answer = await fetch(base + "workshop/messages", {
      method: "POST",
      headers: { "Content-Type": "application/json", ...(shared.mark && { "X-Workshop-Room": shared.mark }) },
      credentials: "same-origin",
      body: JSON.stringify(message),
      keepalive,
      signal: signal && AbortSignal.any ? AbortSignal.any([signal, patience]) : (signal ?? patience),
    });
  } catch {
    throw new NotHeard(NO_CONNECTION);
  }
  // Where this page's words belong: another page of this browser may go to another meeting.
  shared.mark ||= answer.headers.get("X-Workshop-Room") ?? "";
  const reply = await answer.json().catch(() => null);
  if (answer.status === 429 || answer.status >= 500) throw new NotHeard(reply?.refused || "the workshop is busy");
  if (answer.ok && reply) return reply;
  if (answer.status === 401) {
    return { refused: reply?.refused || "This phone has not joined yet.", join: joinAddress(base, reply?.join) };
  }
  if (reply?.refused) return reply;
  throw new NotHeard("the workshop did not answer");
}

// The way back in is always a page of this server.
function joinAddress(base, path) {
  const here = new URL(typeof path === "string" ? path : base + "join", location.href);
  return here.origin === location.origin ? here.href : new URL(base + "join", location.href).href;
}

function askKernel(model, message) {
  return new Promise((resolve, reject) => {
    const id = newKey();
    const stop = () => { clearTimeout(timer); model.off("msg:custom", hear); };
    const hear = (content) => {
      if (content?.id !== id) return;
      stop();
      resolve(content.reply ?? {});
    };
    const timer = setTimeout(() => { stop(); reject(new NotHeard(NO_CONNECTION)); }, 8000);
    model.on("msg:custom", hear);
    try { model.send({ id, message }); } catch { stop(); reject(new NotHeard(NO_CONNECTION)); }
  });
}

// Wait before the next try: longer each time, not all phones at once, and at once when the phone wakes or is online.
function pause(tries) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      document.removeEventListener("visibilitychange", woken);
      resolve();
    };
    const woken = () => { if (document.visibilityState === "visible") done(); };
    const timer = setTimeout(done, Math.min(800 * 2 ** tries, 10000) * (0.75 + Math.random() / 2));
    window.addEventListener("online", done);
    document.addEventListener("visibilitychange", woken);
  });
}

// Ask until there is an answer; onTrouble hears why there is none yet. A signal ends it (with null).
async function ask(model, message, { onTrouble, signal } = {}) {
  for (let tries = 0; !signal?.aborted; tries++) {
    try {
      return await askOnce(model, message, { signal });
    } catch (trouble) {
      if (!(trouble instanceof NotHeard)) throw trouble;
      if (signal?.aborted) break;
      onTrouble?.(trouble.message);
      await pause(tries);
    }
  }
  return null;
}

// Widgets of a page that want the same thing at the same time ask once. All of them hear of trouble.
function askTogether(model, message, { onTrouble } = {}) {
  const key = JSON.stringify(message);
  let read = shared.reads.get(key);
  if (!read) {
    const hearers = new Set();
    const tell = (why) => { for (const hear of hearers) hear(why); };
    const reply = wait(20).then(() => ask(model, message, { onTrouble: tell }));
    read = { reply, hearers };
    shared.reads.set(key, read);
    const forget = () => { if (shared.reads.get(key) === read) shared.reads.delete(key); };
    // Widgets appear one after the other: those of the next moment get the same answer.
    reply.then(() => setTimeout(forget, 1500), forget);
  }
  if (onTrouble) read.hearers.add(onTrouble);
  return read.reply;
}

// Where unsent words wait in this tab. They wait for the people that they were written for: on a tablet that goes from
// one group to the next, no group finds those of another.
function draftKey(name) {
  const cookie = location.pathname.includes("/facilitator/") ? "workshop-desk-group" : "workshop-group";
  const [, group = ""] = new RegExp(`(?:^|; )${cookie}=(\\w+)`).exec(document.cookie) ?? [];
  return `workshop-draft-${group}-${name}`;
}

const forgetReads = () => shared.reads.clear();

// 128 random bits.
function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// The seat: a random key that stays in this browser.
function seat() {
  try {
    let key = localStorage.getItem("workshop-seat") ?? "";
    if (!/^[0-9a-f]{32}$/.test(key)) {
      localStorage.setItem("workshop-seat", shared.seat || newKey());
      key = localStorage.getItem("workshop-seat");
    }
    shared.remembers = true;
    return key;
  } catch {
    shared.remembers = false;
    return (shared.seat ||= newKey());
  }
}

function isTable() {
  try { return localStorage.getItem("workshop-seat-kind") === "table"; } catch { return false; }
}

// Call back soon after the shared things changed, at most once a second, and not while nobody looks.
function onChanged(model, callback) {
  let timer = 0;
  let last = 0;
  let missed = false;
  const run = () => { timer = 0; last = Date.now(); callback(); };
  const hear = () => {
    if (document.visibilityState === "hidden") { missed = true; return; }
    timer ||= setTimeout(run, Math.max(Math.random() * 300, 800 - (Date.now() - last)));
  };
  const kernel = (content) => { if (content?.changed !== undefined) hear(); };
  const seen = () => { if (missed && document.visibilityState === "visible") { missed = false; hear(); } };
  const back = ({ persisted }) => { if (persisted) hear(); };
  window.addEventListener("workshop:changed", hear);
  window.addEventListener("pageshow", back);
  document.addEventListener("visibilitychange", seen);
  model.on("msg:custom", kernel);
  return () => {
    clearTimeout(timer);
    window.removeEventListener("workshop:changed", hear);
    window.removeEventListener("pageshow", back);
    document.removeEventListener("visibilitychange", seen);
    model.off("msg:custom", kernel);
  };
}

// Build an element; strings become text, functions listeners, null nothing.
function h(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(name, value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

const button = (words, onclick, kind = "") => h("button", { type: "button", class: `go-button ${kind}`, click: onclick }, words);
const newId = (name) => `go-${name}-${++shared.numbers}`;

// Say something in a line, once: the same words again are not announced again.
function say(line, words, kind = "", join = "") {
  if (line.dataset.said === words + join && line.dataset.kind === kind) return;
  line.dataset.said = words + join;
  line.dataset.kind = kind;
  line.replaceChildren(...(words ? [h("span", { class: "go-sign", "aria-hidden": "true" }), words] : []));
  if (join) line.append(" ", h("a", { href: join }, "Join again"));
}

const notYet = (why) =>
  `Not saved yet: ${why.replace(/[.\s]+$/, "")}. Your words stay on this screen. Trying again.`;

// A web address that is safe to follow, or "".
function safeAddress(text) {
  try {
    const address = new URL(text);
    return ["http:", "https:"].includes(address.protocol) ? address.href : "";
  } catch {
    return "";
  }
}

const phoneAddress = (number) => {
  const digits = number.replace(/\D/g, "");
  return "tel:" + (digits.length === 11 ? "+" : "") + digits;
};

// In JupyterLab a link must not lead away from the notebook; on a phone no tab is left behind.
const outside = (address, words) => h("a",
  { href: address, rel: "noreferrer noopener", target: servedAt() === null ? "_blank" : null }, words);

// A link to another section's notebook. In JupyterLab it opens beside this one, as links in its text do.
function sectionLink(notebook, place, words) {
  if (servedAt() !== null) return h("a", { href: notebook + place }, words);
  const [, folder = ""] = /\/tree\/(.*\/)?[^/]*$/.exec(location.pathname) ?? [];
  return h("a", { href: "#", "data-commandlinker-command": "docmanager:open",
    "data-commandlinker-args": JSON.stringify({ path: decodeURIComponent(folder) + notebook }) }, words);
}

const inWords = (day) => {
  const date = new Date(day + "T12:00:00");
  return Number.isNaN(date.valueOf()) ? day : date.toLocaleDateString("en-CA", { dateStyle: "long" });
};

// A day that is near, with its weekday.
const dayInWords = (day) => new Date(day + "T12:00:00").toLocaleDateString("en-CA", { weekday: "long", month: "long", day: "numeric" });

// A heading one step below the last one of the page's own text.
function heading(...children) {
  const node = h("h3", { class: "go-heading" }, ...children);
  const settle = (tries) => {
    if (!node.isConnected) { if (tries < 60) setTimeout(settle, 50, tries + 1); return; }
    let level = 0;
    for (const other of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
      if (other.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_PRECEDING) break;
      if (!other.closest(".go-widget, .waiting")) level = Number(other.tagName[1]);
    }
    if (level) node.setAttribute("aria-level", Math.min(level + 1, 6));
  };
  settle(0);
  return node;
}

// A widget whose own script fails leaves a sentence in its place; the rest of the page stands.
function safely(render) {
  return ({ model, el, kit = model }) => {
    const place = h("div", { class: "go-widget" });
    el.replaceChildren(place);
    try {
      return render({ model, el: place, kit });
    } catch (error) {
      console.error(error);
      place.replaceChildren(h("p", { class: "go-trouble" },
        "This part did not open. You can read on, or load the page again. Words that were saved are safe."));
    }
  };
}
