// What the group has so far: answers, who is at the table, the plan, steps and local resources, as they are now.

const STATUS_WORDS = { "not-yet": "Not yet", doing: "Doing", done: "Done" };
const MINE = { written: "You wrote", passed: "You passed", withdrawn: "", none: "" };
// How a group of the toolkit stands; the shape is the one of how far a thing is.
const COVERAGE = [["covered", "Here", "done"], ["thin", "Rests on one person", "doing"], ["missing", "Missing", "not-yet"],
  ["not-here", "Not in our town", "dropped"]];

const counted = (count, one, many) => `${count} ${count === 1 ? one : many}`;
const tallyOf = (items) => h("ul", { class: "go-tally" }, items.map((item) => h("li", {}, item)));

function render({ model, el }) {
  const feed = communityFeed(model);
  const line = h("p", { class: "go-state go-screen", role: "status" });
  const titles = Object.fromEntries(["Answers", "Who is at the table", "The plan", "The seven steps", "Local resources"]
    .map((title) => [title, heading(title)]));
  const parts = Object.fromEntries(Object.keys(titles).map((title) => [title, h("div", {})]));
  const body = h("div", { hidden: true }, Object.keys(titles).flatMap((title) => [titles[title], parts[title]]));
  el.classList.add("go-overview");
  el.append(line, body);

  async function read() {
    const reply = await askTogether(model, { kind: "read-overview", seat: seat() },
      { onTrouble: (why) => say(line, `This can't be read yet: ${why.replace(/[.\s]+$/, "")}. Trying again.`, "warn") });
    if (!reply?.responses) { if (reply) say(line, reply.refused ?? "", "warn", reply.join ?? ""); return; }
    say(line, "");
    draw(reply);
  }

  function draw({ responses, steps, step_list: list, resources, entries, mine }) {
    const marked = list.filter(({ status, who, by }) => status !== "not-yet" || who || by);
    body.hidden = false;
    parts["Answers"].replaceChildren(h("table", { class: "go-table" },
      h("caption", { class: "go-hidden" }, "How many answers each question has, and yours"),
      h("thead", {}, h("tr", {}, ["Question", "Answers", "Yours"].map((head) => h("th", { scope: "col" }, head)))),
      h("tbody", {}, model.get("prompts").map(({ key, number, question }) => h("tr", {},
        h("th", { scope: "row" }, `${number} · ${question}`),
        h("td", {}, key in responses ? String(responses[key]) : "not shown"),
        h("td", {}, MINE[mine?.[key]?.state] || "–"))))));
    parts["The seven steps"].replaceChildren(
      tallyOf(Object.entries(STATUS_WORDS).map(([status, words]) => statusSign(status, `${words}: ${steps[status] ?? 0}`))),
      marked.length
        ? h("ul", { class: "go-plain-list" }, marked.map(({ number, text, status, who, by }) => h("li", { class: "go-step-line" },
          h("strong", {}, `${number} · ${text}`), h("br"),
          [STATUS_WORDS[status] ?? "", who && `who: ${who}`, by && `by ${inWords(by)}`].filter(Boolean).join(", "))))
        : h("p", { class: "go-quiet" }, "No step is marked yet."));
    parts["Local resources"].replaceChildren(h("p", {}, `${counted(resources, "local resource", "local resources")}, `
      + `and ${counted(entries - resources, "person", "people")} on the community map.`));
  }

  // What the map and the plan say of themselves comes with the feed.
  function drawShared() {
    if (!feed.ready) return;
    const groups = model.get("groups");
    const stateOf = (key) => feed.coverage.get(key)?.state ?? "missing";
    const missing = groups.filter(({ key }) => stateOf(key) === "missing")
      .map(({ key, name }) => (key === LIVED_EXPERIENCE ? "Ways for people with lived experience to take part" : name));
    parts["Who is at the table"].replaceChildren(
      tallyOf(COVERAGE.map(([state, words, shape]) =>
        statusSign(shape, `${words}: ${groups.filter(({ key }) => stateOf(key) === state).length}`))),
      missing.length
        ? h("p", {}, h("strong", {}, "Still missing: "), `${missing.join("; ")}.`)
        : h("p", {}, `None of the ${groups.length} groups is missing.`));
    const found = [...feed.actions.values()];
    parts["The plan"].replaceChildren(found.length
      ? tallyOf(ACTION_STATUSES.map(([status, words]) =>
        statusSign(status, `${words}: ${found.filter((action) => action.status === status).length}`)))
      : h("p", { class: "go-quiet" }, "Nothing is planned yet."));
  }

  const stops = [onChanged(model, () => { forgetReads(); read(); }), feed.start(drawShared)];
  read();
  return () => { for (const stop of stops) stop(); };
}

export default { render: safely(render) };
