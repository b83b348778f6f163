// Before a meeting begins: the way in, the words to open with, and the agenda to begin with.

function wayIn({ way_in: way }) {
  if (!way.square.length) {
    return h("p", {}, "Phones can join once the workshop is served: start it with “make workshop”.");
  }
  return h("div", { class: "go-way-in" }, squareCode(way.square, "Square code with the address to join"),
    h("div", {}, h("p", {}, "Point your camera at the square, or open"),
      h("p", { class: "go-way-address" }, typedAddress(way.typed)),
      h("p", {}, "and type the code"), h("p", { class: "go-way-code" }, way.code)));
}

// The whole way in, folded away while the meeting goes on.
function wayInFold(content) {
  return h("details", { class: "go-fold-way" }, h("summary", {}, "The way in: the square, the address, the code"), wayIn(content));
}

function openingWords(model) {
  const words = guideLines(model.get("opening"), "ul");
  return h("details", { class: "go-opening" }, h("summary", {}, "Words to open with: what stays here, and what can't"),
    h("p", { class: "go-quiet" }, "Read these out before anybody writes. Change them to your own voice."), words,
    h("p", { class: "go-buttons go-screen" }, button("Print these words",
      () => printOnly(h("div", {}, h("p", { class: "go-sheet-title" }, "Words to open with"), guideLines(model.get("opening"), "ul"))),
      "go-plain"),
    h("span", { class: "go-inline-link" }, pageLink("themes.ipynb#agreement", "The group agreement"))));
}

// What stands in the middle until the first step.
function beforePanel(model, room, deeds) {
  const choice = h("select", { class: "go-field", id: newId("agenda") });
  const begin = deedButton("begin", "", () => start(), "go-big-button");
  const label = h("label", { class: "go-label", for: choice.id }, "Agenda");
  const picking = h("div", { class: "go-row" }, label, choice);
  const way = h("div", {});
  const title = h("h2", { class: "go-stage-title" }, "Before it begins");
  const node = h("div", { class: "go-before" }, title,
    h("p", {}, "Put the wall on the projector. Wait until people have come in. Then begin."),
    picking, h("p", { class: "go-buttons" }, begin), openingWords(model), way);
  const drawWay = part(way, (content) => [wayIn(content)]);
  let first = null;

  function start() {
    if (first) enterStep(room, deeds, first);
    else {
      deeds.act(() => ({ kind: "begin-agenda", name: choice.value }),
        { said: "The agenda is there. The questions in it are closed until their step." });
    }
  }

  function draw() {
    const { content } = room;
    first = content.agenda.find(({ status }) => status !== "skipped") ?? content.agenda[0] ?? null;
    const names = content.agendas;
    if (names.join("\n") !== [...choice.options].map(({ value }) => value).join("\n")) {
      const chosen = choice.value;
      choice.replaceChildren(...names.map((name) => h("option", { value: name }, name)));
      if (names.includes(chosen)) choice.value = chosen;
    }
    picking.hidden = !!first || names.length < 2;
    begin.replaceChildren(first ? `Begin: ${first.title}`
      : names.length < 2 ? "Begin with the two-hour agenda" : "Begin with this agenda");
    drawWay(content, content.way_in);
  }

  return { node, draw };
}
