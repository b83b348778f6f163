// What a later meeting begins with: the actions of last time that are not done; and how the next meeting begins.

function lastTime(model, feed, room) {
  const list = h("ul", { class: "go-plain-list" });
  const line = h("p", { class: "go-state", role: "status" });
  const node = h("section", { class: "go-last-time", hidden: true, "aria-label": "Since last time" },
    h("h2", {}, "Since last time"), h("p", { class: "go-quiet" }, "These actions were not done. Ask how each one went."), list, line);
  // An action that was marked here stays in sight until the meeting moves on.
  const marked = new Set();
  const drawList = part(list, (actions) => actions.map((action) => h("li", { class: "go-last-action" },
    h("p", {}, h("strong", { dir: "auto" }, action.what), action.who ? ` · ${action.who}` : "",
      action.by ? ` · by ${inWords(action.by)}` : ""),
    h("p", { class: "go-buttons" }, ACTION_STATUSES.map(([status, words]) => h("button", {
      type: "button", class: `go-button go-small ${action.status === status ? "" : "go-plain"}`, "aria-pressed": String(action.status === status),
      "data-focus": `${status} ${action.id}`, click: () => mark(action, status),
    }, words, h("span", { class: "go-hidden" }, ` ${action.what}`)))))));

  async function mark(action, status) {
    marked.add(action.id);
    const reply = await changeAction(model, action, { status }, {
      onTrouble: (why) => say(line, notYet(why), "warn"),
    });
    if (reply?.saved) say(line, `Saved: ${statusWords(status).toLowerCase()}.`, "ok");
    else if (reply?.newer) say(line, "Someone else changed this action meanwhile. You see theirs.", "warn");
    else say(line, reply?.refused ?? "", "warn", reply?.join ?? "");
    feed.read();
  }

  function draw() {
    const begun = room.content?.stage.step;
    const open = [...feed.actions.values()].filter((action) => isOpen(action) || marked.has(action.id));
    node.hidden = !room.content || !!begun || room.content.session.number < 2 || room.content.session.practice || !open.length;
    if (!node.hidden) drawList(open);
  }

  return { node, draw };
}

// The next meeting, with what this one leaves.
function nextMeeting(room, deeds) {
  const title = h("input", { class: "go-field", id: newId("meeting"), type: "text", maxlength: "120", autocomplete: "off" });
  const begin = h("button", { type: "submit", class: "go-button" }, "Begin the next meeting");
  const form = h("form", { submit: (event) => { event.preventDefault(); start(); } },
    h("label", { class: "go-label", for: title.id }, "Name of the next meeting"), title,
    h("p", { class: "go-buttons" }, begin));
  const node = h("details", { class: "go-next-meeting" }, h("summary", {}, "Meet again: the next meeting"),
    h("p", {}, "It gets a new join code. It goes on with the map, the seven steps, the agreement and the learning list, "
      + "and with the actions that are not done. Answers to what you left open for next time go along. Other answers, themes and votes stay here."),
    form);

  function start() {
    const { code } = room.content.session;
    deeds.act(() => ({ kind: "begin-meeting", title: title.value, before: code, afresh: false }),
      { said: "The next meeting is there, with a new join code. The actions that are not done come first." })
      .then((reply) => { if (reply.saved) { title.value = ""; node.open = false; } });
  }

  return { node, draw: () => { node.hidden = room.content.session.practice; } };
}
