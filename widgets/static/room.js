// What the room does now, in one slim bar: the step, the clock, where the room is, and whether a vote is open.

const listed = (items) => (items.length > 1 ? `${items.slice(0, -1).join(", ")} and ${items.at(-1)}` : String(items[0]));

// How it stands with going where the room goes.
const WAYS = {
  "": "",
  going: "This page goes along.",
  writing: "You are writing, so this page stays until your words are saved.",
  came: "You came here with the room.",
};

function render({ model, el }) {
  const room = roomFeed(model);
  const here = model.get("section");
  const sections = new Map(model.get("sections").map((section) => [section.key, section]));
  const notebook = (key) => sections.get(key)?.notebook ?? "";
  const called = (key) => `${sections.get(key).number} · ${sections.get(key).title}`;

  const mark = h("p", { class: "go-room-mark" });
  const step = h("span", { class: "go-room-step" });
  const clock = h("span", { class: "go-room-clock", role: "timer" });
  const now = h("p", { class: "go-room-now" }, step, clock);
  const where = h("span", {});
  const vote = h("span", {});
  const box = h("input", { type: "checkbox", change: () => { follower.choose(box.checked, room.content?.section); draw(); } });
  const choice = h("label", { class: "go-room-follow" }, box, "Follow the room");
  const ways = h("p", { class: "go-room-ways" }, where, vote);
  const going = h("p", { class: "go-state", role: "status" });
  const over = h("p", {});
  const home = h("div", { class: "go-room-home", hidden: true });
  const trouble = h("p", { class: "go-state" });
  const said = h("p", { class: "go-hidden", role: "status" });
  // The head stays in sight while people scroll; what they choose or read once does not.
  const head = h("div", { class: "go-room-head" }, mark, now, ways, going, over, trouble);
  const bar = h("section", { class: "go-room", "aria-label": "The room now" }, head, home, choice, said);
  el.classList.add("go-room-place", "go-absent");
  el.append(bar);

  const tell = (sentence) => { said.textContent = sentence; };
  let way = "";
  const follower = roomFollower(here, notebook, (how) => { way = how; sayWay(); });
  const ticking = runClock(clock, () => [room.content?.clock ?? null, room.now()], tell);

  function sayWay() {
    say(going, WAYS[way], way === "came" ? "ok" : "");
  }

  // What changed while people look is said once; what was so when the page came is only shown.
  let known = null;
  function sayNews({ session, step: next, votes }) {
    const news = { step: next?.title ?? "", votes: votes.filter(({ state }) => state === "open").length, ended: session.ended,
      left: leftOpen().length };
    if (known) {
      if (news.left > known.left) tell("A question is open for next time.");
      else if (news.ended && !known.ended) tell("This meeting has ended.");
      else if (news.step && news.step !== known.step) tell(`The room is now at: ${news.step}.`);
      else if (news.votes > known.votes) tell("A vote is open.");
    }
    known = news;
  }

  const leftOpen = () => model.get("questions").filter(({ key }) => room.content.prompts[key]?.due && room.content.prompts[key].open);

  // What there is to answer until the next meeting, and how to come in again.
  function drawHome(left) {
    home.hidden = !left.length;
    if (!left.length) return;
    const days = [...new Set(left.map(({ key }) => room.content.prompts[key].due))].sort();
    home.replaceChildren(...days.map((day) => {
      const numbers = left.filter(({ key }) => room.content.prompts[key].due === day).map(({ number }) => number);
      return h("p", {}, isOver(day, room.now()) ? "Still open for next time: " : `For next time, by ${dayInWords(day)}: `,
        sectionLink(model.get("votes_at"), "", `${numbers.length === 1 ? "question" : "questions"} ${listed(numbers)}`));
    }), h("p", { class: "go-quiet" }, "Keep this code. With it you come in again, on any phone: ", h("strong", {}, room.content.code_to_keep)));
  }

  function drawOver({ session }, isPast, left) {
    over.hidden = !isPast;
    if (!isPast) return;
    const join = new URL(`${servedAt() ?? "/"}join`, location.href).href;
    if (left.length && !session.later) {
      over.replaceChildren("This meeting has ended. What is left open for next time can be answered. ",
        servedAt() === null ? "" : h("a", { href: join }, "Join another meeting"));
      return;
    }
    over.replaceChildren(session.later
      ? "A new meeting has begun. This page belongs to the one before. "
      : session.ended === "all" ? "This meeting has ended. What you wrote can still be taken back. "
        : "This meeting has ended. Its answers were destroyed, and a summary is kept. ",
    servedAt() === null ? "" : h("a", { href: join }, session.later ? "Join the new meeting" : "Join another meeting"));
  }

  function draw() {
    const content = room.content;
    say(trouble, room.join ? room.trouble : "", "warn", room.join);
    trouble.hidden = !room.join;
    if (!content) { el.classList.toggle("go-absent", !room.join); now.hidden = ways.hidden = over.hidden = choice.hidden = home.hidden = true; return; }
    const left = leftOpen();
    const { session, step: present, section, votes } = content;
    const isPast = Boolean(session.ended || session.later);
    const open = votes.filter(({ state }) => state === "open");
    const isElsewhere = sections.has(section) && section !== here;
    mark.hidden = !session.practice;
    mark.textContent = session.practice ? "Practice. Nothing here counts." : "";
    step.replaceChildren(...(present ? ["Now: ", h("strong", { dir: "auto" }, present.title)] : []));
    now.hidden = isPast || !(present || content.clock);
    where.replaceChildren(...(isElsewhere
      ? [`The room is at ${called(section)}. `, sectionLink(notebook(section), "", "Go there")] : []));
    vote.replaceChildren(...(open.length
      ? [sectionLink(model.get("votes_at"), "#votes", open.length === 1 ? "A vote is open" : `${open.length} votes are open`)] : []));
    choice.hidden = servedAt() === null || !section || isPast;
    box.checked = follower.isOn();
    ways.hidden = isPast || !(isElsewhere || open.length);
    drawOver(content, isPast, left);
    drawHome(left);
    el.classList.toggle("go-absent",
      !(isPast || session.practice || present || content.clock || section || open.length || left.length || room.join));
    follower.meet(isPast ? "" : section);
    sayWay();
    ticking.look();
    sayNews(content);
  }

  const stop = room.start(draw);
  return () => { stop(); ticking.stop(); follower.stop(); };
}

export default { render: safely(render) };
