// The address that opens a cohort's console: it is said once, and kept nowhere.

function keyPart() {
  const id = newId("key");
  const field = h("input", { class: "go-field", id, type: "text", readonly: true });
  const label = h("label", { class: "go-label", for: id });
  const state = h("p", { class: "go-state", role: "status" });
  const node = h("div", { class: "go-notice", hidden: true }, label, field,
    h("p", { class: "go-buttons" }, button("Copy the address", copy, "go-plain")), state,
    h("p", {}, "This is shown once. Give it to the people who hold this cohort's meetings, and to nobody else. "
      + "Whoever has it sees all that they see, and nothing of any other cohort."),
    h("p", { class: "go-quiet" }, "Is it lost? Make a new one here. Then the old one opens nothing any more."));

  async function copy() {
    let done = false;
    try { await navigator.clipboard.writeText(field.value); done = true; } catch { field.focus(); field.select(); }
    say(state, done ? "Copied." : "The address is marked. Now copy it: press Ctrl+C.", "ok");
  }

  function show(name, key) {
    const base = servedAt();
    label.textContent = base === null ? `The key of “${name}”` : `The address for “${name}”`;
    field.value = base === null ? key : new URL(`${base}?token=${key}`, location.href).href;
    say(state, "");
    node.hidden = false;
    field.focus();
    field.select();
  }

  return { node, show };
}
