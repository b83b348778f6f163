// The answers to one question, under the headings that people gave them: by boxes, pick-lists and the keyboard.

const NEW_THEME = "new";
const NO_THEME = "none";

function themesBoard(model, room, deeds, harvest) {
  const chosen = new Set(); // the answers that are ticked
  const opened = new Set(); // the themes whose choices are open
  const count = h("span", { role: "status" });
  const target = h("select", { class: "go-field", id: newId("under"), "data-focus": "under", change: () => showTitle() });
  const title = h("input", { class: "go-field", id: newId("title"), type: "text", maxlength: "120", autocomplete: "off", "aria-label": "Name of the new theme",
    placeholder: "Name of the new theme", keydown: (event) => { if (event.key === "Enter") { event.preventDefault(); put(); } } });
  const go = deedButton("put", "Put them there", () => put(), "");
  const none = deedButton("none", "Tick none", () => { chosen.clear(); draw(prompt); });
  const bar = h("div", { class: "go-choose-bar", role: "group", "aria-label": "What to do with the ticked answers" }, count,
    h("label", { class: "go-label", for: target.id }, "Put under"), target, title, go, none);
  const loose = h("ul", { class: "go-plain-list go-answers", tabindex: "-1" });
  const looseTitle = h("h3", { class: "go-part-title" });
  const themes = h("div", { class: "go-themes", tabindex: "-1" });
  const similar = similarAnswers(model, room, deeds, (cards, name) => makeTheme(cards, name));
  const node = h("div", {}, bar, h("div", { class: "go-board-columns" },
    h("section", { "aria-label": "Answers under no theme" }, looseTitle, similar.node, loose),
    h("section", { "aria-label": "Themes" }, h("h3", { class: "go-part-title" }, "Themes"), themes)));
  let prompt = null;

  const approved = () => room.content.cards.filter((card) => card.prompt === prompt.key && card.verdict === "approved");
  const themesHere = () => room.content.themes.filter((theme) => theme.prompt === prompt.key)
    .sort((one, other) => one.title.localeCompare(other.title, undefined, { numeric: true }));
  const under = (theme) => approved().filter((card) => card.theme === theme);
  // An answer may stand under a theme that somebody has just removed.
  const isLoose = (card) => !room.content.themes.some(({ id }) => id === card.theme);
  const arrange = (change, said) => deeds.act(() => ({ kind: "arrange", themes: [], removed: [], cards: [], ...change() }), { said });
  const moved = (cards, to) => cards.map((card) => ({ card: card.card, from: card.theme, to }));

  function makeTheme(cards, name) {
    const id = newKey();
    return arrange(() => ({ themes: [{ id, prompt: prompt.key, title: name, version: 0 }], cards: moved(cards, id) }),
      `${counted(cards.length, "answer is", "answers are")} under “${name}”.`);
  }

  async function put() {
    const cards = approved().filter(({ card }) => chosen.has(card));
    if (!cards.length) { deeds.say("Tick the answers first.", "warn"); return; }
    let reply;
    if (target.value === NEW_THEME) {
      const name = oneLine(title.value);
      if (!name) { deeds.say("Give the new theme a name.", "warn"); title.focus(); return; }
      reply = await makeTheme(cards, name);
    } else {
      const to = target.value === NO_THEME ? "" : target.value;
      const name = themesHere().find(({ id }) => id === to)?.title;
      reply = await arrange(() => ({ cards: moved(cards.filter(({ theme }) => theme !== to), to) }),
        `${counted(cards.length, "answer is", "answers are")} ${to ? `under “${name}”` : "under no theme"}.`);
    }
    if (!reply.saved) return;
    chosen.clear();
    title.value = "";
    draw(prompt);
  }

  function tick(card) {
    const box = h("input", { type: "checkbox", "data-focus": `tick ${card.card}`, checked: chosen.has(card.card), change: () => {
      chosen[box.checked ? "add" : "delete"](card.card);
      drawBar();
    } });
    return h("label", { class: "go-status go-tick" }, box, h("span", { class: "go-answer", dir: "auto" }, card.text));
  }

  const asAnswer = (card) => h("li", {}, tick(card), harvest.buttons({ card: card.card }, card.text, targets()));
  const targets = () => room.content.prompts[prompt.key].targets;

  function asTheme(theme, others) {
    const cards = under(theme.id);
    const score = room.content.votes.filter(({ state }) => state === "closed").flatMap(({ options }) => options).find(({ option }) => option === theme.id);
    const more = themeChoices(theme, cards, others);
    more.hidden = !opened.has(theme.id);
    const toggle = h("button", { type: "button", class: "go-spine-more", "data-focus": `more ${theme.id}`, "aria-expanded": String(!more.hidden),
      "aria-label": `More for ${theme.title}`, click: () => {
        more.hidden = !more.hidden;
        opened[more.hidden ? "delete" : "add"](theme.id);
        toggle.setAttribute("aria-expanded", String(!more.hidden));
      } }, "⋯");
    return h("article", { class: "go-theme", "aria-label": theme.title },
      h("div", { class: "go-theme-head" }, h("h4", { dir: "auto" }, theme.title),
        h("span", { class: "go-quiet" }, counted(cards.length, "answer", "answers"),
          score ? ` · ${counted(score.dots, "dot", "dots")}, place ${score.place}${score.tied ? " (tied)" : ""}` : ""), toggle),
      more, h("ul", { class: "go-plain-list go-answers" }, cards.map((card) => h("li", {}, tick(card)))),
      harvest.buttons({ theme: theme.id }, theme.title, targets()));
  }

  function themeChoices(theme, cards, others) {
    const name = h("input", { class: "go-field", type: "text", maxlength: "120", autocomplete: "off", value: theme.title, "aria-label": `New name for ${theme.title}`,
      "data-focus": `name ${theme.id}` });
    const into = h("select", { class: "go-field", "aria-label": `Theme to merge ${theme.title} into`, "data-focus": `into ${theme.id}` },
      others.map(({ id, title: words }) => h("option", { value: id }, words)));
    const rename = () => {
      const words = oneLine(name.value);
      name.defaultValue = name.value;
      arrange(() => ({ themes: [{ ...theme, title: words }] }), `The theme is called “${words}”.`);
    };
    const merge = () => {
      const other = others.find(({ id }) => id === into.value);
      arrange(() => ({ cards: moved(under(theme.id), other.id), removed: [{ id: theme.id, version: theme.version }] }), `“${theme.title}” is in “${other.title}” now.`);
    };
    return h("div", { class: "go-theme-more" },
      h("form", { submit: (event) => { event.preventDefault(); rename(); } }, name, h("button", { type: "submit", class: "go-button go-plain go-small" }, "Rename")),
      others.length ? h("div", { class: "go-merge" }, into, deedButton(`merge ${theme.id}`, "Merge into it", merge, "go-plain go-small")) : null,
      h("p", { class: "go-buttons" },
        cards.length ? deedButton(`all ${theme.id}`, "Tick all of it", () => { for (const { card } of cards) chosen.add(card); draw(prompt); }, "go-plain go-small", theme.title) : null,
        deedButton(`take ${theme.id}`, "Take the theme away", () => arrange(() => ({ cards: moved(under(theme.id), ""), removed: [{ id: theme.id, version: theme.version }] }),
          `“${theme.title}” is gone. Its answers are under no theme.`), "go-plain go-small", theme.title)));
  }

  const drawLoose = part(loose, (cards) => cards.map(asAnswer));
  const drawThemes = part(themes, (list) => (list.length ? list.map((theme) => asTheme(theme, list.filter(({ id }) => id !== theme.id)))
    : [h("p", { class: "go-quiet" }, "No theme yet. Tick answers that belong together, and put them under a new one.")]));

  function showTitle() { title.hidden = target.value !== NEW_THEME; }

  function drawBar() {
    const words = chosen.size ? `${counted(chosen.size, "answer is", "answers are")} ticked.` : "Tick answers, then choose where they belong.";
    if (count.textContent !== words) count.textContent = words;
    const list = themesHere();
    const options = [[NEW_THEME, "a new theme"], ...list.map(({ id, title: name }) => [id, name]), [NO_THEME, "no theme"]];
    const key = JSON.stringify(options);
    if (target.dataset.drawn !== key) {
      const before = target.value;
      target.dataset.drawn = key;
      target.replaceChildren(...options.map(([value, name]) => h("option", { value }, name)));
      target.value = options.some(([value]) => value === before) ? before : NEW_THEME;
    }
    go.disabled = !chosen.size;
    go.classList.toggle("go-plain", !chosen.size);
    none.hidden = !chosen.size;
    showTitle();
  }

  function draw(now) {
    if (prompt?.key !== now.key) { chosen.clear(); similar.close(); }
    prompt = now;
    const cards = approved();
    for (const card of chosen) if (!cards.some((one) => one.card === card)) chosen.delete(card);
    const free = cards.filter(isLoose);
    const ticked = [...chosen];
    looseTitle.textContent = free.length ? `Under no theme (${free.length})` : cards.length ? "Every answer is under a theme" : "No answer to this question is approved yet";
    const around = { ticked, targets: targets(), origins: harvest.known(cards, themesHere()) };
    drawLoose(free, [free, around]);
    drawThemes(themesHere(), [themesHere(), cards, around, room.content.votes]);
    similar.draw(prompt, free);
    drawBar();
  }

  return { node, draw };
}

