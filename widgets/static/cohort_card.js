// One cohort: how far it is, section by section, and what can be done with it. What is open on the card, and what has
// been typed there, stays while the rest is drawn anew.

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

function latestWords({ meetings, latest }) {
  if (!latest) return "No meeting yet.";
  return `${counted(meetings, "meeting", "meetings")} · the latest on ${inWords(latest.held_on)}`;
}

function cohortCard(model, { key, receipt, onDone }) {
  let cohort = null;
  const names = []; // places that say the cohort's name
  const state = h("p", { class: "go-state", role: "status" });
  const named = h("span", { dir: "auto" });
  const latest = h("p", {});
  const lines = h("ul", { class: "go-plain-list" });
  const own = h("div", {});
  const buttons = h("p", { class: "go-buttons" }, openButton());
  const node = h("section", { class: "go-listing" }, heading(named), latest,
    h("details", {}, h("summary", {}, "Section by section"), lines), buttons, own, state);

  function draw(now, sections) {
    const isNew = cohort === null;
    cohort = now;
    node.dataset.cohort = cohort.id || "own";
    if (isNew && cohort.id) for (const drawer of [renaming(), locking(), removing()]) { buttons.append(drawer.ask); own.append(drawer.place); }
    named.textContent = cohort.name;
    for (const name of names) name.textContent = cohort.name;
    latest.textContent = latestWords(cohort);
    lines.replaceChildren(...sections.map(({ key: section, title }) =>
      sectionLine(title, cohort.sections.find((one) => one.section === section))));
  }

  function nameHere(properties = {}) {
    const name = h("span", properties, cohort?.name ?? "");
    names.push(name);
    return name;
  }

  // What is hardly ever needed opens below its button, and closes again.
  function drawer(words, link, make) {
    const ask = h("button", { type: "button", class: "go-button go-plain", "aria-expanded": "false", click: toggle }, words,
      h("span", { class: "go-hidden" }, ` ${link}`, nameHere()));
    const title = newId("drawer");
    const place = h("div", { class: "go-notice", role: "group", "aria-labelledby": title, hidden: true },
      h("p", { id: title, class: "go-hidden" }, words, ` ${link}`, nameHere()), make());
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
      if (!reply) { field.setAttribute("aria-invalid", "true"); field.focus(); return; }
      if (reply.newer) say(state, `Somebody else changed the name to “${reply.newer.name}” just now. Save yours again if it is better.`, "warn");
      else say(state, "Saved.", "ok");
      onDone();
    });
    field.addEventListener("input", () => field.removeAttribute("aria-invalid"));
    return drawer("Rename", "", () => [h("label", { class: "go-label", for: id }, "Its new name"), field, h("p", { class: "go-buttons" }, save)]);
  }

  function locking() {
    const sure = button("Make a new address: the old one opens nothing any more", async () => {
      const reply = await change(model, state, "Changing …", { kind: "change-cohort-key", id: cohort.id, deed: newKey() }, [sure]);
      if (reply) key.show(cohort.name, reply.key);
    });
    return drawer("New address", "for ", () => h("p", { class: "go-buttons" }, sure));
  }

  function removing() {
    const id = newId("word");
    const field = h("input", { class: "go-field", id, type: "text", autocomplete: "off", spellcheck: "false" });
    const sure = button("Destroy all its records", async () => {
      const reply = await change(model, state, "Destroying …",
        { kind: "remove-cohort", id: cohort.id, name: field.value, deed: newKey() }, [sure]);
      if (!reply) { field.setAttribute("aria-invalid", "true"); field.focus(); return; }
      receipt.show({ ...reply, what: "Cohort", title: reply.removed, ended: "nothing" });
      onDone();
    }, "go-plain");
    field.addEventListener("input", () => field.removeAttribute("aria-invalid"));
    return drawer("Remove", "", () => [
      h("p", {}, "All its meetings are destroyed: every answer, its map and its plan. It can't be undone."),
      h("label", { class: "go-label", for: id }, "Type “", nameHere({ dir: "auto" }), "” to go on"), field, h("p", { class: "go-buttons" }, sure)]);
  }

  // By a message, and then to the console: so this browser goes there with its own way in.
  function openButton() {
    const base = servedAt();
    if (base === null) say(state, "Its console opens once the workshop is served: start it with “make workshop”.");
    return h("button", { type: "button", class: "go-button", click: open, disabled: base === null }, "Open the console",
      h("span", { class: "go-hidden" }, " of ", nameHere()));

    async function open() {
      const answer = await fetch(`${base}workshop/cohort`,
        { method: "POST", credentials: "same-origin", body: new URLSearchParams({ cohort: cohort.id }) }).catch(() => null);
      if (answer?.ok) location.assign(`${base}voila/render/facilitator/console.ipynb`);
      else say(state, answer?.status === 404 ? "Somebody removed this cohort in the meantime." : "Not opened: no connection. Try again.", "warn");
    }
  }

  return { node, draw };
}
