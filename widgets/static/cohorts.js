// All cohorts, for whoever holds the workshop: how far each is, a new one, and the way to its console. Of people
// nothing is counted here.

const LOOK_SECONDS = 15;

function render({ model, el }) {
  const trouble = h("p", { class: "go-state go-screen", role: "status" });
  const list = h("div", {});
  const key = keyPart();
  const receipt = receiptPart();
  const cards = new Map();

  function draw({ cohorts, sections }) {
    for (const id of [...cards.keys()].filter((known) => !cohorts.some((cohort) => cohort.id === known))) {
      cards.get(id).node.remove();
      cards.delete(id);
    }
    for (const cohort of cohorts) {
      if (!cards.has(cohort.id)) cards.set(cohort.id, cohortCard(model, { key, receipt, onDone: read }));
      cards.get(cohort.id).draw(cohort, sections);
    }
    // Put in their order; one that stands where it should is not touched, so that nothing in it loses the focus.
    cohorts.forEach(({ id }, at) => {
      const { node } = cards.get(id);
      if (list.children[at] !== node) list.insertBefore(node, list.children[at] ?? null);
    });
  }

  el.append(trouble, beginning(), key.node, receipt.node, list);

  function beginning() {
    const id = newId("cohort");
    const field = h("input", { class: "go-field", id, type: "text", maxlength: "80", autocomplete: "off" });
    const state = h("p", { class: "go-state", role: "status" });
    let made = newKey(); // the same until it is heard that there is one: asked twice, there is one
    const begin = button("Begin the cohort", async () => {
      const name = field.value;
      const reply = await change(model, state, "Beginning …", { kind: "add-cohort", id: made, name, deed: newKey() }, [begin]);
      if (!reply) { field.setAttribute("aria-invalid", "true"); field.focus(); return; }
      made = newKey();
      field.value = "";
      key.show(reply.cohort.name, reply.key);
      read();
    });
    field.addEventListener("input", () => field.removeAttribute("aria-invalid"));
    return h("div", {}, heading("A new cohort"), h("label", { class: "go-label", for: id }, "Its name"), field,
      h("p", { class: "go-buttons" }, begin), state);
  }

  async function read() {
    forgetReads();
    const reply = await askTogether(model, { kind: "read-cohorts" },
      { onTrouble: (why) => say(trouble, `This can't be read yet: ${why.replace(/[.\s]+$/, "")}. Trying again.`, "warn") });
    if (!reply?.cohorts) { if (reply) say(trouble, reply.refused ?? "", "warn", reply.join ?? ""); return; }
    say(trouble, "");
    draw(reply);
  }

  read();
  // Of what other cohorts do no page is told.
  const again = setInterval(() => { if (document.visibilityState === "visible") read(); }, LOOK_SECONDS * 1000);
  const stop = onChanged(model, read);
  return () => { clearInterval(again); stop(); };
}

export default { render: safely(render) };
