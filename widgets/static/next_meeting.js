// The next meeting: what goes on into it, and the new code that it begins with.

const MOST_TOLD = 10;

function nextPart(model, onDone) {
  const id = newId("next");
  const title = h("input", { class: "go-field", id, type: "text", maxlength: "120", autocomplete: "off" });
  const afresh = h("input", { type: "checkbox", id: `${id}-afresh`, change: drawCarried });
  const state = h("p", { class: "go-state", role: "status" });
  const begin = button("Begin the next meeting", start);
  const carried = h("div", {});
  const open = h("p", { class: "go-fate" }, "This meeting has not ended. Phones that are in it stay there, and can go on writing.");
  const node = h("div", {}, heading("The next meeting"), open, carried,
    h("label", { class: "go-label", for: id }, "Its name"), title,
    h("label", { class: "go-status", for: `${id}-afresh` }, afresh, "Begin with an empty map and an empty plan"),
    h("p", { class: "go-buttons" }, begin), state);
  let shown = null;

  async function start() {
    const reply = await change(model, state, "Beginning …",
      { kind: "begin-meeting", title: title.value, before: shown.meeting.code, afresh: afresh.checked }, [begin]);
    if (reply) {
      title.value = "";
      say(state, "It has begun, with a new code. Put that on the wall: phones join again.", "ok");
    }
    onDone();
  }

  function drawCarried() {
    const { unfinished } = shown;
    if (afresh.checked) {
      carried.replaceChildren(h("p", {}, "Nothing of this meeting goes on into the next one. What was left open for next time closes."));
      return;
    }
    const rest = unfinished.length - MOST_TOLD;
    carried.replaceChildren(h("p", {}, "The map, the seven steps and both lists go on into it. "
      + (unfinished.length ? `So ${unfinished.length === 1 ? "does 1 action that is" : `do ${unfinished.length} actions that are`} not done:` : "No action is left to do.")),
    h("ul", {}, unfinished.slice(0, MOST_TOLD).map((what) => h("li", {}, what)),
      rest > 0 ? h("li", {}, `and ${rest} more`) : null),
    h("p", { class: "go-quiet" }, Object.keys(shown.left_open).length
      ? "Answers to what you left open for next time go along. Other answers, themes and votes stay in this one."
      : "Answers, themes and votes stay in this one, and nothing in the next one is tied to them."));
  }

  function draw(told) {
    shown = told;
    node.hidden = told.meeting.practice;
    open.hidden = Boolean(told.meeting.ended);
    drawCarried();
  }

  return { node, draw };
}
