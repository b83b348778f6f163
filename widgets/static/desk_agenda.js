// The agenda: the spine of the meeting, each step with its minutes, and what can be done with it.

const STEP_WORDS = { "to-come": "to come", done: "done", skipped: "skipped" };
const STEP_SHAPES = { "to-come": "not-yet", done: "done", skipped: "dropped" };

// Come to a step. The one that the room leaves is done when it was before the other.
function enterStep(room, deeds, step) {
  return deeds.act(() => {
    const { agenda, stage } = room.content;
    const at = agenda.findIndex(({ id }) => id === stage.step);
    const done = at >= 0 && agenda.findIndex(({ id }) => id === step.id) > at;
    return { kind: "enter-step", step: step.id, version: stage.version, done };
  }, {
    said: `The room is on “${step.title}”.`,
    newer: "Another facilitator moved the room just now. You see where it is.",
  });
}

const nextStep = ({ agenda, stage }) => agenda.slice(agenda.findIndex(({ id }) => id === stage.step) + 1)
  .find(({ status }) => status !== "skipped");

// When the meeting ends if all goes on as planned: what is on the clock, and the minutes of the steps to come.
function expectedEnd({ agenda, stage }, now) {
  const at = agenda.findIndex(({ id }) => id === stage.step);
  const later = agenda.slice(at + 1).filter(({ status }) => status === "to-come");
  const left = clockNow({ ends: stage.clock_ends, left: stage.clock_left }, now).left;
  return now + Math.max(left, 0) + 60 * later.reduce((sum, { minutes }) => sum + minutes, 0);
}

function agendaSpine(model, room, deeds) {
  const most = model.get("most_minutes");
  const list = h("ol", { class: "go-spine-list", tabindex: "-1" });
  const total = h("p", { class: "go-spine-total" });
  const end = h("p", { class: "go-quiet" });
  const place = h("div", {});
  const tools = agendaTools(room, deeds);
  const node = h("section", { class: "go-spine", "aria-label": "Agenda" }, h("h2", {}, "Agenda"), list, total, end, place, tools.node);
  const opened = new Set(); // the steps whose choices are open

  const save = (step, changes, said) => deeds.act(() => ({ kind: "save-agenda-step", step: { ...current(step), ...changes } }),
    { said, undo: ({ step: kept }) => ({ kind: "save-agenda-step", step: { ...step, version: kept.version } }) });
  const current = (step) => room.content.agenda.find(({ id }) => id === step.id) ?? step;

  function setMinutes(step, input) {
    const minutes = Math.round(Number(input.value));
    if (!Number.isFinite(minutes) || minutes < 0 || minutes > most) {
      input.value = step.minutes;
      deeds.say(`Choose from 0 to ${most} minutes.`, "warn");
    } else if (minutes !== step.minutes) {
      input.defaultValue = input.value;
      save(step, { minutes }, `“${step.title}” takes ${counted(minutes, "minute", "minutes")}.`);
    }
  }

  function repeat(step) {
    const copy = { ...step, id: newKey(), status: "to-come", version: 0 };
    deeds.act(() => ({ kind: "save-agenda-step", step: copy, after: step.id }), {
      said: `“${step.title}” comes once more.`,
      undo: ({ step: kept }) => ({ kind: "remove-agenda-step", id: kept.id, version: kept.version }),
    });
  }

  function remove(step) {
    deeds.act(() => ({ kind: "remove-agenda-step", id: step.id, version: current(step).version }), {
      said: `“${step.title}” is off the agenda.`,
      undo: () => ({ kind: "save-agenda-step", step: { ...step, version: 0 } }),
    });
  }

  function edit(step, after = null) {
    const form = stepForm(model, step, after, { now: () => step && current(step), onSaved: () => room.read(), onClosed: () => list.focus() });
    place.replaceChildren(form.node);
    form.focus();
  }

  function choices(step, isHere) {
    const isSkipped = step.status === "skipped";
    const one = (key, words, click) => deedButton(`${key} ${step.id}`, words, click, "go-plain go-small", step.title);
    return h("p", { class: "go-buttons", hidden: !opened.has(step.id) },
      isHere ? null : one("skip", isSkipped ? "Don't skip" : "Skip", () => save(step, { status: isSkipped ? "to-come" : "skipped" },
        `“${step.title}” ${isSkipped ? "is in again" : "is skipped"}.`)),
      one("repeat", "Once more", () => repeat(step)),
      one("change", "Change", () => edit(step)),
      one("add", "Add a step after it", () => edit(null, step)),
      isHere ? null : one("remove", "Remove", () => remove(step)));
  }

  function asItem(step, number, here) {
    const isHere = step.id === here;
    const minutes = h("input", { class: "go-field go-minutes", type: "number", inputmode: "numeric", min: "0", max: String(most), value: String(step.minutes),
      "aria-label": `Minutes for ${step.title}`, "data-focus": `minutes ${step.id}`, change: (event) => setMinutes(step, event.target) });
    const words = isHere ? "now" : STEP_WORDS[step.status];
    const more = choices(step, isHere);
    const toggle = h("button", { type: "button", class: "go-spine-more", "aria-expanded": String(opened.has(step.id)), "data-focus": `more ${step.id}`,
      "aria-label": `More for ${step.title}`, click: () => {
        more.hidden = !more.hidden;
        opened[more.hidden ? "delete" : "add"](step.id);
        toggle.setAttribute("aria-expanded", String(!more.hidden));
      } }, "⋯");
    return h("li", { class: `go-spine-step go-is-${isHere ? "doing" : STEP_SHAPES[step.status]}${step.status === "skipped" ? " go-skipped" : ""}`,
      "aria-current": isHere ? "step" : null },
    h("div", { class: "go-spine-row" },
      h("span", { class: "go-shape", "aria-hidden": "true" }),
      h("button", { type: "button", class: "go-spine-go", "data-focus": `go ${step.id}`, click: () => enterStep(room, deeds, step) },
        h("span", { class: "go-hidden" }, isHere ? "Begin again: " : "Go to: "), h("span", { dir: "auto" }, `${number}. ${step.title}`),
        h("span", { class: isHere || step.status !== "to-come" ? "go-spine-status" : "go-hidden" }, ` ${words}`)),
      h("span", { class: "go-spine-minutes" }, minutes, h("span", { "aria-hidden": "true" }, "min")), toggle),
    more);
  }

  const drawList = part(list, ({ agenda, stage }) => agenda.map((step, at) => asItem(step, at + 1, stage.step)));

  function drawEnd() {
    const { content } = room;
    if (!content?.agenda.length) return;
    const minutes = content.agenda.filter(({ status }) => status !== "skipped").reduce((sum, step) => sum + step.minutes, 0);
    total.textContent = `${counted(minutes, "minute", "minutes")} in all`;
    const at = new Date(1000 * expectedEnd(content, room.now()));
    const words = `As planned, it ends at ${at.toLocaleTimeString("en-CA", { hour: "numeric", minute: "2-digit" })}`;
    if (end.textContent !== words) end.textContent = words;
  }

  function draw() {
    const { content } = room;
    node.hidden = !content.agenda.length;
    drawList(content, [content.agenda, content.stage.step]);
    tools.draw();
    drawEnd();
  }

  return { node, draw, tick: drawEnd };
}

