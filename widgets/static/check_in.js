// How a person is with it: a few statements on a scale, and one thing that went well and one to change. Each is kept
// apart from the others, as soon as it is chosen.

const CARDS = [["up", "One thing that went well"], ["down", "One thing to change"]];

function render({ model, el, kit }) {
  const levels = model.get("levels");
  const trouble = h("p", { class: "go-state", role: "status" });
  const statements = model.get("statements").map((statement) => statementOn(model, statement, levels));
  const find = detector(kit.get("patterns"));
  const cards = CARDS.map(([about, words]) => feedbackCard(model, about, words, find));
  el.classList.add("go-check-in");
  el.append(h("p", { class: "go-fate" },
    "Kept without your name, each answer apart from the others. The facilitator reads the two lines. "
    + "Numbers are only shown when many people have answered."),
  trouble, ...statements.map(({ node }) => node), ...cards.map(({ node }) => node));

  async function read() {
    const reply = await askTogether(model, { kind: "read-check-in", seat: seat() },
      { onTrouble: (why) => say(trouble, `Your earlier words can't be opened yet: ${why.replace(/[.\s]+$/, "")}. Trying again.`, "warn") });
    if (!reply?.levels) { if (reply) say(trouble, reply.refused ?? "", "warn", reply.join ?? ""); return; }
    say(trouble, "");
    for (const one of statements) one.meet(reply.levels);
    for (const one of cards) one.meet(reply.feedback);
  }

  const leave = () => { for (const one of [...statements, ...cards]) one.leave(); };
  window.addEventListener("workshop:leaving", leave);
  read();
  return () => window.removeEventListener("workshop:leaving", leave);
}

function statementOn(model, { key, text }, levels) {
  const name = newId("statement");
  const state = h("p", { class: "go-state", role: "status" });
  let touched = false;
  let round = 0;
  const choices = ["No answer", ...levels].map((words, level) => h("label", { class: "go-status" },
    h("input", { type: "radio", name, value: String(level), change: () => choose(level) }), h("span", {}, words)));
  const inputs = choices.map((choice) => choice.firstChild);

  async function choose(level) {
    touched = true;
    const mine = ++round;
    say(state, "Saving …");
    tellSeat(name, true);
    const reply = await ask(model, { kind: "save-check-in", seat: seat(), statement: key, level },
      { onTrouble: (why) => { if (mine === round) say(state, notYet(why), "warn"); } });
    if (mine !== round) return;
    tellSeat(name, false);
    if (reply?.saved) say(state, level ? "Saved. You can change it at any time." : "Nothing of yours is kept here.", "ok");
    else say(state, `Not saved: ${reply?.refused ?? "the workshop can't take this."}`, "warn", reply?.join ?? "");
  }

  return {
    node: h("fieldset", { class: "go-statuses" }, h("legend", {}, text), choices, state),
    meet: (kept) => { if (!touched) inputs[kept[key] ?? 0].checked = true; },
    leave: () => { round++; for (const input of inputs) input.checked = false; },
  };
}

function feedbackCard(model, about, words, find) {
  const id = newId("card");
  const state = h("p", { class: "go-state", role: "status" });
  const area = h("textarea", { id, class: "go-words", rows: "2", autocomplete: "off", input: later, blur: save });
  const accepted = new Set();
  let known = null;
  let timer = 0;
  let saving = false;
  let left = false;
  const sendAnyway = button("Send it as it is", () => {
    for (const { id: found } of find(cleaned(area.value))) accepted.add(found);
    sendAnyway.hidden = true;
    save();
  }, "go-plain");
  sendAnyway.hidden = true;

  function later() {
    clearTimeout(timer);
    timer = setTimeout(save, 1200);
    tellSeat(id, isUnsaved());
  }

  const isUnsaved = () => !left && known !== null && cleaned(area.value) !== known.text;

  async function save() {
    clearTimeout(timer);
    if (saving) return;
    saving = true;
    while (isUnsaved()) {
      const text = cleaned(area.value);
      if (lengthOf(text) > model.get("longest")) {
        say(state, `${model.get("longest")} characters at most; yours has ${lengthOf(text)}. Nothing is lost: make it shorter.`, "warn");
        break;
      }
      const found = find(text).filter((one) => !accepted.has(one.id));
      sendAnyway.hidden = !found.length;
      if (found.length) {
        say(state, `Not sent: this looks like ${[...new Set(found.map(({ what }) => what))].join(", ")}. Take it out, or send it as it is.`, "warn");
        break;
      }
      say(state, "Saving …");
      const reply = await ask(model, { kind: "save-feedback", seat: seat(), about, text, seq: known.seq + 1 },
        { onTrouble: (why) => say(state, notYet(why), "warn") });
      if (left) break;
      if (reply?.saved) {
        known = { text: reply.text, seq: reply.seq };
        say(state, known.text ? "Saved. You can change it at any time." : "Nothing of yours is kept here.", "ok");
        if (cleaned(area.value) === text) area.value = known.text;
      } else if (reply?.newer) {
        known = reply.newer; // another tab of this phone was quicker: what stands here is the newer wish
      } else {
        say(state, `Not saved: ${reply?.refused ?? "the workshop can't take this."} Your words stay on this screen.`, "warn", reply?.join ?? "");
        break;
      }
    }
    saving = false;
    tellSeat(id, isUnsaved());
  }

  return {
    node: h("div", {}, h("label", { for: id, class: "go-label" }, words), area, state,
      h("p", { class: "go-buttons" }, sendAnyway)),
    meet: (kept) => { known = kept[about]; if (!area.value) area.value = known.text; else save(); },
    leave: () => { left = true; clearTimeout(timer); area.value = ""; say(state, ""); },
  };
}

// While something is on its way, a page that renews itself waits for it.
const tellSeat = (id, unsaved) =>
  window.dispatchEvent(new CustomEvent("workshop:unsaved", { detail: { prompt: id, unsaved, held: false } }));

export default { render: withKit(safely(render)) };
