// One cohort: how far it is, section by section, and what can be done with it.

const THINGS = {
  groups: (done, of) => `${done} of ${counted(of, "community group", "community groups")} here`,
  steps: (done, of) => `${done} of ${counted(of, "step", "steps")} of the checklist done`,
  questions: (done, of) => `${done} of ${counted(of, "question", "questions")} answered by somebody`,
  actions: (done, of) => (of ? `${done} of ${counted(of, "action", "actions")} done` : "No action yet"),
};

// A section in words, and the same as a bar: its agenda steps, and what it is about.
function sectionLine(title, { steps_done: done, steps_planned: planned, thing, done: ready, things: all }) {
  const words = [
    planned ? `${done} of ${counted(planned, "agenda step", "agenda steps")} done` : "",
    thing ? THINGS[thing](ready, all) : "",
  ].filter(Boolean);
  const [part, whole] = thing ? [ready, all] : [done, planned];
  return h("li", { class: "go-meeting" }, h("strong", {}, title),
    whole
      ? h("div", { class: "go-share", "aria-hidden": "true" },
        part ? h("span", { class: "go-share-done", style: `flex-grow: ${part}` }) : null,
        whole > part ? h("span", { style: `flex-grow: ${whole - part}` }) : null)
      : null,
    h("p", {}, words.join(" · ") || "Not begun"));
}

function cohortCard(model, cohort, sections, { key, receipt, onDone }) {
  const state = h("p", { class: "go-state", role: "status" });
  const named = h("span", { dir: "auto" }, cohort.name);
  const progress = h("details", {}, h("summary", {}, "Section by section"),
    h("ul", { class: "go-plain-list" }, sections.map(({ key: section, title }) =>
      sectionLine(title, cohort.sections.find((one) => one.section === section)))));
  const drawers = cohort.id ? [renaming(), locking(), removing()] : [];
  return h("section", { class: "go-listing", "data-cohort": cohort.id || "own" },
    heading(named), h("p", {}, latestWords(cohort)), progress,
    h("p", { class: "go-buttons" }, openButton(cohort, state), drawers.map(({ ask }) => ask)), drawers.map(({ place }) => place), state);

  function hidden(words) { return h("span", { class: "go-hidden" }, ` ${words}`); }

  // What is hardly ever needed opens below its button, and closes again.
  function drawer(words, make) {
    const ask = h("button", { type: "button", class: "go-button go-plain", "aria-expanded": "false", click: toggle }, words, hidden(`of ${cohort.name}`));
    const place = h("div", { class: "go-notice", hidden: true }, make());
    function toggle() {
      place.hidden = !place.hidden;
      ask.setAttribute("aria-expanded", String(!place.hidden));
      if (!place.hidden) place.querySelector("input, button").focus();
    }
    return { ask, place };
  }

  function renaming() {
    const id = newId("name");
    const field = h("input", { class: "go-field", id, type: "text", maxlength: "80", autocomplete: "off", value: cohort.name });
    const save = button("Save the name", async () => {
      const reply = await change(model, state, "Saving …",
        { kind: "rename-cohort", id: cohort.id, name: field.value, version: cohort.version }, [save]);
      if (reply?.newer) say(state, `Somebody else changed the name to “${reply.newer.name}” in the meantime.`, "warn");
      else if (!reply) { field.setAttribute("aria-invalid", "true"); field.focus(); return; }
      onDone();
    });
    return drawer("Rename", () => [h("label", { class: "go-label", for: id }, "Its new name"), field, h("p", { class: "go-buttons" }, save)]);
  }

  function locking() {
    const sure = button("Make a new address: the old one opens nothing any more", async () => {
      const reply = await change(model, state, "Changing …", { kind: "change-cohort-key", id: cohort.id }, [sure]);
      if (reply) key.show(cohort.name, reply.key);
    });
    return drawer("New address", () => h("p", { class: "go-buttons" }, sure));
  }

  function removing() {
    const id = newId("word");
    const field = h("input", { class: "go-field", id, type: "text", autocomplete: "off", spellcheck: "false" });
    const sure = button("Destroy all its records", async () => {
      const reply = await change(model, state, "Destroying …", { kind: "remove-cohort", id: cohort.id, name: field.value }, [sure]);
      if (!reply) { field.setAttribute("aria-invalid", "true"); field.focus(); return; }
      receipt.show({ ...reply, what: "Cohort", title: reply.removed, ended: "nothing" });
      onDone();
    }, "go-plain");
    field.addEventListener("input", () => field.removeAttribute("aria-invalid"));
    return drawer("Remove", () => [
      h("p", {}, "All its meetings are destroyed: every answer, its map and its plan. It can't be undone."),
      h("label", { class: "go-label", for: id }, `Type “${cohort.name}” to go on`), field, h("p", { class: "go-buttons" }, sure)]);
  }
}

function latestWords({ meetings, latest }) {
  if (!latest) return "No meeting yet.";
  return `${counted(meetings, "meeting", "meetings")} · the latest on ${inWords(latest.held_on)}`;
}

function openButton({ id, name }, state) {
  const base = servedAt();
  const go = h("button", { type: "button", class: "go-button", click: open, disabled: base === null }, "Open the console",
    h("span", { class: "go-hidden" }, ` of ${name}`));
  if (base === null) say(state, "Its console opens once the workshop is served: start it with “make workshop”.");

  async function open() {
    const answer = await fetch(`${base}workshop/cohort`,
      { method: "POST", credentials: "same-origin", body: new URLSearchParams({ cohort: id }) }).catch(() => null);
    if (answer?.ok) location.assign(`${base}voila/render/facilitator/console.ipynb`);
    else say(state, answer?.status === 404 ? "Somebody removed this cohort in the meantime." : "Not opened: no connection. Try again.", "warn");
  }
  return go;
}
