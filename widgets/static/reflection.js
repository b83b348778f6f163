// One question: words that are kept as they are written, and that can be changed or taken back at any time.

const CONTROLS = new RegExp(
  "[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\u202a-\\u202e\\u2066-\\u2069\\ufeff\\ufff9-\\ufffb]", "g");
// What the workshop will make of the words, so that both compare equal.
const cleaned = (text) => text.replace(/\r\n?/g, "\n").replace(CONTROLS, "").normalize("NFC").trim();
const lengthOf = (text) => [...text].length;
const numberWords = (number) => number.toLocaleString("en-CA");
const same = (one, other) => !!one && !!other && one.text === other.text
  && (one.state === other.state || [one.state, other.state].every((state) => state === "none" || state === "withdrawn"));

function render({ model, el, kit }) {
  const prompt = model.get("prompt");
  const soft = kit.get("soft_limit");
  const hard = kit.get("hard_limit");
  const table = isTable();
  const find = detector(kit.get("patterns"));
  const draft = draftOf(prompt);
  const ids = Object.fromEntries(["question", "words", "label", "help", "fate", "count", "state"]
    .map((name) => [name, newId(name)]));

  // What the workshop is known to keep, and what is on its way there.
  let known = null; // {state, text, seq}; null until the workshop was heard
  let intent = "written"; // what the person wants this to be
  let touched = false; // whether the person did anything that the workshop has not confirmed
  let attempts = []; // what this page has sent since the workshop last answered
  let sentText = null; // the words of the last save, as they were sent
  let before = null; // what "Put back" puts back
  let restored = null; // the unsent words that were here before a reload
  let held = []; // what the notice is about
  let conflict = null; // what another tab has kept meanwhile
  let running = false;
  let left = false;
  let timer = 0;
  let flight = null;
  const accepted = new Set();

  const area = h("textarea", {
    id: ids.words, class: "go-words", rows: "3", autocomplete: "off",
    "aria-labelledby": `${ids.question} ${ids.label}`,
    "aria-describedby": `${ids.help} ${ids.fate} ${ids.count}`,
    input: onInput, blur: () => leaveField(),
  });
  const count = h("p", { id: ids.count, class: "go-quiet go-count" });
  const state = h("p", { id: ids.state, class: "go-state", role: "status" });
  const choice = h("div", { class: "go-choice" });
  const passButton = button("Pass", pass, "go-plain");
  const backButton = button("Take back", takeBack, "go-plain");
  const putButton = button("Put back", putBack, "go-plain");
  el.classList.add("go-reflection");
  el.append(
    heading(h("span", { class: "go-number", "aria-hidden": "true" }, String(model.get("number"))),
      h("span", { id: ids.question }, h("span", { class: "go-hidden" }, `Question ${model.get("number")}: `),
        model.get("question"))),
    h("p", { id: ids.help, class: "go-help" }, model.get("help")),
    h("p", { id: ids.fate, class: "go-fate" }, table ? model.get("fate_at_table") : model.get("fate")),
    h("div", { class: "go-screen" },
      h("label", { id: ids.label, for: ids.words, class: "go-label" },
        table ? "Recorder: write what your table says. No names." : "Your words"),
      area, count, choice, state,
      h("p", { class: "go-buttons" }, passButton, backButton, putButton)),
    h("div", { class: "go-lines", "aria-hidden": "true" }),
  );

  const words = () => cleaned(area.value);
  const findings = () => find(words()).filter(({ id }) => !accepted.has(id));
  const accept = (text) => { for (const { id } of find(text)) accepted.add(id); };

  function wanted() {
    const text = words();
    if (intent !== "written") return { state: intent, text: "" };
    if (text) return { state: "written", text };
    return { state: known && known.state !== "written" ? known.state : "withdrawn", text: "" };
  }

  function isUnsaved() {
    if (left || !touched) return false;
    if (!known) return wanted().text !== "" || intent !== "written";
    const want = wanted();
    return !(same(want, known) || (want.state === known.state && want.text === sentText));
  }

  // What the page shows

  function settle() {
    const unsaved = isUnsaved();
    const found = unsaved ? findings() : [];
    if (unsaved && !found.length && !held.length && intent === "written") {
      const sending = attempts.at(-1)?.text ?? restored?.sending ?? null;
      draft.write({ text: area.value, base: known?.seq ?? restored?.base ?? null, sending });
    } else {
      draft.clear();
    }
    window.dispatchEvent(new CustomEvent("workshop:unsaved",
      { detail: { prompt, unsaved, held: found.length > 0 || held.length > 0 || conflict !== null } }));
    const shown = known ?? { state: "none", text: "" };
    passButton.hidden = intent === "passed" || (!unsaved && shown.state === "passed");
    backButton.hidden = !words();
    putButton.hidden = !(before?.text || before?.intent === "passed");
    const length = lengthOf(words());
    count.textContent = length > hard
      ? `${numberWords(length)} characters. ${numberWords(hard)} at most.`
      : `${numberWords(length)} of about ${numberWords(soft)} characters`
        + (length > soft ? `. Short answers are easier to share; up to ${numberWords(hard)} is fine.` : "");
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 4}px`;
  }

  function sayKept() {
    const memory = shared.remembers ? "" : " This browser will not remember: once this page closes, nobody can change it.";
    const kept = known?.state;
    if (kept === "written") say(state, "Saved. You can change it at any time." + memory, "ok");
    else if (kept === "passed") say(state, "You passed. That is fine. You can still write here.", "ok");
    else if (kept === "withdrawn") say(state, "Nothing of yours is kept here. You can still write.", "ok");
    else say(state, shared.remembers ? "" : "This browser will not remember what you write once this page closes.");
  }

  function adopt(response, announce = "") {
    known = response;
    attempts = [];
    sentText = null;
    intent = response.state === "passed" ? "passed" : "written";
    touched = false;
    held = [];
    conflict = null;
    area.value = response.text;
    accept(response.text);
    choice.replaceChildren();
    settle();
    if (announce) say(state, announce, "ok"); else sayKept();
  }

  // What the person does

  function onInput() {
    intent = "written";
    touched = true;
    left = false;
    area.removeAttribute("aria-invalid");
    if (held.length && !findings().length) dismiss();
    settle();
    if (isUnsaved() && !held.length && !conflict) say(state, "Saving …");
    clearTimeout(timer);
    timer = setTimeout(() => { timer = 0; save(); }, 1200);
  }

  function leaveField() {
    if (!touched) return;
    clearTimeout(timer);
    timer = 0;
    save();
  }

  function remember() { before = { text: area.value, intent }; }

  function change(to, text) {
    remember();
    if (conflict) resolveConflict();
    dismiss();
    intent = to;
    touched = true;
    area.value = text;
    leaveField();
    settle();
  }

  function pass() { change("passed", ""); area.focus(); }
  function takeBack() { change("withdrawn", ""); putButton.focus(); }

  function putBack() {
    const earlier = before;
    change(earlier.intent === "written" && !earlier.text ? "withdrawn" : earlier.intent, earlier.text);
    before = null;
    settle();
    area.focus();
  }

  // The notice before words that look personal are sent

  function hold(found) {
    const ids = found.map(({ id }) => id).join("\n");
    if (choice.dataset.about === ids && choice.childElementCount) return;
    held = found;
    choice.dataset.about = ids;
    choice.replaceChildren(disclosureNotice(kit, found, known?.state === "written", edit, sendAsItIs));
    say(state, "Not sent. Your words are only on this screen, and gone when it closes.", "warn");
    settle();
  }

  function dismiss() {
    held = [];
    if (!conflict) choice.replaceChildren();
  }

  function edit() {
    choice.replaceChildren(); // the words stay held until they change or are sent as they are
    area.focus();
  }

  function sendAsItIs() {
    accept(words());
    dismiss();
    area.focus();
    save();
  }

  // Two tabs of one browser

  function meet(newer) {
    if (same(newer, wanted())) { const text = area.value; adopt(newer); area.value = text; settle(); return; }
    conflict = newer;
    held = [];
    choice.replaceChildren(versionNotice(newer, keepMine, useOther));
    say(state, "Not saved yet: choose which words to keep.", "warn");
    settle();
  }

  function resolveConflict() {
    known = conflict;
    accept(known.text);
    conflict = null;
    attempts = [];
    choice.replaceChildren();
  }

  function keepMine() { resolveConflict(); area.focus(); save(); }

  function useOther() {
    remember();
    adopt(conflict);
    settle();
    area.focus();
  }

  // Saving: one message at a time, the newest words each time, until the workshop has confirmed them

  async function save() {
    if (running) return;
    running = true;
    let tries = 0;
    try {
      while (!left && !conflict && known && isUnsaved()) {
        const want = wanted();
        if (lengthOf(want.text) > hard) { sayTooLong(lengthOf(want.text)); break; }
        const found = findings();
        if (found.length) { hold(found); break; }
        if (held.length) dismiss();
        const attempt = { ...want, seq: known.seq + 1 };
        attempts.push(attempt);
        settle();
        if (!tries) say(state, "Saving …");
        flight = new AbortController();
        let reply;
        try {
          reply = await askOnce(model, message(attempt), { keepalive: true, signal: flight.signal });
        } catch (trouble) {
          if (left) break;
          if (!(trouble instanceof NotHeard)) {
            say(state, "Not saved: this browser could not send it. Your words stay on this screen.", "warn");
            break;
          }
          say(state, notYet(trouble.message), "warn");
          await pause(tries++);
          continue;
        }
        tries = 0;
        if (left || !hear(reply, attempt)) break;
        if (timer) break; // the person is writing on: the next pause saves
      }
    } finally {
      running = false;
      flight = null;
      settle();
      if (!left && !conflict && !held.length && known && touched && !isUnsaved()) { touched = false; sayKept(); }
    }
  }

  const message = ({ state, text, seq }) => ({ kind: "save-response", seat: seat(), prompt, state, text, seq, table });

  // Take in a reply; false ends this round of saving.
  function hear(reply, attempt) {
    if (reply.saved) {
      known = { state: reply.state, text: reply.text, seq: reply.seq };
      sentText = attempt.text;
      attempts = [];
      if (attempt.state === "written") before = null;
      tell();
      return true;
    }
    if (reply.newer) {
      // An earlier message of this page whose answer was lost is no other tab.
      if (attempts.some((sent) => same(sent, reply.newer))) {
        known = reply.newer;
        return true;
      }
      meet(reply.newer);
      return false;
    }
    if (reply.field === "text") area.setAttribute("aria-invalid", "true");
    say(state, `Not saved: ${reply.refused ?? "the workshop can't take this."} Your words stay on this screen.`,
      "warn", reply.join ?? "");
    return false;
  }

  function sayTooLong(length) {
    area.setAttribute("aria-invalid", "true");
    say(state, `${numberWords(hard)} characters at most; yours has ${numberWords(length)}. `
      + "Nothing is lost: make it shorter.", "warn");
  }

  // The last chance before the page goes: words that are not held back travel with it.
  function lastChance() {
    if (left || !known || conflict || held.length || !isUnsaved() || findings().length) return;
    const want = wanted();
    if (lengthOf(want.text) > hard) return;
    const onItsWay = running && attempts.length > 0;
    if (onItsWay && same(attempts.at(-1), want)) return;
    const attempt = { ...want, seq: known.seq + (onItsWay ? 2 : 1) };
    attempts.push(attempt);
    settle();
    askOnce(model, message(attempt), { keepalive: true }).then((reply) => {
      if (reply.saved && !left) { hear(reply, attempt); settle(); if (!isUnsaved()) { touched = false; sayKept(); } }
    }, () => {});
  }

  // Other tabs of this browser

  const channel = "BroadcastChannel" in window ? new BroadcastChannel("workshop-responses") : null;
  function tell() {
    if (shared.remembers) channel?.postMessage({ seat: seat(), prompt, response: known });
  }
  if (channel) channel.onmessage = ({ data }) => {
    if (left || data?.prompt !== prompt || data.seat !== seat() || !known || data.response.seq <= known.seq) return;
    if (isUnsaved() || held.length || conflict) {
      if (conflict || !attempts.some((sent) => same(sent, data.response))) meet(data.response);
    } else {
      adopt(data.response, "Changed in another tab of this browser. Saved.");
    }
  };

  // Opening

  async function open() {
    const reply = await askTogether(model, { kind: "read-responses", seat: seat() }, {
      onTrouble: (why) => say(state, `Your earlier words can't be opened yet: ${why.replace(/[.\s]+$/, "")}. `
        + "You can write here. Trying again.", "warn"),
    });
    if (left || known) return;
    const response = reply?.responses?.[prompt];
    if (!response) {
      say(state, reply?.refused ?? "Your earlier words can't be opened just now.", "warn", reply?.join ?? "");
      return;
    }
    accept(response.text);
    if (!touched) { adopt(response); return; }
    const mine = restored && (restored.base === response.seq || restored.sending === response.text);
    restored = null;
    known = response;
    if (same(response, wanted())) adopt(response);
    else if (!response.text || mine) save();
    else meet(response);
  }

  function restoreDraft() {
    const kept = draft.read();
    if (typeof kept?.text !== "string" || !kept.text) return;
    restored = kept;
    area.value = kept.text;
    touched = true;
    say(state, "Saving …");
  }

  function leave() {
    left = true;
    clearTimeout(timer);
    timer = 0;
    flight?.abort();
    before = conflict = null;
    held = [];
    draft.clear();
    area.value = "";
    choice.replaceChildren();
    say(state, "");
  }

  function comeBack({ persisted }) {
    if (!persisted) return;
    if (left) { known = null; touched = false; left = false; }
    if (!known) { forgetReads(); open(); } else if (isUnsaved()) save();
  }

  function look() {
    if (document.visibilityState === "hidden") { if (touched) leaveField(); }
    else if (!known && !left) { forgetReads(); open(); }
    else if (isUnsaved() && !held.length) save();
  }

  // Somebody gave the seat back in another tab: this one forgets as well.
  const forgotten = ({ key, newValue }) => { if (key === "workshop-seat" && newValue === null) leave(); };

  const listeners = [
    [window, "workshop:leaving", leave], [window, "pagehide", lastChance], [window, "pageshow", comeBack],
    [document, "visibilitychange", look], [window, "storage", forgotten],
  ];
  for (const [target, name, listener] of listeners) target.addEventListener(name, listener);
  restoreDraft();
  settle();
  open();
  return () => {
    lastChance();
    clearTimeout(timer);
    channel?.close();
    for (const [target, name, listener] of listeners) target.removeEventListener(name, listener);
  };
}

export default { render: safely(render) };
