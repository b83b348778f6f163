// Every community group against the table: who stands for it, and an empty chair where nobody does.

const STATE_WORDS = { covered: "Here", thin: "Thin", missing: "Missing", "not-here": "Not in our town" };
const NEAR_WORDS = { invited: "Invited", knows: "Knows about us", "not-yet": "Not asked yet" };
const LIVED_ANSWERS = [
  ["yes", "Yes", "There are safe, paid and supported ways to take part."],
  ["working", "Working on it", "We are making safe, paid and supported ways to take part."],
  ["not-yet", "Not yet", "There are no safe, paid and supported ways to take part yet."],
];

function coverageBoard(model, feed, { add, planLink }) {
  const groups = model.get("groups");
  const tiles = groups.map((group) => (group.key === LIVED_EXPERIENCE ? livedTile : groupTile)(model, feed, group, { add, planLink }));
  const summary = h("p", { class: "go-coverage-words" });
  const bar = h("div", { class: "go-bar", "aria-hidden": "true" });
  const only = h("input", { type: "checkbox", change: () => show() });
  const none = h("p", { class: "go-quiet", role: "status" });
  const node = h("div", { class: "go-coverage" },
    h("p", { class: "go-screen" }, h("label", { class: "go-status" }, only, h("span", {}, "Show only what is missing"))), none,
    h("ul", { class: "go-tiles go-broad" }, tiles.map((tile) => tile.node)));

  function show() {
    let count = 0;
    for (const { node: tile, state } of tiles) {
      tile.hidden = only.checked && state() !== "missing";
      if (!tile.hidden) count += 1;
    }
    const words = !only.checked ? "" : count ? `${count === 1 ? "1 group is" : `${count} groups are`} missing.` : "No group is missing.";
    if (none.textContent !== words) none.textContent = words;
  }

  function draw() {
    if (!feed.ready) return;
    for (const tile of tiles) tile.draw();
    const count = Object.fromEntries(Object.keys(STATE_WORDS).map((state) =>
      [state, tiles.filter((tile) => tile.state() === state).length]));
    const verb = (number) => (number === 1 ? "is" : "are");
    const parts = [
      ["covered", `${count.covered} of ${groups.length} groups ${verb(count.covered)} here.`],
      ["thin", count.thin && `${count.thin} more ${count.thin === 1 ? "rests" : "rest"} on one person.`],
      ["missing", `${count.missing} ${verb(count.missing)} missing.`],
      ["not-here", count["not-here"] && `${count["not-here"]} ${verb(count["not-here"])} not in our town.`],
    ];
    summary.replaceChildren(...parts.filter(([, words]) => words).flatMap(([state, words]) =>
      [h("span", { class: "go-part" }, h("span", { class: `go-swatch go-fill-${state}`, "aria-hidden": "true" }), words), " "]));
    bar.replaceChildren(...parts.filter(([state]) => count[state]).map(([state]) =>
      h("span", { class: `go-fill-${state}`, style: `flex-grow: ${count[state]}` })));
    show();
  }

  return { node, summary: h("div", {}, summary, bar), draw };
}

// What is there of a group: its state, and the names of those who stand for it and who are near.
function groupState(feed, key) {
  const told = feed.coverage.get(key) ?? { state: "missing", stands: [], near: [], mark: "", mark_version: 0, action: "" };
  const known = (ids) => ids.map((id) => feed.entries.get(id)).filter(Boolean);
  return { ...told, stands: known(told.stands), near: known(told.near), plan: feed.actions.get(told.action) ?? null };
}

// A tile is drawn again only when something in it changed.
function tileOf(model, feed, group, draw) {
  const state = h("p", { class: "go-state go-screen", role: "status" });
  const body = h("div", {});
  const node = h("li", { class: "go-tile", tabindex: "-1" }, h("p", { class: "go-title" }, h("strong", {}, group.name)), body, state,
    h("details", { class: "go-screen" }, h("summary", {}, "Named in the text", h("span", { class: "go-hidden" }, `: ${group.name}`)),
      h("ul", { class: "go-mentions" }, group.mentions.map(({ section, words }) => h("li", {}, `${section}: “${words}”`)))));
  let drawn = "";
  const tile = {
    node,
    line: state,
    busy: false,
    state: () => node.dataset.state ?? "missing",
    draw: () => {
      const now = groupState(feed, group.key);
      const seen = JSON.stringify([now.state, now.stands.map(({ name }) => name), now.near.map(({ name, status }) => [name, status]),
        now.mark, now.mark_version, now.plan?.what]);
      if (seen === drawn) return;
      drawn = seen;
      if (!tile.busy) say(state, ""); // what was said of an earlier change
      node.dataset.state = now.state;
      keepFocus(node, () => body.replaceChildren(...draw(now, tile).filter(Boolean)));
    },
  };
  return tile;
}

