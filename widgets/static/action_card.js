// One action of the plan: its five fields, how far it is, where it came from, and its letter.

const CELLS = Object.keys(ACTION_FIELDS).filter((field) => field !== "what");
const LATE = "This day has passed: mark it done, or choose a new day.";

const warning = (words) => h("p", { class: "go-warning", "data-kind": "warn" },
  h("span", { class: "go-sign", "aria-hidden": "true" }), words);

// Where an action came from, in words.
function originWords(model, origin) {
  const [kind, key] = [origin.slice(0, origin.indexOf(":")), origin.slice(origin.indexOf(":") + 1)];
  const found = model.get({ prompt: "prompts", step: "steps", gap: "groups" }[kind] ?? "")?.find((one) => one.key === key);
  if (!found) return "";
  if (key === LIVED_EXPERIENCE) return "For people with lived experience";
  if (kind === "gap") return `For a missing group: ${found.name}`;
  return kind === "step" ? `From step ${found.number}` : `From question ${found.number}`;
}

// `page` has what the card asks of the plan: edit(action, place, onClosed), changed(action), removed(action), redraw().
function actionCard(model, action, page) {
  const name = newId("action");
  let known = action;
  let undo = null; // the status before the last change that was made here
  let stop = null; // what is on its way
  let choosing = 0; // somebody goes through the statuses, with arrow keys perhaps: the last one counts
  let form = null;
  let letter = null;
  let drawn = "";

  const what = h("th", { scope: "row", role: "rowheader", class: "go-action-what" });
  const cells = Object.fromEntries(CELLS.map((field) => [field, h("td", { role: "cell" })]));
  const shape = h("span", { class: "go-shape", "aria-hidden": "true" });
  const select = h("select", { class: "go-field", id: `${name}-status`, change: () => {
    clearTimeout(choosing);
    say(state, "Saving …");
    choosing = setTimeout(() => { choosing = 0; setStatus(select.value); }, 300);
  } },
    ACTION_STATUSES.map(([value, words]) => h("option", { value }, words)));
  const named = (words, click) => h("button", { type: "button", class: "go-button go-plain", click }, words,
    h("span", { class: "go-hidden", "data-what": "" }));
  const doneButton = named("Mark done", () => setStatus("done"));
  const undoButton = named("Undo", () => { const before = undo; undo = null; setStatus(before, true); });
  const changeButton = named("Change", edit);
  const removeButton = named("Remove", remove);
  const state = h("p", { class: "go-state", role: "status" });
  const choice = h("div", {});
  const status = h("span", { class: "go-status" }, shape, select);
  const tools = h("div", { class: "go-action-tools" },
    h("div", { class: "go-action-status" },
      h("label", { class: "go-label", for: select.id }, "How far", h("span", { class: "go-hidden", "data-what": "" })),
      status),
    h("p", { class: "go-buttons" }, doneButton, undoButton, changeButton, removeButton));
  const letterPlace = h("div", {});
  const formPlace = h("div", {});
  const node = h("tbody", { class: "go-action", role: "rowgroup", id: `go-action-${action.id}`, tabindex: "-1" },
    h("tr", { role: "row" }, what, Object.values(cells)),
    h("tr", { role: "row", class: "go-screen" },
      h("td", { role: "cell", colspan: "5", "aria-colspan": "5" }, tools, choice, state, letterPlace, formPlace)));

  function draw(judged) {
    if (!stop && !choosing) showStatus(known.status);
    doneButton.hidden = known.status === "done";
    undoButton.hidden = undo === null;
    drawLetter();
    const words = JSON.stringify([known, judged]);
    if (words === drawn) return; // a long plan is drawn anew at every change of one of its lines
    drawn = words;
    drawWords(judged);
  }

  function drawWords({ empty: missing, late }) {
    const from = originWords(model, known.origin);
    what.replaceChildren(
      h("strong", {}, known.what),
      h("span", { class: "go-action-paper" }, statusSign(known.status)),
      from ? h("span", { class: "go-quiet" }, from) : "",
      known.why && known.status !== "done" ? h("span", { class: "go-action-why", dir: "auto" }, `Why not yet: ${known.why}`) : "",
      missing.length ? h("span", { class: "go-action-missing" },
        warning(`Still empty: ${missing.map((field) => ACTION_FIELDS[field].toLowerCase()).join(", ")}.`)) : "");
    for (const [field, cell] of Object.entries(cells)) {
      const value = field === "by" && known.by ? inWords(known.by) : known[field];
      cell.className = value ? "" : "go-empty";
      cell.replaceChildren(
        h("span", { class: "go-cell-label" }, ACTION_FIELDS[field]),
        value
          ? h("span", {}, value)
          : h("span", { class: "go-screen" }, missing.includes(field) ? warning("Still empty") : "–"),
        field === "by" && late ? warning(LATE) : "",
        value ? "" : h("span", { class: "go-blank", "aria-hidden": "true" }));
    }
    for (const place of tools.querySelectorAll("[data-what]")) place.textContent = `: ${known.what}`;
  }

  function showStatus(to) {
    status.className = `go-status go-is-${to}`;
    select.value = to;
  }

  function drawLetter() {
    if (letter) letter.meet(known);
    else if (known.letter) letterPlace.append((letter = letterPart(model, known, keep)).node);
  }

  function keep(kept) {
    known = kept;
    page.changed(kept);
  }

  // How far it is, changed on the card

  async function setStatus(to, isUndo = false) {
    if (stop) return;
    if (to === known.status) { say(state, ""); return; }
    const before = known;
    const sending = stop = new AbortController();
    const key = `${name}-status`;
    const pressed = document.activeElement;
    showStatus(to);
    say(state, "Saving …");
    tellUnsaved(key, true);
    const reply = await changeAction(model, before, { status: to },
      { signal: sending.signal, onTrouble: (why) => say(state, notYet(why), "warn") });
    stop = null;
    tellUnsaved(key, false);
    if (sending.signal.aborted) return;
    if (reply.saved) {
      undo = isUndo ? null : before.status;
      say(state, isUndo ? `It is “${statusWords(to)}” again.` : `Saved: ${statusWords(to)}.`, "ok");
      keep(reply.action);
      // A button that had the focus and is gone now hands it to the one that stands for the way back.
      if (pressed === doneButton && doneButton.hidden) undoButton.focus();
      else if (pressed === undoButton) (doneButton.hidden ? changeButton : doneButton).focus();
    } else if (reply.newer) {
      askWhichStatus(reply.newer, to);
    } else {
      keep(before);
      say(state, `Not saved: ${reply.refused ?? "the workshop can't take this."}`, "warn", reply.join ?? "");
    }
    if (reply.saved && select.value !== known.status && !choosing) setStatus(select.value); // chosen meanwhile
  }

  function askWhichStatus(newer, mine) {
    const title = newId("choice");
    const choose = (keepMine) => {
      choice.replaceChildren();
      say(state, "");
      if (keepMine) setStatus(mine);
      select.focus();
    };
    keep(newer);
    choice.replaceChildren(h("div", { class: "go-notice", role: "group", "aria-labelledby": title },
      h("p", { role: "alert", id: title }, h("strong", {}, "Someone else changed this action meanwhile: "),
        `it is “${statusWords(newer.status)}” now. You chose “${statusWords(mine)}”.`),
      h("p", { class: "go-buttons" }, button("Keep mine", () => choose(true)),
        button("Use theirs", () => choose(false), "go-plain"))));
    say(state, "Not saved yet: choose which one to keep.", "warn");
  }

  // The form, and taking it out

  function edit() {
    if (form) { form.focus(); return; }
    tools.hidden = true;
    choice.replaceChildren();
    say(state, "");
    form = page.edit(known, formPlace, (kept) => {
      form = null;
      tools.hidden = false;
      if (kept) { undo = null; keep(kept); say(state, "Saved.", "ok"); } else page.redraw();
      changeButton.focus();
    });
  }

  async function remove() {
    if (stop) return;
    const sending = stop = new AbortController();
    say(state, "Removing …");
    const reply = await ask(model, { kind: "remove-action", id: known.id, version: known.version },
      { signal: sending.signal, onTrouble: (why) => say(state, notYet(why), "warn") });
    stop = null;
    if (sending.signal.aborted) return;
    if (reply.removed) { page.removed(known); return; }
    if (reply.newer) {
      keep(reply.newer);
      say(state, "Not removed: someone else changed this action meanwhile. You see the new one.", "warn");
    } else {
      say(state, `Not removed: ${reply.refused ?? "the workshop can't do this."}`, "warn", reply.join ?? "");
    }
  }

  return {
    node,
    known: () => known,
    // Words that are not saved yet keep their card, even when somebody else has removed the action.
    isBusy: () => form !== null || stop !== null || choosing !== 0 || Boolean(letter?.isBusy()),
    meet: (latest, judged) => {
      if (latest && latest.version >= known.version && !stop) known = latest;
      draw(judged);
      if (!latest && !stop) say(state, "Someone else removed this action.", "warn");
    },
    close: () => {
      clearTimeout(choosing);
      stop?.abort();
      form?.close();
      letter?.close();
    },
  };
}
