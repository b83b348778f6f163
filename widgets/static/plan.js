// The action plan, in the form of the Community Tool Box: what, who, by when, with what, and who should know.

const WIDE = 820; // from this many pixels on the plan is a table, else one card below the other
const BLANK_ROWS = 3;
const HINTS = {
  who: "A job or a group, or the first name of someone who said yes.",
  means: "Money, a room, people, a ride.",
  tell: "Who needs to hear of it?",
};

function render({ model, el }) {
  const feed = communityFeed(model);
  const cards = new Map();
  const stays = new Map(); // actions changed here, as they were: their cards keep their place under the finger
  const removed = new Map(); // actions removed here: a line in their place puts them back
  let adding = null;
  let troubled = false;
  let arriving = location.hash === "#plan"; // the plan was not there yet when the browser looked for it

  const line = h("p", { class: "go-state go-screen", role: "status" });
  const head = planHead(feed);
  const addButton = button("Add an action", add);
  const addPlace = h("div", { class: "go-screen" });
  const aloud = readAloud(() => [...feed.actions.values()].filter(isOpen).sort(byDay));
  const table = h("table", { class: "go-plan-table", role: "table", "aria-label": "The action plan" },
    h("thead", { role: "rowgroup" }, h("tr", { role: "row" },
      Object.values(ACTION_FIELDS).map((words) => h("th", { scope: "col", role: "columnheader" }, words)))));
  const blanks = h("tbody", { class: "go-blank-rows", "aria-hidden": "true" },
    Array.from({ length: BLANK_ROWS }, () => h("tr", {}, Object.keys(ACTION_FIELDS).map(() => h("td", {})))));
  table.append(blanks);
  el.classList.add("go-plan", "go-wide", "go-cards");
  el.id ||= "plan";
  el.append(line, head.node, h("p", { class: "go-buttons" }, addButton, aloud.opener), addPlace, aloud.view, table);

  const page = {
    edit: openForm,
    redraw: draw,
    changed: (action) => {
      if (!stays.has(action.id)) stays.set(action.id, feed.actions.get(action.id));
      know(action);
    },
    removed: (action) => {
      const again = removedLine(action);
      removed.set(action.id, { action, again });
      feed.actions.delete(action.id);
      draw();
      feed.read();
      again.focus();
    },
  };

  // What was just saved is shown at once; the workshop's own judgement of the plan follows.
  function know(action) {
    if (!((feed.actions.get(action.id)?.version ?? 0) > action.version)) feed.actions.set(action.id, action);
    draw();
    return feed.read();
  }

  function draw() {
    if (feed.trouble || troubled) say(line, feed.trouble, feed.trouble ? "warn" : "", feed.join);
    troubled = Boolean(feed.trouble);
    if (!feed.ready) return;
    const shown = new Map([...feed.actions].map(([id, action]) => [id, stays.get(id) ?? action]));
    for (const [id, { action }] of removed) {
      if (feed.actions.has(id)) removed.delete(id); // somebody put it back
      else shown.set(id, stays.get(id) ?? action);
    }
    for (const [id, card] of cards) {
      if (feed.actions.has(id)) continue;
      if (!removed.has(id) && card.isBusy()) shown.set(id, card.known());
      else { card.close(); cards.delete(id); }
    }
    const ordered = [...shown.values()].sort(byDay);
    for (const [id, action] of feed.actions) {
      if (!cards.has(id)) cards.set(id, actionCard(model, action, page));
    }
    for (const [id, card] of cards) {
      card.meet(feed.actions.get(id), { empty: feed.plan.empty[id] ?? [], late: feed.plan.late.includes(id) });
    }
    place(ordered.map(({ id }) => cards.get(id)?.node ?? removed.get(id).again.node));
    head.draw(ordered.map(({ id }) => feed.actions.get(id)).filter(Boolean));
    aloud.draw();
    if (arriving) el.scrollIntoView();
    arriving = false;
  }

  // Where somebody writes, nothing moves: what is moved loses the focus. The other cards move around it.
  function place(nodes) {
    for (const node of [...table.tBodies]) if (node !== blanks && !nodes.includes(node)) node.remove();
    const shown = [...table.tBodies].slice(0, -1);
    if (nodes.every((node, position) => node === shown[position])) return;
    const still = nodes.findIndex((node) => node.contains(document.activeElement));
    nodes.forEach((node, position) => {
      if (position !== still) table.insertBefore(node, position < still ? nodes[still] : blanks);
    });
  }

  // Adding, changing, and putting back

  function add() {
    adding ??= openForm(null, addPlace, (kept) => {
      adding = null;
      addButton.hidden = false;
      if (kept) {
        stays.clear();
        know(kept);
        say(line, "Saved. It is in the plan.", "ok");
      }
      addButton.focus();
    });
    addButton.hidden = true;
  }

  function openForm(action, place, onClosed) {
    let saved = null;
    const unsaved = newId("plan-form");
    const limits = model.get("limits");
    const field = (name, control) => ({ name, label: ACTION_FIELDS[name], control, hint: HINTS[name], limit: limits[name] });
    const form = recordForm(model, {
      title: action ? `Change “${action.what}”` : "Add an action",
      name: "action",
      record: action,
      defaults: { status: "to-do" },
      fields: [
        field("what", areaControl(2)), field("who", textControl()), field("by", dayControl()),
        field("means", areaControl(2)), field("tell", areaControl(2)),
        // Of a new action nobody asks why it is not done.
        ...(action ? [{ name: "why", label: "Why not yet", control: areaControl(2), hint: "What would help?", limit: limits.why }] : []),
        // What the form does not show goes along unchanged.
        ...["status", "origin", "letter", ...(action ? [] : ["why"])].map((name) => ({ name, label: name, control: carriedControl() })),
      ],
      arrange: ({ what, who, by, means, tell, why }) => [what, h("div", { class: "go-pair" }, who, by),
        h("div", { class: "go-pair" }, means, tell), ...(action ? [why] : [])],
      message: (record) => ({ kind: "save-action", action: record }),
      wrong: ({ what }) => (what ? null : ["what", "write what there is to do."]),
      shown: (name, value) => (name === "by" && value ? inWords(value) : value),
      onSaved: (kept) => { saved = kept; },
      onClosed: () => { tellUnsaved(unsaved, false); onClosed(saved); },
    });
    place.append(form.node);
    tellUnsaved(unsaved, true, true); // an open form is never swept away by a page that renews itself
    form.focus();
    return form;
  }

  function removedLine(action) {
    const state = h("span", { class: "go-state", role: "status" });
    const back = button("Put back", async () => {
      say(state, "Saving …");
      tellUnsaved(`back-${action.id}`, true);
      const reply = await saveAction(model, { ...action, version: 0 },
        { onTrouble: (why) => say(state, notYet(why), "warn") });
      tellUnsaved(`back-${action.id}`, false);
      if (!reply?.saved) {
        say(state, `Not put back: ${reply?.refused ?? "the workshop can't take this."}`, "warn", reply?.join ?? "");
        return;
      }
      removed.delete(action.id);
      know(reply.action);
      cards.get(action.id)?.node.focus();
    }, "go-plain");
    const node = h("tbody", { role: "rowgroup", class: "go-action go-screen" }, h("tr", { role: "row" },
      h("td", { role: "cell", colspan: "5", "aria-colspan": "5" },
        h("p", {}, `Removed: “${action.what}”.`), h("p", { class: "go-buttons" }, back), state)));
    return { node, focus: () => back.focus() };
  }

  const sized = new ResizeObserver(([{ contentRect }]) => el.classList.toggle("go-cards", contentRect.width < WIDE));
  sized.observe(el);
  const stop = feed.start(draw);
  return () => {
    stop();
    sized.disconnect();
    adding?.close();
    for (const card of cards.values()) card.close();
  };
}

// Open ones by their day, those without a day last; then what is done, then what was dropped.
function byDay(one, other) {
  const rank = ({ status }) => (isOpen({ status }) ? 0 : status === "done" ? 1 : 2);
  const key = (action) => `${rank(action)} ${action.by || "9999"} ${action.what.toLowerCase()} ${action.id}`;
  return key(one) < key(other) ? -1 : 1;
}

// A field that no control shows.
function carriedControl() {
  let value = "";
  const input = h("input", { type: "hidden" });
  return { node: input, input, get: () => value, set: (text) => { value = text ?? ""; }, changed: () => {} };
}

export default { render: safely(render) };
