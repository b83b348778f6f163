// Questions that stay open between two meetings, and what came of those that were left open last time.

const HOMEWORK_WORDS = "A question that you leave open takes answers until the next meeting begins, even when this one has ended. "
  + "They go along to the next one.";

// The day by which a question is to be answered. Something that is no day is said at once.
function dayField(name, day = "") {
  const input = h("input", { class: "go-field", id: newId(name), type: "date", value: day });
  input.addEventListener("input", () => input.removeAttribute("aria-invalid"));
  return {
    input,
    wrong: () => (input.validity.badInput ? "This is no day. Choose one from the calendar." : !input.value ? "Choose the day by which you ask for answers." : ""),
    mark: () => { input.setAttribute("aria-invalid", "true"); input.focus(); },
  };
}

function homeworkPanel(model, room, deeds) {
  const prompts = model.get("prompts");
  const choice = h("select", { class: "go-field", id: newId("home") });
  const day = dayField("home-day");
  const code = h("strong", { class: "go-code" });
  const list = h("div", { tabindex: "-1" });
  const form = h("form", { submit: (event) => { event.preventDefault(); add(); } },
    h("label", { class: "go-label", for: choice.id }, "Question to answer at home"), choice,
    h("label", { class: "go-label", for: day.input.id }, "By which day"), day.input,
    h("p", { class: "go-buttons" }, h("button", { type: "submit", class: "go-button go-plain" }, "Leave it open for next time")));
  const node = h("details", { class: "go-homework" }, h("summary", {}, "For next time: questions to answer at home"),
    h("p", {}, HOMEWORK_WORDS, " People come in with the same code: ", code,
      ". So the workshop has to stay on, where phones can reach it from home."), list, form);

  // Change a question for next time. What can't be is said, and stays in its field.
  function set(prompt, field, changes, said) {
    const wrong = field?.wrong();
    if (wrong) { deeds.say(wrong, "warn"); field.mark(); return Promise.resolve({}); }
    return setPrompt(room, deeds, prompt, changes, said).then((reply) => {
      if (reply.refused && reply.field === "due") field?.mark();
      return reply;
    });
  }

  function add() {
    const prompt = prompts.find(({ key }) => key === choice.value);
    if (!prompt) return;
    const due = day.input.value;
    set(prompt, day, { open: true, due }, `Question ${prompt.number} is open for next time, by ${due && dayInWords(due)}.`)
      .then((reply) => { if (reply.saved) day.input.value = ""; });
  }

  function asItem(prompt) {
    const { open, due, answered } = room.content.prompts[prompt.key];
    const field = dayField("due", due);
    const name = `question ${prompt.number}`;
    field.input.dataset.focus = `due ${prompt.key}`;
    return h("div", { class: "go-prompt-row" },
      h("p", { class: "go-prompt-question" }, promptWords(prompt)),
      h("p", { class: "go-quiet" }, `By ${dayInWords(due)} · ${answeredWords(model, answered)}`),
      h("p", { class: "go-prompt-state" }, statusSign(open ? "doing" : "not-yet", open ? "Open" : "Closed")),
      h("label", { class: "go-label", for: field.input.id }, `Another day for ${name}`), field.input,
      h("p", { class: "go-buttons" },
        deedButton(`day ${prompt.key}`, "Change the day", () => set(prompt, field, { due: field.input.value },
          `Question ${prompt.number} is for ${field.input.value && dayInWords(field.input.value)} now.`).then((reply) => {
          if (reply.saved) field.input.defaultValue = field.input.value;
        }), "go-plain go-small", `for ${name}`),
        deedButton(`open ${prompt.key}`, open ? "Close it" : "Open it", () => set(prompt, null, { open: !open },
          `Question ${prompt.number} is ${open ? "closed" : "open"}.`), "go-plain go-small", name),
        deedButton(`off ${prompt.key}`, "Not for next time", () => set(prompt, null, { due: "" },
          `Question ${prompt.number} is not for next time.`), "go-plain go-small", name)));
  }

  const isLeft = ({ key }) => room.content.prompts[key].homework === "left";
  const drawList = part(list, (left) => left.map(asItem));

  function draw() {
    const { session, prompts: stages } = room.content;
    const left = prompts.filter(isLeft);
    const rest = prompts.filter((prompt) => !isLeft(prompt));
    node.hidden = session.practice || session.ended === "summary";
    code.textContent = room.content.way_in.code;
    drawList(left, left.map(({ key }) => [key, stages[key]]));
    form.hidden = !rest.length;
    const keys = rest.map(({ key }) => key);
    if (keys.join() === [...choice.options].map(({ value }) => value).join()) return;
    const chosen = choice.value;
    choice.replaceChildren(...rest.map((prompt) => h("option", { value: prompt.key }, shortWords(promptWords(prompt), 70))));
    if (keys.includes(chosen)) choice.value = chosen;
  }

  return { node, draw };
}

// Before a meeting begins: what came in since the last one.
function givenHomework(model, room) {
  const list = h("ul", { class: "go-plain-list" });
  const node = h("section", { class: "go-last-time", hidden: true, "aria-label": "Answered at home" }, h("h2", {}, "Answered at home"),
    h("p", { class: "go-quiet" }, "You left these questions open last time. Their answers are in this meeting now, as every answer is: "
      + "decide on them, put them under themes, take them into the plan."), list,
    h("p", {}, pageLink("themes.ipynb", "From answers to a plan")));
  const drawList = part(list, (given) => given.map((prompt) => h("li", {}, h("strong", {}, promptWords(prompt)),
    h("span", { class: "go-quiet" }, ` ${answeredWords(model, room.content.prompts[prompt.key].answered)}`))));

  function draw() {
    const { prompts: stages, stage } = room.content;
    const given = model.get("prompts").filter(({ key }) => stages[key].homework === "given");
    node.hidden = !!stage.step || !given.length;
    if (!node.hidden) drawList(given, given.map(({ key }) => [key, stages[key].answered]));
  }

  return { node, draw };
}
