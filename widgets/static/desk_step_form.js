// The form of a step of the agenda, new or changed.

// Several of the prompts, each with a box to tick.
function promptsControl(prompts) {
  const boxes = prompts.map((prompt) => {
    const input = h("input", { type: "checkbox", value: prompt.key });
    return { input, node: h("label", { class: "go-status" }, input, h("span", {}, promptWords(prompt))) };
  });
  const node = h("fieldset", { class: "go-which" }, h("legend", {}, "Questions that open with it"), boxes.map((box) => box.node));
  const control = {
    node,
    input: boxes[0].input,
    labelled: true,
    get: () => boxes.filter(({ input }) => input.checked).map(({ input }) => input.value),
    set: (keys) => { for (const { input } of boxes) input.checked = (keys ?? []).includes(input.value); },
    changed: () => {},
  };
  node.addEventListener("change", () => control.changed());
  return control;
}

function minutesControl(most) {
  const control = textControl({ type: "number", inputmode: "numeric", min: "0", max: String(most) });
  control.get = () => Math.round(Number(control.input.value)) || 0;
  return control;
}

// `now()` is the step as it stands when it is saved: another facilitator may have moved it.
function stepForm(model, step, after, { now, onSaved, onClosed }) {
  const most = model.get("most_minutes");
  const prompts = model.get("prompts");
  const sections = [["", "No section"], ...model.get("sections").map(({ key, number, title }) => [key, `${number}. ${title}`])];
  const titles = Object.fromEntries(prompts.map((prompt) => [prompt.key, prompt.number]));
  return recordForm(model, {
    title: step ? `Change “${step.title}”` : `A new step after “${after.title}”`,
    name: "step",
    record: step,
    defaults: { minutes: 10 },
    fields: [
      { name: "title", label: "Name", control: textControl(), limit: 120 },
      { name: "minutes", label: "Minutes", control: minutesControl(most) },
      { name: "method", label: "How", control: areaControl(3, false), limit: 600 },
      { name: "section", label: "Section that phones are led to", control: selectControl(sections) },
      { name: "prompts", label: "Questions that open with it", control: promptsControl(prompts) },
    ],
    shown: (field, value) => (field === "prompts" ? value.map((key) => titles[key]).join(", ")
      : field === "section" ? sections.find(([key]) => key === value)?.[1] : value),
    wrong: ({ title, minutes }) => (!title ? ["title", "give the step a name."]
      : minutes < 0 || minutes > most ? ["minutes", `choose from 0 to ${most} minutes.`] : null),
    message: (record) => ({ kind: "save-agenda-step", after: after?.id ?? "",
      step: { ...record, status: now()?.status ?? "to-come", place: now()?.place ?? 0 } }),
    onSaved,
    onClosed,
  });
}
