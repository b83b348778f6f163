// The wall: the way in always in the same corner, the clock, and one thing at a time in the middle. There is nothing
// on it to press; it goes on by itself.

const LEAST_SECONDS = 9;
const LETTERS_A_SECOND = 14;
const readingSeconds = (page) => Math.min(LEAST_SECONDS + page.textContent.length / LETTERS_A_SECOND, 40);

function render({ model, el }) {
  const feed = markedFeed(model, "read-wall");
  const prompts = model.get("prompts");
  const title = h("h2", { class: "go-wall-step", dir: "auto" });
  const clock = h("p", { class: "go-wall-clock" });
  const middle = h("div", { class: "go-wall-middle" });
  const counter = h("p", { class: "go-wall-pages" });
  const way = h("div", { class: "go-wall-way" });
  const seats = h("p", { class: "go-wall-seats" });
  const trouble = h("p", { class: "go-wall-trouble" });
  el.classList.add("go-wall");
  el.append(h("div", { class: "go-wall-top" }, title, clock), middle, h("div", { class: "go-wall-side" }, way, seats, counter), trouble);

  let pages = []; // [{ key, node }]
  let at = 0;
  let timer = 0;
  let drawn = "";

  // Every page is made in its place, so that it can be measured, and taken away again.
  function make(content) {
    const made = [];
    for (const slide of slidesOf(content, prompts)) {
      slide.pages((page) => middle.replaceChildren(page)).forEach((node, number) => made.push({ key: `${slide.key} ${number}`, node }));
    }
    return made;
  }

  function showPage() {
    clearTimeout(timer);
    const page = pages[at];
    if (!page) return;
    if (middle.firstChild !== page.node || middle.childElementCount !== 1) middle.replaceChildren(page.node);
    counter.textContent = pages.length > 1 ? `${at + 1} of ${pages.length}` : "";
    if (pages.length > 1) timer = setTimeout(() => { at = (at + 1) % pages.length; showPage(); }, 1000 * readingSeconds(page.node));
  }

  function drawMiddle(content) {
    const key = JSON.stringify([content.room, content.answered, content.coverage, middle.clientWidth, middle.clientHeight]);
    if (key === drawn) return;
    drawn = key;
    const before = pages.map((page) => page.key);
    const shown = before[at];
    pages = make(content);
    // What has just been shown to the room comes at once: how a vote went, answers, anything else that is new. Other
    // changes do not turn the page.
    const fresh = ["vote ", "answers ", ""].map((kind) => pages.findIndex(({ key: made }) =>
      made.startsWith(kind) && made.endsWith(" 0") && !before.includes(made))).find((found) => found >= 0) ?? -1;
    at = before.length && fresh >= 0 ? fresh : Math.max(0, pages.findIndex((page) => page.key === shown));
    showPage();
  }

  function drawWay({ way_in: { square, typed, code } }) {
    const key = typed + code;
    if (way.dataset.drawn === key) return;
    way.dataset.drawn = key;
    // An address breaks before a colon or a stroke, never inside a number.
    const parts = typedAddress(typed).split(/(?=[:/])/).flatMap((piece) => [h("wbr"), piece]);
    way.replaceChildren(...(square.length ? [squareCode(square, "Square code with the address to join")] : []),
      h("p", { class: "go-wall-code" }, code), h("p", { class: "go-wall-address" }, ...parts));
  }

  function tick() {
    if (!feed.content) return;
    const now = clockNow(feed.content.room.clock, feed.now());
    const text = now.runs || now.rests ? clockDigits(now.left) : "";
    if (clock.textContent !== text) clock.textContent = text;
    clock.classList.toggle("go-wall-over", now.runs && now.left < 0);
  }

  function draw() {
    trouble.textContent = feed.trouble;
    const { content } = feed;
    if (!content) return;
    const { room: { step, session }, seats: { joined } } = content;
    cutToFit(title, `${session.practice ? "Rehearsal · " : ""}${step?.title ?? ""}`, () => overflows(title));
    seats.textContent = joined ? howMany(joined, "seat joined", "seats joined") : "";
    drawWay(content);
    drawMiddle(content);
    tick();
  }

  // What fits depends on the size of its place.
  const measure = new ResizeObserver(() => draw());
  measure.observe(middle);
  const stops = [feed.start(draw), everySecond(tick), () => measure.disconnect(), () => clearTimeout(timer)];
  return () => { for (const stop of stops) stop(); };
}

export default { render: safely(render) };
