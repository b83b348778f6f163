// From answers to a plan: one question at a time, its answers under themes, its votes, and where each thing goes.

function render({ model, el }) {
  const room = markedFeed(model, "read-console");
  const feed = communityFeed(model);
  const deeds = deedBar(model, room);
  const trouble = h("p", { class: "go-state go-screen", role: "status" });
  const prompts = model.get("prompts").filter((prompt) => prompt.shown);
  const harvest = harvester(model, room, feed, deeds);
  const themes = themesBoard(model, room, deeds, harvest);
  const votes = votesBoard(model, room, deeds);
  const lists = listsBoard(room, deeds);
  const choice = h("div", { class: "go-board-prompts", role: "group", "aria-label": "Questions" });
  const title = h("h2", { class: "go-board-question" });
  const wait = h("p", { class: "go-quiet" });
  const whole = h("div", { hidden: true }, choice, title, wait, themes.node, votes.node, lists.node, offersPanel(model).node, deeds.node);
  el.classList.add("go-board");
  el.append(trouble, whole);
  let prompt = null;

  const countOf = (key, verdict) => room.content.cards.filter((card) => card.prompt === key && card.verdict === verdict).length;
  const drawChoice = part(choice, (counts) => counts.map(([one, count]) => h("button", { type: "button", class: `go-button go-small ${one === prompt ? "" : "go-plain"}`,
    "aria-pressed": String(one === prompt), "data-focus": one.key, click: () => { prompt = one; draw(); } }, `${one.number}. ${shortWords(one.question, 30)}`,
  h("span", {}, ` (${count})`), h("span", { class: "go-hidden" }, " approved answers"))));

  // The questions of the present step first, then whichever has answers.
  function firstPrompt() {
    const { agenda, stage } = room.content;
    const here = agenda.find(({ id }) => id === stage.step)?.prompts ?? [];
    const answered = prompts.filter(({ key }) => countOf(key, "approved"));
    return answered.find(({ key }) => here.includes(key)) ?? answered[0] ?? prompts[0];
  }

  function draw() {
    say(trouble, room.trouble || feed.trouble || (room.content && feed.ready ? "" : "Reading the answers …"),
      room.trouble || feed.trouble ? "warn" : "", room.join || feed.join);
    if (!room.content || !feed.ready) return;
    const isFirst = whole.hidden;
    whole.hidden = false;
    prompt ??= firstPrompt();
    const counts = prompts.map((one) => [one, countOf(one.key, "approved")]);
    drawChoice(counts, [counts, prompt.key]);
    title.textContent = promptWords(prompt);
    const waiting = countOf(prompt.key, "waiting");
    wait.hidden = !waiting;
    if (waiting) wait.replaceChildren(`${counted(waiting, "more answer waits", "more answers wait")} to be decided: `, pageLink("console.ipynb", "decide now"), ".");
    themes.draw(prompt);
    votes.draw(prompt);
    lists.draw();
    if (isFirst && /^#(agreement|learning)$/.test(location.hash)) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }

  draw();
  const stops = [room.start(draw), feed.start(draw)];
  return () => { for (const stop of stops) stop(); };
}

export default { render: safely(render) };
