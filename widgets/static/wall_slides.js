// What the wall shows, one thing at a time: a slide is { key, pages(stage) }, made on the stage that it will stand on.

const MOST_CHAIRS = ["missing", "thin", "covered", "not-here"];
const CHAIR_WORDS = { missing: "missing", thin: "rests on one person", covered: "here", "not-here": "not in our town" };
const howMany = (count, one, many) => `${count} ${count === 1 ? one : many}`;

// The slides for this moment. An open vote comes before everything; a break has its clock and nothing else.
function slidesOf(content, prompts) {
  const { room } = content;
  const { step, votes } = room;
  if (room.session.ended) return [big("ended", "Thank you for coming.", forNextTime(room, prompts))];
  if (!step) return [big("welcome", room.session.title, "Join with your phone: point your camera at the square.")];
  const open = votes.filter(({ state }) => state === "open");
  if (open.length) return open.map(voteSlide);
  if (!step.section && !step.prompts.length) return [big(`step ${step.title}`, step.title)];
  const own = prompts.filter(({ key }) => step.prompts.includes(key));
  const slides = step.section === "who" ? [coverageSlide(content.coverage)] : [];
  slides.push(...own.map((prompt) => promptSlide(content, prompt)));
  const isChoosing = !step.prompts.length && ["reflecting", "next-steps"].includes(step.section);
  slides.push(...votes.filter(({ prompt }) => isChoosing || step.section === "next-steps" || step.prompts.includes(prompt)).map(resultSlide));
  if (step.section === "goal" && room.lists.agreement.length) slides.push(listSlide("agreement", "Our agreement", room.lists.agreement));
  return slides.length ? slides : [big(`step ${step.title}`, step.title)];
}

// What stays open when people go home.
function forNextTime({ prompts: stages }, prompts) {
  const left = prompts.filter(({ key }) => stages[key].due && stages[key].open);
  return left.length ? `For next time: ${left.map(({ number, key }) => `question ${number} by ${dayInWords(stages[key].due)}`).join(", ")}. `
    + "Take the code home: you come in with it again." : "";
}

function big(key, title, more = "") {
  return { key, pages: (stage) => {
    const words = h("p", { class: "go-wall-big", dir: "auto" });
    const page = h("div", { class: "go-wall-page go-wall-centre" }, words, more ? h("p", {}, more) : null);
    stage(page);
    fitText(words, title, page, ["go-size-3", "go-size-2", "go-size-1", "go-size-0"]);
    return [page];
  } };
}

// A page with a heading and a list below it, shown so that it can be measured.
function listPage(stage, title, kind, foot = "") {
  const head = h("p", { class: "go-wall-head", dir: "auto" });
  const list = h("ul", { class: `go-wall-list ${kind}` });
  const page = h("div", { class: "go-wall-page" }, head, list, foot ? h("p", { class: "go-wall-foot" }, foot) : null);
  stage(page);
  cutToFit(head, title, () => overflows(head));
  return { page, list };
}

// A line of a list: someone's words, under a heading if it is the first of a theme.
function wordsItem(text, theme = "") {
  const words = h("span", { class: "go-wall-words", dir: "auto" }, text);
  const title = h("span", { class: "go-wall-theme", dir: "auto" }, theme);
  const node = h("li", {}, theme ? title : null, words);
  return { node, cut: (list) => {
    node.classList.add("go-smaller");
    if (overflows(list) && theme) cutToFit(title, theme, () => title.scrollHeight > list.clientHeight / 3);
    if (overflows(list)) cutToFit(words, text, () => overflows(list));
  } };
}

function listSlide(key, title, texts, foot = "") {
  return { key, pages: (stage) => dealOut(texts.map((text) => wordsItem(text)), () => listPage(stage, title, "", foot)) };
}

function promptSlide({ room, answered }, prompt) {
  const now = room.prompts[prompt.key];
  const title = `${prompt.number}. ${prompt.question}`;
  const key = `prompt ${prompt.key}`;
  const count = prompt.key in answered ? howMany(answered[prompt.key], "answer so far", "answers so far") : "";
  if (now.revealed && (now.answers.length || now.themes.length)) {
    const items = () => [
      ...now.themes.flatMap((theme) => theme.answers.map((text, at) => wordsItem(text, at ? "" : theme.title))),
      ...now.answers.map((text, at) => wordsItem(text, now.themes.length && !at ? "More" : "")),
    ];
    return { key: `answers ${prompt.key}`, pages: (stage) => dealOut(items(), () => listPage(stage, title, "")) };
  }
  const what = !prompt.shown ? "This one is for you alone. It is never shown."
    : now.open ? "Write on your phone, or at your table." : "Closed for now.";
  return { key, pages: (stage) => {
    const words = h("p", { class: "go-wall-big", dir: "auto" });
    const page = h("div", { class: "go-wall-page go-wall-centre" }, words, h("p", {}, what), count ? h("p", { class: "go-wall-count" }, count) : null);
    stage(page);
    fitText(words, title, page, ["go-size-2", "go-size-1", "go-size-0"]);
    return [page];
  } };
}

function voteSlide(vote) {
  const foot = `${howMany(vote.dots, "dot", "dots")} each, on your phone. ${howMany(vote.voted, "seat has voted.", "seats have voted.")}`;
  return listSlide(`open ${vote.id}`, vote.question, vote.options.map(({ title }) => title), foot);
}

// A closed vote: a bar, a number and words for each choice; what is tied shares its place, and says so.
function resultSlide(vote) {
  const most = Math.max(1, ...vote.options.map(({ dots }) => dots));
  const item = ({ title, dots, place, tied }) => {
    const words = h("span", { class: "go-wall-words", dir: "auto" }, title);
    const bar = h("span", { class: "go-wall-bar", "aria-hidden": "true" });
    bar.style.width = `${(100 * dots) / most}%`;
    const node = h("li", {}, words, h("span", { class: "go-wall-score" }, h("span", { class: "go-wall-track" }, bar),
      h("span", {}, `${howMany(dots, "dot", "dots")} · ${tied ? `tied, place ${place}` : `place ${place}`}`)));
    return { node, cut: (list) => { node.classList.add("go-smaller"); if (overflows(list)) cutToFit(words, title, () => overflows(list)); } };
  };
  const foot = `${howMany(vote.voted, "seat", "seats")} voted.`;
  return { key: `vote ${vote.id}`, pages: (stage) => dealOut(vote.options.map(item), () => listPage(stage, vote.question, "go-wall-results", foot)) };
}

// Who is here, and an empty chair for each group that is missing.
function coverageSlide(coverage) {
  const here = coverage.filter(({ state }) => state === "covered").length;
  const ordered = MOST_CHAIRS.flatMap((state) => coverage.filter((group) => group.state === state));
  const item = ({ group, state }) => {
    const words = h("span", { class: "go-wall-words" }, group);
    const node = h("li", { "data-state": state }, state === "missing" ? emptyChair() : h("span", { class: "go-wall-here", "aria-hidden": "true" }),
      h("span", {}, words, h("span", { class: "go-wall-state" }, CHAIR_WORDS[state])));
    return { node, cut: (list) => cutToFit(words, group, () => overflows(list)) };
  };
  const title = `${here} of ${coverage.length} groups ${here === 1 ? "is" : "are"} here. ${coverage.filter(({ state }) => state === "missing").length} are missing.`;
  return { key: "coverage", pages: (stage) => dealOut(ordered.map(item), () => listPage(stage, title, "go-wall-tiles")) };
}
