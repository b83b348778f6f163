// One answer as the facilitator sees it: its words, what they seem to hold, and what to do if a child may be in danger.

const VERDICT_WORDS = { waiting: "to decide", approved: "approved", hidden: "hidden", attention: "needs attention" };
const VERDICT_SHAPES = { waiting: "not-yet", approved: "done", hidden: "dropped", attention: "doing" };
const REASON_WORDS = {
  "names-someone": "It names someone", "personal-story": "It tells a private story",
  "could-hurt": "It could hurt someone", "off-topic": "It is about something else", "child-at-risk": "A child may be at risk",
};

const signWords = (signs) => (signs.length ? `Seems to hold ${signs.join(", and ")}.` : "");

function cardHead(prompts, card) {
  const prompt = prompts.find(({ key }) => key === card.prompt);
  return h("p", { class: "go-card-from" }, `Question ${prompt.number}`, card.from_table ? " · from a table" : "",
    h("span", { class: "go-quiet" }, shortWords(prompt.question, 70)));
}

function cardBody(prompts, card) {
  return [
    cardHead(prompts, card),
    card.changed && card.verdict === "waiting"
      ? h("p", { class: "go-card-sign" }, "You decided about earlier words. Their writer has changed them since: please read again.") : null,
    wordsOf(card.text),
    card.signs.length ? h("p", { class: "go-card-sign" }, signWords(card.signs)) : null,
  ];
}

// What to do when words suggest that a child is in danger: calm steps, the numbers, and a sheet to print.
function whatIf(model) {
  const steps = () => guideLines(model.get("what_if"));
  return h("div", { class: "go-what-if", role: "note", "aria-label": "If a child may be in danger" },
    h("p", {}, h("strong", {}, "A child may be in danger")), steps(),
    h("p", { class: "go-buttons go-screen" }, deedButton("print what-if", "Print these steps",
      () => printOnly(h("div", {}, h("p", { class: "go-sheet-title" }, "If a child may be in danger"), steps())), "go-plain go-small")));
}

// How answers are chosen for the room: to read, and to print.
function policyFold(model) {
  const lines = () => guideLines(model.get("policy"), "ul");
  return h("details", {}, h("summary", {}, "How answers are chosen"), lines(),
    h("p", { class: "go-buttons go-screen" }, button("Print it",
      () => printOnly(h("div", {}, h("p", { class: "go-sheet-title" }, "How answers are chosen"), lines())), "go-plain")));
}
