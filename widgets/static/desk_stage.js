// The present step, large: what it is, how people do it, the clock, its questions, and the way on.

function stagePanel(model, room, deeds) {
  const kicker = h("p", { class: "go-stage-kicker" });
  const title = h("h2", { class: "go-stage-title", dir: "auto" });
  const method = h("p", { class: "go-stage-method", dir: "auto" });
  const clock = clockPanel(room, deeds);
  const moves = h("p", { class: "go-buttons go-stage-moves", tabindex: "-1" });
  const prompts = promptControls(model, room, deeds);
  const section = sectionChoice(model, room, deeds);
  const way = h("div", {});
  const node = h("div", { class: "go-stage-now" }, kicker, title, method, clock.node, moves, prompts.node, section.node, way);
  const drawMoves = part(moves, ({ before, after }) => [
    after ? deedButton("next", `Next: ${shortWords(after.title, 40)}`, () => enterStep(room, deeds, after), "go-big-button") : null,
    before ? deedButton("before", `Back to: ${shortWords(before.title, 40)}`, () => enterStep(room, deeds, before)) : null,
  ]);
  const drawWay = part(way, (content) => [wayInFold(content)]);

  function draw() {
    const { content } = room;
    const at = content.agenda.findIndex(({ id }) => id === content.stage.step);
    const step = content.agenda[at];
    if (!step) return;
    kicker.textContent = `Step ${at + 1} of ${content.agenda.length} · ${counted(step.minutes, "minute", "minutes")} planned`;
    title.textContent = step.title;
    method.textContent = step.method;
    method.hidden = !step.method;
    const before = content.agenda.slice(0, at).findLast(({ status }) => status !== "skipped") ?? null;
    drawMoves({ before, after: nextStep(content) ?? null });
    prompts.draw(step.prompts);
    section.draw();
    drawWay(content, content.way_in);
    clock.draw();
  }

  return { node, draw, tick: clock.draw };
}

// A big clock. A screen reader hears its minutes, not its seconds.
function clockPanel(room, deeds) {
  const digits = h("p", { class: "go-clock", "aria-hidden": "true" });
  const words = h("p", { class: "go-clock-words", role: "status" });
  const set = (change, seconds, said, less = false) => deeds.act(() => ({ kind: "set-clock", change, seconds, less,
    version: room.content.stage.version }), { said, newer: "Another facilitator set the clock just now. You see theirs." });
  const start = deedButton("start", "", () => (clockOf().runs
    ? set("rest", 0, "The clock rests.") : set("start", freshSeconds(), "The clock runs.")));
  const more = deedButton("more", "+1 min", () => set("add", 60, "One minute more."));
  const less = deedButton("less", "−1 min", () => set("add", 60, "One minute less.", true));
  const stop = deedButton("stop", "Stop", () => set("stop", 0, "The clock is off."));
  const node = h("div", { class: "go-clock-panel", role: "group", "aria-label": "Clock" }, digits, words,
    h("p", { class: "go-buttons" }, start, more, less, stop));

  const clockOf = () => clockNow({ ends: room.content.stage.clock_ends, left: room.content.stage.clock_left }, room.now());
  // A clock that is off begins with the minutes of the step.
  function freshSeconds() {
    if (clockOf().rests) return 0;
    const step = room.content.agenda.find(({ id }) => id === room.content.stage.step);
    return 60 * (step?.minutes || 5);
  }

  function draw() {
    if (!room.content) return;
    const clock = clockOf();
    const isSet = clock.runs || clock.rests;
    const text = isSet ? clockDigits(clock.left) : "–:––";
    if (digits.textContent !== text) digits.textContent = text;
    const said = clockWords(clock);
    if (words.textContent !== said) words.textContent = said;
    node.classList.toggle("go-over", clock.runs && clock.left < 0);
    const label = clock.runs ? "Rest" : clock.rests ? "Go on" : "Start";
    if (start.textContent !== label) start.textContent = label;
    more.hidden = less.hidden = stop.hidden = !isSet;
  }

  return { node, draw };
}

// Which section the room is on. Phones offer to follow; nobody is moved.
function sectionChoice(model, room, deeds) {
  const sections = model.get("sections");
  const choice = h("select", { class: "go-field", id: newId("section"), "data-focus": "section", change: () => move() },
    h("option", { value: "", hidden: true }, "Nothing yet"),
    sections.map(({ key, number, title }) => h("option", { value: key }, `${number}. ${title}`)));
  const node = h("div", { class: "go-row go-section-choice" }, h("label", { class: "go-label", for: choice.id }, "Section that phones are led to"), choice,
    h("p", { class: "go-quiet" }, "Phones follow if their people want to."));

  function move() {
    const section = choice.value;
    const { title } = sections.find(({ key }) => key === section);
    deeds.act(() => ({ kind: "move-section", section, version: room.content.stage.version }), { said: `Phones are led to “${title}”.` })
      .then((reply) => { if (!reply.saved) draw(); });
  }
  function draw() { if (choice.value !== room.content.stage.section) choice.value = room.content.stage.section; }
  return { node, draw };
}
