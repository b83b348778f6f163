// How an action went, in the words of that question.
const WENT = [["done", "Done"], ["doing", "Doing"], ["to-do", "Not yet"], ["dropped", "Dropped"]];
const LONGEST_WHY = 200;
const wentWords = (status) => WENT.find(([value]) => value === status)[1];

// What a later meeting begins with: the actions of last time that are not done; and how the next meeting begins.

function lastTime(model, feed, room) {
  const list = h("ul", { class: "go-plain-list" });
  const line = h("p", { class: "go-state", role: "status" });
  const node = h("section", { class: "go-last-time", hidden: true, "aria-label": "Since last time" },
    h("h2", {}, "Since last time"), h("p", { class: "go-quiet" }, "These actions were not done. Ask of each one: is it done now? If not, why, and what would help?"), list, line);
  // An action that was marked here stays in sight until the meeting moves on.
  const marked = new Set();
  const reasons = new Map(); // the line of each action in which its reason is written
  const drawList = part(list, (actions) => actions.map((action) => h("li", { class: "go-last-action" },
    h("p", {}, h("strong", { dir: "auto" }, action.what), action.who ? ` · ${action.who}` : "",
      action.by ? ` · by ${inWords(action.by)}` : ""),
    h("p", { class: "go-buttons" }, WENT.map(([status, words]) => h("button", {
      type: "button", class: `go-button go-small ${action.status === status ? "" : "go-plain"}`, "aria-pressed": String(action.status === status),
      "data-focus": `${status} ${action.id}`, click: () => mark(action, { status, ...unsavedWhy(action) }, `Saved: ${wentWords(status).toLowerCase()}.`),
    }, words, h("span", { class: "go-hidden" }, ` ${action.what}`)))),
    action.status === "done" ? null : whyForm(action))));

  // Words that were written before the button was pressed go with it.
  function unsavedWhy(action) {
    const why = oneLine(reasons.get(action.id)?.value ?? action.why);
    return why === action.why ? {} : { why };
  }

  // Why it is not done, in a line that stays with the action.
  function whyForm(action) {
    const input = h("input", { class: "go-field", id: newId("why"), type: "text", maxlength: String(LONGEST_WHY), value: action.why,
      autocomplete: "off", "data-focus": `why ${action.id}` });
    reasons.set(action.id, input);
    const keep = () => {
      const why = oneLine(input.value);
      input.defaultValue = input.value; // the list may be drawn anew now
      if (why !== action.why) mark(action, { why }, why ? "Saved: why not yet." : "Saved.").then((saved) => { if (!saved) input.defaultValue = action.why; });
    };
    return h("form", { class: "go-why", submit: (event) => { event.preventDefault(); keep(); } },
      h("label", { class: "go-label", for: input.id }, "Why not yet? What would help?", h("span", { class: "go-hidden" }, ` ${action.what}`)),
      h("div", { class: "go-why-line" }, input, h("button", { type: "submit", class: "go-button go-plain go-small" }, "Save",
        h("span", { class: "go-hidden" }, ` why: ${action.what}`))));
  }

  async function mark(action, changes, words) {
    marked.add(action.id);
    const reply = await changeAction(model, action, changes, {
      onTrouble: (why) => say(line, notYet(why), "warn"),
    });
    if (reply?.saved) say(line, words, "ok");
    else if (reply?.newer) say(line, "Someone else changed this action meanwhile. You see theirs.", "warn");
    else say(line, reply?.refused ?? "", "warn", reply?.join ?? "");
    feed.read();
    return Boolean(reply?.saved);
  }

  function draw() {
    const begun = room.content?.stage.step;
    const open = [...feed.actions.values()].filter((action) => isOpen(action) || marked.has(action.id));
    node.hidden = !room.content || !!begun || room.content.session.number < 2 || room.content.session.practice || !open.length;
    if (!node.hidden) drawList(open);
  }

  return { node, draw };
}

// The name of the meeting, which can be changed while it goes on.
function meetingName(room, deeds) {
  const title = h("input", { class: "go-field", id: newId("name"), type: "text", maxlength: "120", autocomplete: "off",
    input: () => title.removeAttribute("aria-invalid") });
  const form = h("form", { submit: (event) => { event.preventDefault(); save(); } },
    h("label", { class: "go-label", for: title.id }, "Name of this meeting"), title,
    h("p", { class: "go-buttons" }, h("button", { type: "submit", class: "go-button go-plain" }, "Save the name")));
  const node = h("details", {}, h("summary", {}, "The name of this meeting"), form);
  let shown = "";

  function save() {
    const { code } = room.content.session;
    const was = shown; // what stood there when these words were begun
    const rename = (to, from) => ({ kind: "rename-meeting", title: to, was: from, code });
    deeds.act(() => rename(title.value, was), { said: (reply) => `This meeting is called “${reply.title}” now.`, undo: (reply) => rename(was, reply.title) })
      .then((reply) => {
        if (reply.saved) title.value = shown = reply.title;
        else if (reply.field === "title") { shown = room.content.session.title; title.setAttribute("aria-invalid", "true"); title.focus(); }
      });
  }

  // Words that somebody has begun to type are left alone.
  function draw() {
    const now = room.content.session.title;
    node.hidden = room.content.session.practice;
    if (title.value === shown && document.activeElement !== title) title.value = shown = now;
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
