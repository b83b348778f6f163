// The address of the facilitator's pages: a new one puts every other browser out, and leaves this one in.

function render({ el }) {
  const base = servedAt();
  const id = newId("address");
  const state = h("p", { class: "go-state", role: "status" });
  const field = h("input", { class: "go-field", id, type: "text", readonly: true });
  const shown = h("div", { hidden: true }, h("label", { class: "go-label", for: id }, "The new address"), field,
    h("p", { class: "go-buttons" }, button("Copy the address", copy, "go-plain")),
    h("p", { class: "go-quiet" }, "Whoever has it sees all that you see. Keep it off the wall. The old one opens nothing any more."));
  const first = button("Change the facilitator's address", () => { first.hidden = true; more.hidden = false; sure.focus(); }, "go-plain");
  const sure = button("Change it: every other browser is out", change);
  const more = h("p", { class: "go-buttons", hidden: true }, sure, button("Leave it", () => { close(); first.focus(); }, "go-plain"));
  el.append(h("p", { class: "go-buttons" }, first), more, state, shown);
  if (base === null) {
    first.disabled = true;
    say(state, "There is an address once the workshop is open: start it with “make workshop”.");
  }

  function close() { first.hidden = false; more.hidden = true; }

  async function change() {
    sure.disabled = true;
    tellUnsaved(id, true, true); // the address would be gone if this page renewed itself now
    say(state, "Changing …");
    const answer = await fetch(`${base}workshop/address`, { method: "POST", credentials: "same-origin" }).catch(() => null);
    const reply = await answer?.json().catch(() => null);
    sure.disabled = false;
    close();
    if (!reply?.address) {
      tellUnsaved(id, false);
      say(state, reply?.refused ?? (answer?.status === 403
        ? "This browser is no longer let in. Somebody else changed the address."
        : "Not changed: no connection. Try again."), "warn");
      first.focus();
      return;
    }
    say(state, `Changed. This browser stays in; every other one is out. ${reply.stays ?? ""}`.trim(), "ok");
    field.value = reply.address;
    shown.hidden = false;
    field.focus();
    field.select();
  }

  async function copy() {
    let done = false;
    try { await navigator.clipboard.writeText(field.value); done = true; } catch { field.focus(); field.select(); }
    say(state, done ? "Copied." : "The address is marked. Now copy it: press Ctrl+C.", "ok");
  }

  return () => tellUnsaved(id, false);
}

export default { render: safely(render) };
