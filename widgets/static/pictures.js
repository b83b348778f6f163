// Two pictures of the map: how organisations stand to the cause, and who of us knows whom.

const MOST_IN_A_CELL = 12;
const MOST_IN_A_PICTURE = 60;
const NOBODY_YET = "Nobody yet";

// A heading that opens and closes the picture under it; paper shows it all. A picture nobody looks at is not drawn.
function folding(title, { node: body, draw }) {
  const toggle = h("button", { type: "button", class: "go-fold", "data-focus": title, click: () => open(!isOpen) }, title);
  const node = h("div", { class: "go-folding" }, heading(toggle), body);
  let isOpen = false;
  const show = () => { if (isOpen) draw(); };
  const open = (isNowOpen) => {
    isOpen = isNowOpen;
    toggle.setAttribute("aria-expanded", String(isOpen));
    node.classList.toggle("go-folded", !isOpen);
    show();
  };
  open(false);
  return { node, draw: show, start: () => onPaper((isPaper) => { if (isPaper) draw(); }) };
}

function mapPictures(feed) {
  const web = whoKnowsWhom(feed);
  const parts = [folding("Influence and interest", ratingGrid(feed)), folding("Who knows whom", web)];
  return {
    node: h("div", { class: "go-pictures go-broad" }, parts.map(({ node }) => node)),
    draw: () => { for (const part of parts) part.draw(); },
    start: () => {
      const stops = [...parts, web].map((part) => part.start());
      return () => { for (const stop of stops) stop(); };
    },
  };
}

// Organisations and committees only: people are not rated.
function ratingGrid(feed) {
  const node = h("div", {});
  const levels = [1, 2, 3];
  const draw = () => {
    const rated = [...feed.entries.values()].filter(({ kind, status }) => isRated(kind) && status !== "not-here");
    const cell = (influence, interest) => {
      const names = rated.filter((entry) => entry.influence === influence && entry.interest === interest).map(({ name }) => name);
      return h("td", { class: names.length ? null : "go-empty" }, names.length
        ? h("ul", {}, names.slice(0, MOST_IN_A_CELL).map((name) => h("li", {}, name)),
          names.length > MOST_IN_A_CELL ? h("li", {}, `and ${names.length - MOST_IN_A_CELL} more`) : null)
        : h("span", { class: "go-hidden" }, "nobody"));
    };
    const open = rated.filter(({ influence, interest }) => !influence || !interest).map(({ name }) => name);
    node.replaceChildren(
      h("p", {}, "How much an organisation or committee can change here, and how much it cares. Start at the top right."),
      h("table", { class: "go-grid" },
        h("caption", { class: "go-hidden" }, "Organisations and committees by influence and interest"),
        h("thead", {}, h("tr", {}, h("td", {}), levels.map((interest) =>
          h("th", { scope: "col" }, `${RATING_WORDS[interest]} interest`)))),
        h("tbody", {}, [...levels].reverse().map((influence) => h("tr", {},
          h("th", { scope: "row" }, h("span", {}, `${RATING_WORDS[influence]} influence`)),
          levels.map((interest) => cell(influence, interest)))))),
      h("p", { class: "go-quiet" }, open.length ? `Not said yet for: ${someNames(open, MOST_IN_A_CELL)}.`
        : rated.length ? "" : "There are no organisations or committees on the map yet."));
  };
  return { node, draw };
}

// Our people on one side, the map on the other, a line for each contact: the better we know them, the thicker.
function whoKnowsWhom(feed) {
  const lines = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const gap = h("div", { class: "go-web-gap" }, lines);
  const picture = h("div", { class: "go-web", "aria-hidden": "true" });
  const key = h("ul", { class: "go-web-key", "aria-hidden": "true" }, TIE_WORDS.map((words, tie) =>
    h("li", {}, h("span", { class: `go-tie go-tie-${tie}` }), words)));
  const list = h("ul", { class: "go-web-list" });
  const rest = h("p", { class: "go-quiet" });
  const node = h("div", {},
    h("p", { class: "go-screen" }, "Who of us will contact whom. The thicker the line, the better we know them."), key, picture, list, rest);
  let pairs = []; // the ends of each line

  // Those whom nobody will contact come first; who is at the table needs nobody, and who is not in town neither.
  function draw() {
    const entries = [...feed.entries.values()].filter(({ asks, status }) =>
      asks || !["at-table", "not-here"].includes(status));
    const { compare } = new Intl.Collator(undefined, { numeric: true });
    entries.sort((one, other) => (Boolean(one.asks) - Boolean(other.asks)) || compare(one.asks, other.asks)
      || other.tie - one.tie || compare(one.name, other.name));
    const shown = entries.slice(0, MOST_IN_A_PICTURE);
    const people = new Map();
    for (const entry of shown) {
      const who = entry.asks || NOBODY_YET;
      const name = folded(who);
      if (!people.has(name)) people.set(name, { who, isNobody: !entry.asks, entries: [] });
      people.get(name).entries.push(entry);
    }
    pairs = [];
    gap.style.gridRow = `1 / span ${Math.max(people.size, 1)}`;
    picture.replaceChildren(gap, ...[...people.values()].flatMap((person, at) => {
      const row = `grid-row: ${at + 1}`;
      const from = h("p", { class: person.isNobody ? "go-nobody" : null, style: row }, person.who);
      const to = person.entries.map((entry) => h("li", {}, entry.name));
      if (!person.isNobody) pairs.push(...to.map((item, place) => ({ from, to: item, tie: person.entries[place].tie })));
      return [from, h("ul", { style: row }, to)];
    }));
    list.replaceChildren(...[...people.values()].map(({ who, entries: known }) => h("li", {}, h("strong", {}, `${who}: `),
      known.map(({ name, tie }) => `${name} (we know them: ${TIE_WORDS[tie].toLowerCase()})`).join(", "))));
    key.hidden = picture.hidden = !shown.length;
    rest.textContent = entries.length > shown.length ? `And ${entries.length - shown.length} more on the map.`
      : shown.length ? "" : "Nobody on the map has to be contacted yet.";
    line();
  }

  // The names are as high as they need to be; the lines follow.
  function line() {
    if (picture.hidden || !picture.offsetParent) return;
    const { top, height } = lines.getBoundingClientRect();
    const width = lines.clientWidth;
    const middle = (item) => { const box = item.getBoundingClientRect(); return box.top + box.height / 2 - top; };
    lines.setAttribute("viewBox", `0 0 ${width} ${height}`);
    lines.replaceChildren(...pairs.map(({ from, to, tie }) => {
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      const [start, end] = [middle(from), middle(to)];
      path.setAttribute("d", `M0 ${start}C${width / 2} ${start} ${width / 2} ${end} ${width} ${end}`);
      path.setAttribute("class", `go-tie-${tie}`);
      return path;
    }));
  }

  const start = () => {
    const measure = new ResizeObserver(line);
    measure.observe(picture);
    return () => measure.disconnect();
  };
  return { node, draw, start };
}
