// Entries that may be here twice: both side by side, merged into one or told apart, and a way back.

const MOST_PAIRS = 5;
const TWIN_FIELDS = ["kind", "status", "groups", "asks", "contact", "web", "for_whom", "offers", "tie", "influence",
  "interest", "listed", "notes"];

function twinList(model, feed) {
  const nameOf = groupNames(model);
  const title = heading("May be here twice");
  const list = h("ul", { class: "go-plain-list" });
  const rest = h("p", { class: "go-quiet" });
  const state = h("p", { class: "go-state", role: "status" });
  const undo = h("p", { class: "go-buttons" });
  const body = h("div", {}, title, h("p", {}, "These look alike. Merging keeps every word of both."), list, rest);
  const node = h("div", { class: "go-twins go-screen go-broad", tabindex: "-1" }, body, state, undo);
  let drawn = [];
  let busy = false;

  function draw() {
    const pairs = feed.twins.map((ids) => ids.map((id) => feed.entries.get(id))).filter((pair) => pair.every(Boolean));
    body.hidden = pairs.length === 0;
    const now = pairs.slice(0, MOST_PAIRS).flat();
    rest.textContent = pairs.length > MOST_PAIRS ? `${pairs.length - MOST_PAIRS} more after these.` : "";
    if (now.length === drawn.length && now.every((entry, at) => entry === drawn[at])) return;
    drawn = now;
    keepFocus(node, () => list.replaceChildren(...pairs.slice(0, MOST_PAIRS).map(asPair)));
  }

  function asPair([one, other]) {
    const card = (entry, twin) => h("div", { class: "go-card" },
      h("p", { class: "go-title" }, h("strong", {}, entry.name)),
      h("dl", {}, entryFacts(entry, TWIN_FIELDS, nameOf)),
      h("p", { class: "go-buttons" }, h("button", { type: "button", class: "go-button",
        "data-focus": `keep ${entry.id} ${twin.id}`, click: () => merge(entry, twin) },
      "Merge: keep this one", h("span", { class: "go-hidden" }, `, ${entry.name}`))));
    return h("li", {}, h("div", { class: "go-pair" }, card(one, other), card(other, one)),
      h("p", { class: "go-buttons" }, h("button", { type: "button", class: "go-button go-plain",
        "data-focus": `apart ${one.id} ${other.id}`, click: () => tellApart(one, other) },
      "They are not the same", h("span", { class: "go-hidden" }, `: ${one.name}, ${other.name}`))));
  }

  // One change at a time. Returns what the workshop answered; what went wrong is told here.
  async function change(words, message) {
    say(state, words);
    const reply = await ask(model, message, { onTrouble: (why) => say(state, `Not saved yet: ${trimmed(why)}. Trying again.`, "warn") });
    if (reply?.newer) say(state, "Not changed: someone else has just changed one of them. Look at them again.", "warn");
    else if (reply?.refused || !reply) say(state, reply?.refused ?? "", "warn", reply?.join ?? "");
    return reply ?? {};
  }

  async function alone(work) {
    if (busy) return;
    busy = true;
    undo.replaceChildren();
    await work();
    await feed.read();
    undo.firstElementChild?.focus(); // the pair is gone, and what stands here has moved
    busy = false;
  }

  const merge = (keep, other) => alone(async () => {
    const which = ({ id, version }) => ({ id, version });
    const reply = await change("Merging …", { kind: "merge-entries", keep: which(keep), other: which(other) });
    if (!reply.merged) return;
    say(state, `Merged. “${reply.entry.name}” has the words of both.`, "ok");
    undo.replaceChildren(button("Undo", () => putBack(reply.entry, keep, other), "go-plain"));
  });

  const putBack = (merged, kept, other) => alone(async () => {
    node.focus({ preventScroll: true });
    const first = await change("Putting both back …", { kind: "save-entry", entry: { ...kept, version: merged.version } });
    // An answer that was lost on its way is no change of somebody else.
    if (!first.saved && !(first.newer && sameEntry(first.newer, kept))) return;
    const second = await change("Putting both back …", { kind: "save-entry", entry: { ...other, version: 0 } });
    if (second.saved || (second.newer && sameEntry(second.newer, other))) say(state, "Both are back.", "ok");
  });

  const tellApart = (one, other) => alone(async () => {
    const reply = await change("Saving …", { kind: "tell-apart", one: one.id, other: other.id });
    if (reply.saved) say(state, `Saved: “${one.name}” and “${other.name}” are not the same.`, "ok");
  });

  return { node, draw };
}

const sameEntry = (one, other) => ["name", ...TWIN_FIELDS].every((field) => sameValue(one[field], other[field]));
