// After a meeting: keep everything, keep a summary, or destroy it. What can't be undone takes a word to type.

const WORD = "destroy";

function endingPart(model, receipt, onDone) {
  const state = h("p", { class: "go-state", role: "status" });
  const there = h("div", {});
  const ended = h("p", {});
  const leave = leaveOpenPart(model);
  const all = button("End it and keep everything", () => end("all"), "go-plain");
  const on = button("Go on with this meeting", goOn, "go-plain");
  const summary = twice("Keep a summary", "Destroy what people wrote, and keep the summary", () => end("summary"));
  const nothing = typed("Destroy everything", () => end("nothing"));
  const buttons = [all, on, ...summary.buttons, ...nothing.buttons];
  let shown = null;

  const choices = h("div", {},
    choice("Keep everything", "Nothing is deleted. No more answers are taken. People can still take theirs back. You can go "
      + "on with the meeting later.", leave.node, h("p", { class: "go-buttons" }, all)),
    choice("Keep a summary", "The map, the plan, the lists, the names of themes, and what votes said stay. What people wrote "
      + "themselves is destroyed, and so are their offers, their dots, and the log of decisions. A line that you put in the plan, "
      + "on the map or on a list stays. It can't be undone.", summary.node));
  const destroy = choice("Destroy everything", "Nothing of this meeting is left: no answer, no map, no plan. It can't be undone. "
    + "Meetings before it stay as they are, but for answers that were written at home and have come along.", nothing.node);
  const node = h("div", {}, heading("After the meeting"), ended, there, choices, h("p", { class: "go-buttons" }, on), destroy, state);

  function choice(title, words, ...parts) {
    return h("div", { class: "go-listing" }, h("p", { class: "go-title" }, h("strong", {}, title)), h("p", {}, words), parts);
  }

  // A button whose second press says what it will do.
  function twice(first, second, act) {
    const sure = button(second, () => { close(); act(); });
    const back = button("Leave it", () => { close(); ask.focus(); }, "go-plain");
    const more = h("p", { class: "go-buttons", hidden: true }, sure, back);
    const ask = button(first, () => { ask.hidden = true; more.hidden = false; sure.focus(); }, "go-plain");
    const close = () => { ask.hidden = false; more.hidden = true; };
    return { node: h("div", {}, h("p", { class: "go-buttons" }, ask), more), buttons: [ask, sure, back], sure };
  }

  // A button that waits for a word.
  function typed(words, act) {
    const id = newId("word");
    const field = h("input", { class: "go-field go-short", id, type: "text", autocomplete: "off", autocapitalize: "none", spellcheck: "false" });
    const sure = button(words, () => {
      if (field.value.trim().toLowerCase() !== WORD) {
        field.setAttribute("aria-invalid", "true");
        say(state, `Type the word “${WORD}” first. Nothing is destroyed.`, "warn");
        field.focus();
        return;
      }
      field.value = "";
      act();
    }, "go-plain");
    field.addEventListener("input", () => field.removeAttribute("aria-invalid"));
    return { node: h("div", {}, h("label", { class: "go-label", for: id }, `Type “${WORD}” to go on`), field,
      h("p", { class: "go-buttons" }, sure)), buttons: [sure] };
  }

  async function end(keep) {
    const wrong = keep === "all" ? leave.wrong() : "";
    if (wrong) { say(state, wrong, "warn"); leave.mark(); return; }
    const reply = await change(model, state, keep === "all" ? "Ending …" : "Destroying …",
      { kind: "end-meeting", keep, code: shown.meeting.code, ...(keep === "all" ? leave.fields() : {}) }, buttons,
      (field) => { if (field === "due") leave.mark(); });
    if (reply && keep === "all") { leave.clear(); say(state, "The meeting has ended. Everything is kept.", "ok"); }
    else if (reply) receipt.show(reply);
    onDone();
  }

  async function goOn() {
    const reply = await change(model, state, "Opening …", { kind: "reopen-meeting", code: shown.meeting.code }, buttons);
    if (reply) say(state, "The meeting goes on. People can write again.", "ok");
    onDone();
  }

  function draw(told) {
    shown = told;
    const { ended: kept, practice, title } = told.meeting;
    node.hidden = practice;
    const what = told.there.length ? things(told.there) : [];
    there.replaceChildren(h("p", {}, what.length ? `“${title}” holds:` : `There is nothing in “${title}” yet.`),
      h("ul", {}, what.map((line) => h("li", {}, line))));
    const left = leave.words(told.left_open);
    leave.draw(told.left_open);
    ended.textContent = { all: `This meeting has ended. Everything is kept.${left ? ` Open for next time: ${left}. Phones come in again with the same code.` : ""}`,
      summary: "This meeting has ended. A summary is kept." }[kept] ?? "";
    ended.hidden = !kept;
    choices.hidden = kept === "summary";
    choices.firstElementChild.hidden = kept === "all";
    on.parentElement.hidden = kept !== "all";
    const count = told.there.filter(([words]) => /answers|offers/.test(words)).reduce((sum, [, number]) => sum + number, 0);
    if (!summary.sure.disabled) summary.sure.textContent = `Destroy what people wrote (${count.toLocaleString("en-CA")}), and keep the summary`;
  }

  return { node, draw };
}
