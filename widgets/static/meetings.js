// The present meeting and what can be done with it, live.

function render({ model, el }) {
  const id = newId("title");
  const trouble = h("p", { class: "go-state", role: "status" });
  const name = h("p", {});
  const title = h("input", { class: "go-field", id, type: "text", maxlength: "120", autocomplete: "off" });
  const state = h("p", { class: "go-state", role: "status" });
  const keep = button("Save the name", rename, "go-plain");
  const receipt = receiptPart();
  const parts = [rehearsalPart(model, receipt, read), endingPart(model, receipt, read), nextPart(model, read)];
  const rest = h("div", { hidden: true },
    h("div", {}, heading("This meeting"), name, h("label", { class: "go-label", for: id }, "Its name"), title,
      h("p", { class: "go-buttons" }, keep), state),
    receipt.node, parts.map((part) => part.node));
  el.append(trouble, rest);
  let shown = null;
  let begun = ""; // the name that stood in the field when somebody began to write another one

  async function read() {
    const reply = await ask(model, { kind: "read-meetings" }, {
      onTrouble: (why) => say(trouble, `This can't be read yet: ${why.replace(/[.\s]+$/, "")}. Trying again.`, "warn") });
    if (!reply) return;
    if (!reply.meeting) { say(trouble, reply.refused ?? "", "warn", reply.join ?? ""); return; }
    say(trouble, "");
    rest.hidden = false;
    draw(reply);
  }

  function draw(told) {
    const { meeting } = told;
    if (document.activeElement !== title && (!shown || title.value === begun)) title.value = begun = meeting.title;
    shown = meeting;
    name.textContent = meeting.practice
      ? "You are in a rehearsal."
      : `Meeting ${meeting.number}: “${meeting.title}”, ${inWords(meeting.held_on)}. Its code is ${meeting.code.slice(0, 3)} ${meeting.code.slice(3)}.`;
    for (const part of parts) part.draw(told);
  }

  async function rename() {
    const reply = await change(model, state, "Saving …", { kind: "rename-meeting", title: title.value, was: begun, code: shown.code }, [keep]);
    if (reply) { say(state, "Saved.", "ok"); title.value = begun = reply.title; }
    await read();
    if (!reply) begun = shown.title; // it was said what the name is now
  }

  const stop = onChanged(model, read);
  read();
  return stop;
}

export default { render: safely(render) };
