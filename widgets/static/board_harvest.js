// Harvest: a theme or an answer goes where it is needed in one click, and says what has grown from it already.

const TARGET_WORDS = {
  action: "Into the plan", agreement: "Into the agreement", committee: "As a committee", gap: "Invite this group",
  learning: "On the learning list", organisation: "On the map as an organisation", resource: "On the map as a resource",
};
const HARVESTED = {
  action: "in the plan", agreement: "in the agreement", committee: "on the map as a committee", gap: "in the plan, with a letter",
  learning: "on the learning list", organisation: "on the map", resource: "on the map",
};

const mainWords = (text) => [...new Set(text.toLowerCase().split(/[^\p{L}]+/u).filter((word) => word.length > 3)
  .map((word) => word.replace(/(ies|s|y)$/, "")))];

function harvester(model, room, feed, deeds) {
  const groups = model.get("groups");

  // What has grown from a theme or an answer, as words and the page where it stands.
  function grown(origin) {
    const actions = [...feed.actions.values()].filter((action) => action.origin === origin && action.status !== "dropped");
    const entries = [...feed.entries.values()].filter((entry) => entry.origin === origin);
    const lines = room.content.lists.filter((item) => item.origin === origin);
    return [
      ...actions.map(() => ["in the plan", "map.ipynb"]),
      ...entries.map(({ kind }) => [kind === "committee" ? "on the map as a committee" : "on the map", "map.ipynb"]),
      ...lines.map(({ kind }) => [kind === "agreement" ? "in the agreement" : "on the learning list", `#${kind}`]),
    ];
  }

  async function send(source, to, text, group = "") {
    await deeds.act(() => ({ kind: "harvest", ...source, to, id: newKey(), group }),
      { said: `“${shortWords(text, 40)}” is ${HARVESTED[to]}.` });
    feed.read();
  }

  // The groups, the one that the text seems to be about first.
  function ranked(text) {
    const said = new Set(mainWords(text));
    const likeness = ({ words }) => mainWords(words).filter((word) => said.has(word)).length;
    return groups.map((group) => [group, likeness(group)]).sort(([, one], [, other]) => other - one).map(([group]) => group);
  }

  function invite(source, text, key) {
    const planned = (group) => [...feed.actions.values()].some(({ origin, status }) => origin === `gap:${group}` && status !== "dropped");
    const choice = h("select", { class: "go-field", "aria-label": `Group to invite, from ${shortWords(text)}`, "data-focus": `group ${key}` },
      ranked(text).map(({ key: group, name }) => h("option", { value: group }, planned(group) ? `${name} (in the plan)` : name)));
    return h("span", { class: "go-invite" }, choice, deedButton(`gap ${key}`, TARGET_WORDS.gap, () => send(source, "gap", text, choice.value), "go-plain go-small"));
  }

  // The buttons for one theme ({ theme: id }) or one answer ({ card: id }).
  function buttons(source, text, targets) {
    const [kind, id] = Object.entries(source)[0];
    const where = grown(`${kind}:${id}`);
    return h("div", { class: "go-harvest" },
      where.length ? h("p", { class: "go-grown" }, h("span", { class: "go-sign", "aria-hidden": "true" }), "It is ",
        where.flatMap(([words, page], at) => [at ? " and " : "", page.startsWith("#") ? h("a", { href: page }, words) : pageLink(page, words)]), ".") : null,
      h("p", { class: "go-buttons" }, targets.map((to) => (to === "gap" ? invite(source, text, id)
        : deedButton(`${to} ${id}`, TARGET_WORDS[to], () => send(source, to, text), "go-plain go-small", shortWords(text))))));
  }

  // All that is said here of answers and themes, to know when they are to be drawn anew.
  function known(cards, themes) {
    const invited = [...feed.actions.values()].filter(({ origin, status }) => origin.startsWith("gap:") && status !== "dropped");
    return [...cards.map(({ card }) => grown(`card:${card}`)), ...themes.map(({ id }) => grown(`theme:${id}`)), invited.map(({ origin }) => origin).sort()];
  }

  return { buttons, known };
}
