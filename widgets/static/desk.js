// The meeting on one screen. The present step is in the middle, what needs a decision on the right, and the agenda is
// the spine on the left; on a phone they stand one below the other in that order.

function render({ model, el }) {
  const room = markedFeed(model, "read-console");
  const feed = communityFeed(model);
  const deeds = deedBar(model, room);
  const trouble = h("p", { class: "go-state go-screen", role: "status" });
  const top = roomTop();
  const last = lastTime(model, feed, room);
  const before = beforePanel(model, room, deeds);
  const stage = stagePanel(model, room, deeds);
  const queue = holdQueue(model, room, deeds);
  const spine = agendaSpine(model, room, deeds);
  const next = nextMeeting(room, deeds);
  const name = meetingName(room, deeds);
  const home = homeworkPanel(model, room, deeds);
  const given = givenHomework(model, room);
  const middle = h("section", { class: "go-stage", "aria-label": "Now" }, last.node, given.node, before.node, stage.node);
  const parts = h("div", { class: "go-room-parts" }, middle, queue.node, h("div", { class: "go-spine-side" }, spine.node, home.node, name.node, next.node));
  const whole = h("div", { hidden: true }, top.node, parts, deeds.node);
  el.classList.add("go-desk");
  el.append(trouble, whole);

  function draw() {
    say(trouble, room.trouble || (room.content ? "" : "Opening the room …"), room.trouble ? "warn" : "", room.join);
    if (!room.content) return;
    whole.hidden = false;
    const { content } = room;
    const isOn = content.agenda.some(({ id }) => id === content.stage.step);
    before.node.hidden = isOn;
    stage.node.hidden = !isOn;
    parts.classList.toggle("go-no-agenda", !content.agenda.length);
    top.draw(content, room.trainer);
    for (const one of [last, given, isOn ? stage : before, queue, spine, home, name, next]) one.draw();
  }

  draw();
  const tick = () => { if (room.content) { stage.tick(); spine.tick(); } };
  const stops = [room.start(draw), feed.start(() => { if (room.content) last.draw(); }), everySecond(tick)];
  return () => { for (const stop of stops) stop(); };
}

// Which meeting this is, how many have come in, the code for who comes late, and the other pages.
function roomTop() {
  const meeting = h("p", { class: "go-top-meeting", dir: "auto" });
  const seats = h("p", { class: "go-top-seats" });
  const all = h("li", { hidden: true }, pageLink("cohorts.ipynb", "All cohorts"));
  const node = h("div", { class: "go-room-top" }, meeting, seats, h("ul", { class: "go-top-links go-screen" },
    [["themes.ipynb", "From answers to a plan"], ["wall.ipynb", "The wall"], ["map.ipynb", "The map and the plan"]]
      .map(([notebook, words]) => h("li", {}, pageLink(notebook, words))), all));

  function draw({ session, seats: { joined, tables }, way_in: way }, trainer) {
    all.hidden = !trainer;
    meeting.textContent = `${session.cohort ? `${session.cohort} · ` : ""}${session.title} · ${session.practice ? "rehearsal" : `meeting ${session.number}`}${session.ended ? " · ended" : ""}`;
    const words = `${counted(joined, "seat has", "seats have")} joined${tables ? `, ${counted(tables, "of them a table", "of them tables")}` : ""}.`;
    if (seats.dataset.said === words + way.code) return;
    seats.dataset.said = words + way.code;
    seats.replaceChildren(words, " Code: ", h("strong", { class: "go-code" }, way.code));
  }
  return { node, draw };
}

export default { render: safely(render) };