// Ask for a change of a group; trouble is told in its tile.
async function changeGroup(model, feed, tile, message, done) {
  if (tile.busy) return;
  tile.busy = true;
  say(tile.line, "Saving …");
  const reply = await ask(model, message, { onTrouble: (why) => say(tile.line, `Not saved yet: ${trimmed(why)}. Trying again.`, "warn") });
  if (reply?.saved) say(tile.line, done, "ok");
  else if (reply?.newer) say(tile.line, "Someone else changed this meanwhile. You see theirs.", "warn");
  else say(tile.line, reply?.refused ?? "", "warn", reply?.join ?? "");
  await feed.read();
  tile.busy = false;
}

const tileButton = (key, words, group, click, kind = "go-plain") => h("button", { type: "button", class: `go-button ${kind}`,
  "data-focus": key, click }, words, h("span", { class: "go-hidden" }, `: ${group.name}`));

function inThePlan(action, planLink) {
  return h("p", {}, "In the plan: ", planLink(action.what));
}

function groupTile(model, feed, group, { add, planLink }) {
  const setMark = (now, tile, value, done) => changeGroup(model, feed, tile,
    { kind: "mark-group", group: group.key, mark: value, version: now.mark_version }, done);
  return tileOf(model, feed, group, (now, tile) => {
    const isMissing = now.state === "missing";
    const names = now.stands.map(({ name }) => name);
    const near = now.state === "not-here" ? [] : Object.entries(NEAR_WORDS).map(([status, words]) =>
      [words, now.near.filter((entry) => entry.status === status).map(({ name }) => name)]);
    const said = now.state === "covered" ? `Here: ${someNames(names)}`
      : now.state === "thin" ? `Thin: only ${someNames(names)}` : STATE_WORDS[now.state];
    const isMarked = now.state === "not-here" && now.mark === "not-here";
    return [
      isMissing ? emptyChair() : null,
      h("p", {}, mark(now.state, said)),
      ...near.map(([words, some]) => (some.length ? h("p", { class: "go-quiet" }, `${words}: ${someNames(some)}`) : null)),
      now.plan ? inThePlan(now.plan, planLink) : null,
      h("p", { class: "go-buttons go-screen" },
        isMissing && !now.plan ? tileButton("invite", "Invite them", group, () => changeGroup(model, feed, tile,
          { kind: "invite-group", group: group.key, id: newKey() }, "An action and a letter are in the plan."), "") : null,
        isMissing || now.state === "thin" ? tileButton("add", "Add someone", group, () => add(group.key, tile.node)) : null,
        isMissing ? tileButton("not-here", "Not in our town", group, () => setMark(now, tile, "not-here", "Marked.")) : null,
        isMarked ? tileButton("take-back", "Take back", group, () => setMark(now, tile, "", "Taken back.")) : null),
    ];
  });
}

// People with lived experience are never counted. What counts is whether taking part is safe, paid and supported.
function livedTile(model, feed, group, { planLink }) {
  const name = newId("lived");
  let wanted = null;
  let isSaving = false;

  // Arrow keys go through the answers faster than they can be saved: the last one counts.
  async function choose(tile, answer) {
    wanted = answer;
    if (isSaving) return;
    isSaving = true;
    while (wanted !== null) {
      while (tile.busy) await wait(50);
      const chosen = wanted;
      wanted = null;
      await changeGroup(model, feed, tile, { kind: "mark-group", group: group.key, mark: chosen,
        version: groupState(feed, group.key).mark_version }, "Saved.");
    }
    isSaving = false;
  }

  return tileOf(model, feed, group, (now, tile) => {
    const answer = LIVED_ANSWERS.find(([value]) => value === now.mark);
    const radios = LIVED_ANSWERS.map(([value, words]) => h("label", { class: "go-status" },
      h("input", { type: "radio", name, value, checked: value === now.mark, "data-focus": value,
        change: () => choose(tile, value) }),
      h("span", {}, words)));
    return [
      now.state === "missing" ? emptyChair() : null,
      h("p", {}, mark(now.state, answer?.[2] ?? "Nobody has said yet if there are safe, paid and supported ways to take part.")),
      h("p", { class: "go-quiet" }, "Nobody is listed here, and nobody is counted."),
      h("fieldset", { class: "go-statuses go-screen" },
        h("legend", {}, "Are there safe, paid and supported ways to take part?"), radios),
      now.plan ? inThePlan(now.plan, planLink) : null,
      now.plan || now.mark === "yes" ? null : h("p", { class: "go-buttons go-screen" },
        tileButton("invite", "Put it in the plan", group, () => changeGroup(model, feed, tile,
          { kind: "invite-group", group: group.key, id: newKey() }, "An action is in the plan."), "")),
    ];
  });
}
