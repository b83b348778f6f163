// One question: words that are kept as they are written, and that can be changed or taken back at any time.

const KEPT_WORDS = { written: "Saved.", passed: "You passed. That is fine.", withdrawn: "Nothing of yours is kept here." };

function render({ model, el, kit }) {
  const prompt = model.get("prompt");
  const soft = kit.get("soft_limit");
  const hard = kit.get("hard_limit");
  const table = isTable();
  const find = detector(kit.get("patterns"));
  const draft = draftOf(prompt);
  const accepted = new Set();

  // Where the answer stands: what the workshop is known to keep, and what is on its way there.
  const at = {
    known: null, // {state, text, seq}; null until the workshop was heard
    intent: "written", // what the person wants this to be
    touched: false, // whether the person did anything that the workshop has not confirmed
    attempts: [], // what this page has sent since the workshop last answered
    sentText: null, // the words of the last save, as they were sent
    before: null, // what "Put back" puts back
    restored: null, // the unsent words that were here before a reload
    held: [], // what the notice is about
    conflict: null, // what another tab has kept meanwhile
    left: false,
    timer: 0,
  };

  const sheet = answerSheet(model, table, { input: onInput, blur: () => leaveField(), pass, takeBack, putBack });
  const { area, state, choice } = sheet;
  const room = promptInRoom(model, prompt, model.get("number"), openOrClose);
  const saver = answerSaver(model, prompt, hard, table, at, sheet,
    { wanted, isUnsaved, findings, hold, dismiss, settle, sayKept, meet, mustWait, refusedAsClosed: room.refused,
      saved: (response) => tabs.tell(response) });
  const offer = model.get("to_plan") ? planOffer(model, kit, prompt, find) : null;
  const tabs = otherTabs(prompt, hearTab);
  el.classList.add("go-reflection");
  el.append(...sheet.nodes);
  if (offer) sheet.offer.append(offer.node);
  sheet.meetRoom(room);

  function words() { return cleaned(area.value); }
  function findings() { return find(words()).filter(({ id }) => !accepted.has(id)); }
  function accept(text) { for (const { id } of find(text)) accepted.add(id); }

  function wanted() {
    const text = words();
    if (at.intent !== "written") return { state: at.intent, text: "" };
    if (text) return { state: "written", text };
    return { state: at.known && at.known.state !== "written" ? at.known.state : "withdrawn", text: "" };
  }

  function isUnsaved() {
    if (at.left || !at.touched) return false;
    if (!at.known) return wanted().text !== "" || at.intent !== "written";
    const want = wanted();
    return !(same(want, at.known) || (want.state === at.known.state && want.text === at.sentText));
  }

  // While a question is closed, words can be taken back and nothing else.
  function mustWait({ state: to }) { return Boolean(room.closed()) && to !== "withdrawn"; }

  function openOrClose() {
    settle();
    if (isUnsaved()) { if (!at.held.length && !at.conflict) say(state, ""); } else if (at.known) sayKept();
    if (room.closed() && document.activeElement === area) say(state, room.note.textContent);
    if (!room.closed() && !at.held.length) saver.save();
  }

  // What the page shows

  function settle() {
    const unsaved = isUnsaved();
    const found = unsaved ? findings() : [];
    if (unsaved && !found.length && !at.held.length && at.intent === "written") {
      const sending = at.attempts.at(-1)?.text ?? at.restored?.sending ?? null;
      draft.write({ text: area.value, base: at.known?.seq ?? at.restored?.base ?? null, sending });
    } else {
      draft.clear();
    }
    tellUnsaved(prompt, unsaved, found.length > 0 || at.held.length > 0 || at.conflict !== null);
    const shown = at.known ?? { state: "none", text: "" };
    area.readOnly = Boolean(room.closed());
    room.sayClosed(shown.state === "written", unsaved && wanted().state !== "withdrawn");
    sheet.passButton.hidden = Boolean(room.closed()) || at.intent === "passed" || (!unsaved && shown.state === "passed");
    sheet.backButton.hidden = !words();
    sheet.putButton.hidden = !(at.before?.text || at.before?.intent === "passed");
    sheet.count.textContent = lengthWords(lengthOf(words()), soft, hard);
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 4}px`;
    offer?.meet(!unsaved && shown.state === "written" ? shown : null);
  }

  function sayKept() {
    const memory = shared.remembers ? "" : " This browser will not remember: once this page closes, nobody can change it.";
    const kept = at.known?.state;
    if (room.closed() === "destroyed") say(state, "");
    else if (room.closed()) say(state, (KEPT_WORDS[kept] ?? "") + (kept === "written" ? memory : ""), "ok");
    else if (kept === "written") say(state, `${KEPT_WORDS[kept]} You can change it at any time.${memory}`, "ok");
    else if (kept === "passed") say(state, `${KEPT_WORDS[kept]} You can still write here.`, "ok");
    else if (kept === "withdrawn") say(state, `${KEPT_WORDS[kept]} You can still write.`, "ok");
    else say(state, shared.remembers ? "" : "This browser will not remember what you write once this page closes.");
  }

  function adopt(response, announce = "") {
    Object.assign(at, { known: response, attempts: [], sentText: null, touched: false, held: [], conflict: null });
    at.intent = response.state === "passed" ? "passed" : "written";
    area.value = response.text;
    accept(response.text);
    choice.replaceChildren();
    settle();
    if (announce) say(state, announce, "ok"); else sayKept();
  }

  // What the person does

  function onInput() {
    at.intent = "written";
    at.touched = true;
    at.left = false;
    area.removeAttribute("aria-invalid");
    if (at.held.length && !findings().length) dismiss();
    settle();
    if (isUnsaved() && !at.held.length && !at.conflict) say(state, "Saving …");
    clearTimeout(at.timer);
    at.timer = setTimeout(() => { at.timer = 0; saver.save(); }, 1200);
  }

  function leaveField() {
    if (!at.touched) return;
    clearTimeout(at.timer);
    at.timer = 0;
    saver.save();
  }

  function remember() { at.before = { text: area.value, intent: at.intent }; }

  function change(to, text) {
    remember();
    if (at.conflict) resolveConflict();
    dismiss();
    at.intent = to;
    at.touched = true;
    area.value = text;
    leaveField();
    settle();
  }

  function pass() { change("passed", ""); area.focus(); }
  function takeBack() { change("withdrawn", ""); sheet.putButton.focus(); }

  function putBack() {
    const earlier = at.before;
    change(earlier.intent === "written" && !earlier.text ? "withdrawn" : earlier.intent, earlier.text);
    at.before = null;
    settle();
    area.focus();
  }

  // The notice before words that look personal are sent

  function hold(found) {
    const ids = found.map(({ id }) => id).join("\n");
    if (choice.dataset.about === ids && choice.childElementCount) return;
    at.held = found;
    choice.dataset.about = ids;
    choice.replaceChildren(disclosureNotice(kit, found, at.known?.state === "written", edit, sendAsItIs));
    say(state, "Not sent. Your words are only on this screen, and gone when it closes.", "warn");
    settle();
  }

  function dismiss() {
    at.held = [];
    if (!at.conflict) choice.replaceChildren();
  }

  function edit() {
    choice.replaceChildren(); // the words stay held until they change or are sent as they are
    area.focus();
  }

  function sendAsItIs() {
    accept(words());
    dismiss();
    area.focus();
    saver.save();
  }

  // Two tabs of one browser

  function meet(newer) {
    if (same(newer, wanted())) { const text = area.value; adopt(newer); area.value = text; settle(); return; }
    at.conflict = newer;
    at.held = [];
    choice.replaceChildren(versionNotice(newer, keepMine, useOther));
    say(state, "Not saved yet: choose which words to keep.", "warn");
    settle();
  }

  function resolveConflict() {
    at.known = at.conflict;
    accept(at.known.text);
    at.conflict = null;
    at.attempts = [];
    choice.replaceChildren();
  }

  function keepMine() { resolveConflict(); area.focus(); saver.save(); }
  function useOther() { remember(); adopt(at.conflict); settle(); area.focus(); }

  function hearTab(response) {
    if (at.left || !at.known || response.seq <= at.known.seq) return;
    if (isUnsaved() || at.held.length || at.conflict) {
      if (at.conflict || !at.attempts.some((sent) => same(sent, response))) meet(response);
    } else {
      adopt(response, "Changed in another tab of this browser. Saved.");
    }
  }

  // Opening

  async function open() {
    const reply = await askTogether(model, { kind: "read-responses", seat: seat() }, {
      onTrouble: (why) => say(state, `Your earlier words can't be opened yet: ${why.replace(/[.\s]+$/, "")}. `
        + "You can write here. Trying again.", "warn"),
    });
    if (at.left || at.known) return;
    const response = reply?.responses?.[prompt];
    if (!response) {
      say(state, reply?.refused ?? "Your earlier words can't be opened just now.", "warn", reply?.join ?? "");
      return;
    }
    accept(response.text);
    if (!at.touched) { adopt(response); return; }
    const mine = at.restored && (at.restored.base === response.seq || at.restored.sending === response.text);
    at.restored = null;
    at.known = response;
    if (same(response, wanted())) adopt(response);
    else if (!response.text || mine) saver.save();
    else meet(response);
  }

  function restoreDraft() {
    const kept = draft.read();
    if (typeof kept?.text !== "string" || !kept.text) return;
    at.restored = kept;
    area.value = kept.text;
    at.touched = true;
    say(state, "Saving …");
  }

  function leave() {
    clearTimeout(at.timer);
    Object.assign(at, { left: true, timer: 0, before: null, conflict: null, held: [] });
    saver.stop();
    offer?.leave();
    draft.clear();
    area.value = "";
    choice.replaceChildren();
    say(state, "");
  }

  function comeBack({ persisted }) {
    if (!persisted) return;
    if (at.left) Object.assign(at, { known: null, touched: false, left: false });
    if (!at.known) { forgetReads(); open(); } else if (isUnsaved()) saver.save();
  }

  function look() {
    if (document.visibilityState === "hidden") { if (at.touched) leaveField(); }
    else if (!at.known && !at.left) { forgetReads(); open(); }
    else if (isUnsaved() && !at.held.length) saver.save();
  }

  // Somebody gave the seat back in another tab: this one forgets as well.
  const forgotten = ({ key, newValue }) => { if (key === "workshop-seat" && newValue === null) leave(); };

  const listeners = [
    [window, "workshop:leaving", leave], [window, "pagehide", saver.lastChance], [window, "pageshow", comeBack],
    [document, "visibilitychange", look], [window, "storage", forgotten],
  ];
  for (const [target, name, listener] of listeners) target.addEventListener(name, listener);
  restoreDraft();
  settle();
  open();
  const outOfRoom = room.start();
  return () => {
    outOfRoom();
    saver.lastChance();
    clearTimeout(at.timer);
    offer?.leave();
    tabs.close();
    for (const [target, name, listener] of listeners) target.removeEventListener(name, listener);
  };
}

export default { render: withKit(safely(render)) };
