// The sheet of one question: what is asked, the place to write, and the lines that say how it stands.

// `on` has what happens when a person writes, leaves the field, or presses a button.
function answerSheet(model, table, on) {
  const ids = Object.fromEntries(["question", "words", "label", "help", "fate", "count", "state"]
    .map((name) => [name, newId(name)]));
  const area = h("textarea", {
    id: ids.words, class: "go-words", rows: "3", autocomplete: "off",
    "aria-labelledby": `${ids.question} ${ids.label}`,
    "aria-describedby": `${ids.help} ${ids.fate} ${ids.count}`,
    input: on.input, blur: on.blur,
  });
  const count = h("p", { id: ids.count, class: "go-quiet go-count" });
  const state = h("p", { id: ids.state, class: "go-state", role: "status" });
  const choice = h("div", { class: "go-choice" });
  const offer = h("div", { class: "go-offer" });
  const passButton = button("Pass", on.pass, "go-plain");
  const backButton = button("Take back", on.takeBack, "go-plain");
  const putButton = button("Put back", on.putBack, "go-plain");
  const nodes = [
    heading(h("span", { class: "go-number", "aria-hidden": "true" }, String(model.get("number"))),
      h("span", { id: ids.question }, h("span", { class: "go-hidden" }, `Question ${model.get("number")}: `),
        model.get("question"))),
    h("p", { id: ids.help, class: "go-help" }, model.get("help")),
    h("p", { id: ids.fate, class: "go-fate" }, table ? model.get("fate_at_table") : model.get("fate")),
    h("div", { class: "go-screen" },
      h("label", { id: ids.label, for: ids.words, class: "go-label" },
        table ? "Recorder: write what your table says. No names." : "Your words"),
      area, count, choice, state,
      h("p", { class: "go-buttons" }, passButton, backButton, putButton), offer),
    h("div", { class: "go-lines", "aria-hidden": "true" }),
  ];
  // The note of a closed question stands before the field and describes it; what the room wrote comes last.
  function meetRoom({ note, heard }) {
    area.before(note);
    area.setAttribute("aria-describedby", `${note.id} ${area.getAttribute("aria-describedby")}`);
    nodes.at(-1).after(...heard);
  }
  return { nodes, area, count, state, choice, offer, passButton, backButton, putButton, meetRoom };
}