// Keep this agenda to be used again, or use another one.
function agendaTools(room, deeds) {
  const name = h("input", { class: "go-field", id: newId("keep"), type: "text", maxlength: "60", autocomplete: "off" });
  const choice = h("select", { class: "go-field", id: newId("use") });
  const keep = () => deeds.act(() => ({ kind: "keep-agenda", name: name.value }), {
    said: (reply) => `This agenda is kept as “${reply.name}”.`, undo: (reply) => ({ kind: "forget-agenda", name: reply.name }),
  }).then((reply) => { if (reply.saved) name.value = ""; });
  const use = () => {
    const chosen = choice.value;
    const seen = room.content.agenda_mark;
    deeds.act(() => ({ kind: "use-agenda", name: chosen, seen }), { said: `“${chosen}” is the agenda now.`,
      newer: "Another facilitator changed the agenda just now. You see theirs, and nothing of it is lost. Use it, or choose again." });
  };
  const forget = deedButton("forget", "Forget it", () => {
    const chosen = choice.value;
    deeds.act(() => ({ kind: "forget-agenda", name: chosen }), { said: `“${chosen}” is no longer kept.` });
  });
  const onChoice = () => { forget.hidden = choice.selectedIndex < 1; };
  choice.addEventListener("change", onChoice);
  const node = h("details", { class: "go-spine-tools" }, h("summary", {}, "Keep this agenda, or use another"),
    h("form", { submit: (event) => { event.preventDefault(); keep(); } },
      h("label", { class: "go-label", for: name.id }, "Keep it under a name"), name,
      h("p", { class: "go-buttons" }, h("button", { type: "submit", class: "go-button go-plain" }, "Keep"))),
    h("label", { class: "go-label", for: choice.id }, "Use another one"), choice,
    h("p", { class: "go-buttons" }, deedButton("use", "Use it", use), forget));

  function draw() {
    const { agendas } = room.content;
    if (agendas.join("\n") === [...choice.options].map(({ value }) => value).join("\n")) return;
    const chosen = choice.value;
    choice.replaceChildren(...agendas.map((one) => h("option", { value: one }, one)));
    if (agendas.includes(chosen)) choice.value = chosen;
    onChoice();
  }

  return { node, draw };
}