// What looks similar is only ever suggested: a person names it, or leaves it.
function similarAnswers(model, room, deeds, makeTheme) {
  const place = h("div", { class: "go-similar", tabindex: "-1" });
  const look = deedButton("similar", "What looks similar?", () => suggest());
  const node = h("div", {}, h("p", { class: "go-buttons" }, look), place);
  let prompt = null;
  let groups = [];

  async function suggest() {
    const reply = await ask(model, { kind: "suggest-themes", prompt: prompt.key });
    groups = (reply?.similar ?? []).map((cards) => ({ cards, id: newId("similar") }));
    if (!groups.length) deeds.say("Nothing looks similar. Trust your own eyes more than this.", "");
    show();
    if (groups.length) place.focus({ preventScroll: true });
  }

  function show() {
    const known = new Map(room.content.cards.map((card) => [card.card, card]));
    place.replaceChildren(...groups.map((group) => {
      const cards = group.cards.map((card) => known.get(card)).filter((card) => card?.verdict === "approved" && !card.theme);
      if (cards.length < 2) return "";
      const name = h("input", { class: "go-field", type: "text", maxlength: "120", autocomplete: "off", id: group.id });
      const leave = () => { groups = groups.filter((one) => one !== group); show(); place.focus({ preventScroll: true }); };
      return h("form", { class: "go-similar-group", submit: async (event) => {
        event.preventDefault();
        const words = oneLine(name.value);
        if (!words) { deeds.say("Give the new theme a name.", "warn"); name.focus(); return; }
        if ((await makeTheme(cards, words)).saved) leave();
      } }, h("p", {}, h("strong", {}, "These look similar")), h("ul", {}, cards.map(({ text }) => h("li", { class: "go-answer", dir: "auto" }, text))),
      h("label", { class: "go-label", for: group.id }, "Name of the theme"), name,
      h("p", { class: "go-buttons" }, h("button", { type: "submit", class: "go-button go-small" }, "Make a theme of these"), button("Leave them", leave, "go-plain go-small")));
    }).filter(Boolean));
  }

  function close() { groups = []; place.replaceChildren(); }
  function draw(now, free) {
    prompt = now;
    look.hidden = free.length < 2;
  }
  return { node, draw, close };
}
