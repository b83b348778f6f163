// What a facilitator does: one after the other, each said in words, and each can be undone.
//
//   const deeds = deedBar(model, room);
//   place.append(deeds.node);
//   deeds.act(() => ({ kind: "set-prompt", … }), { said: "Question 3 is open.", undo: (reply) => message });
//
// The message is made when its turn comes, so that it names the versions that are there then. A reply that brings
// its own `undo` needs none here. Two facilitators may do things at once: who comes second hears of it.

const MOST_UNDONE = 30;

// What says how often something was changed, and not what it is.
const COUNTED = ["version", "place"];
const sameThing = (one, other) => JSON.stringify(one) === JSON.stringify(other);
// A record of a vote, a theme or a step has an id, that of a question its key; there is one stage.
const nameOf = ({ id, prompt }) => id ?? prompt ?? "stage";

// Every part of a message that names a version.
function versioned(value) {
  if (value === null || typeof value !== "object") return [];
  return [...("version" in value ? [value] : []), ...Object.values(value).flatMap(versioned)];
}

// What a deed has left, by name: the records in its reply, the themes that it sent, and the questions that it opened
// or closed.
function whatIsLeft({ undo, ...reply }, { themes = [] }) {
  const opened = (undo?.prompts ?? []).map(({ prompt, open }) => ({ prompt, open: !open }));
  return new Map([...versioned(reply), ...themes, ...opened].map((record) => [nameOf(record), record]));
}

function deedBar(model, room) {
  const line = h("p", { class: "go-state", role: "status" });
  const back = h("button", { type: "button", class: "go-button go-plain", click: () => takeBack() },
    "Undo", h("span", { class: "go-hidden" }, " the last thing"));
  const node = h("div", { class: "go-deeds go-screen", tabindex: "-1" }, line, back);
  const done = [];
  let turn = Promise.resolve();

  const show = () => { back.hidden = !done.length; node.classList.toggle("go-has-undo", done.length > 0); };

  // Every deed has a name, by which the workshop knows it when its answer was lost and it is sent again.
  async function send(message) {
    const reply = await ask(model, { ...message, deed: newKey() }, {
      onTrouble: (why) => say(line, `Not done yet: ${why.replace(/[.\s]+$/, "")}. Trying again.`, "warn"),
    });
    await room.read();
    return reply ?? {};
  }

  function refuse(reply, newer) {
    if ("newer" in reply) say(line, newer, "warn");
    else say(line, reply.refused ?? "The workshop can't do this.", "warn", reply.join ?? "");
  }

  // Returns the reply; { newer } when somebody else was faster, { refused } when it can't be done.
  function act(make, { said = "", undo = null, newer = "" } = {}) {
    const mine = turn.then(async () => {
      const message = make();
      if (!message) return {};
      const reply = await send(message);
      if (!(reply.saved || reply.removed)) {
        refuse(reply, newer || "Another facilitator changed this just now. You see theirs. Nothing is lost.");
        return reply;
      }
      const words = typeof said === "function" ? said(reply) : said;
      const way = reply.undo ?? undo?.(reply);
      if (way) done.push({ words, message: way, left: whatIsLeft(reply, message) });
      if (done.length > MOST_UNDONE) done.shift();
      say(line, words, "ok");
      show();
      return reply;
    });
    turn = mine.catch(() => {});
    return mine;
  }

  // What was taken back before has counted the versions on: a record that stands as this deed left it is the same.
  async function sendBack({ message, left }) {
    for (let tries = 0; ; tries++) {
      const reply = await send(message);
      const { newer } = reply;
      const known = newer && left.get(nameOf(newer));
      if (!known || tries > 9 || Object.keys(known).some((field) => !COUNTED.includes(field) && !sameThing(known[field], newer[field]))) return reply;
      for (const holder of versioned(message)) if (nameOf(holder) === nameOf(newer)) holder.version = newer.version;
    }
  }

  // What is still under way is done first: it is the last thing then.
  function takeBack() {
    turn = turn.then(async () => {
      const last = done.pop();
      if (!last) return;
      show();
      const reply = await sendBack(last);
      if (reply.saved || reply.removed) say(line, `Undone: ${last.words}`, "ok");
      else refuse(reply, "Another facilitator changed this since, so it is not undone. Nothing is lost.");
      (back.hidden ? node : back).focus({ preventScroll: true });
    }).catch(() => {});
    return turn;
  }

  show();
  return { node, act, takeBack, say: (words, kind = "") => say(line, words, kind) };
}
