// An entry of the community map: its words, how it reads, the form to add or to change it, and the way back after it
// was removed.

const KIND_WORDS = { person: "Person", organisation: "Organisation", committee: "Committee", resource: "Resource" };
const STATUS_WORDS = {
  "at-table": "At the table", invited: "Invited", knows: "Knows about us", "not-yet": "Not yet", "not-here": "Not in our town",
};
const TIE_WORDS = ["Not at all", "A little", "Well", "Very well"];
const RATING_WORDS = ["Not said", "Little", "Some", "Much"];
const ENTRY_WORDS = {
  name: "Name", kind: "What it is", groups: "Community groups", status: "Status",
  asks: "Who will contact them", contact: "Public contact", web: "Web page", for_whom: "For whom",
  offers: "What they offer", tie: "How well we know them", influence: "How much they can change here",
  interest: "How much they care about this", listed: "May be listed publicly", notes: "Notes",
};
const LIVED_EXPERIENCE = "lived-experience";
const SAFE_HOUSES = "Never write the address of a safe house, or of a place that is kept secret. "
  + "Write only contact details that anyone can find.";
const NO_STORIES = "Write nothing here about what happened to someone.";

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/['ʼ]/g, "'").toLowerCase();
const isRated = (kind) => kind === "organisation" || kind === "committee";
const trimmed = (why) => why.replace(/[.\s]+$/, "");

// What does not change as long as an entry does not: worked out once for each.
function remembered(work) {
  const known = new WeakMap();
  return (entry, ...others) => {
    if (!known.has(entry)) known.set(entry, work(entry, ...others));
    return known.get(entry);
  };
}

const foldedName = remembered(({ name }) => folded(name));
const entryText = remembered((entry, nameOf) => folded([
  entry.name, KIND_WORDS[entry.kind], STATUS_WORDS[entry.status], ...entry.groups.map(nameOf),
  entry.asks, entry.contact, entry.web, entry.for_whom, entry.offers, entry.notes,
].join("\n")));

function groupNames(model) {
  const names = new Map(model.get("groups").map(({ key, name }) => [key, name]));
  return (key) => names.get(key) ?? key;
}

// A few names, and how many more there are.
function someNames(names, most = 6) {
  return names.length <= most ? names.join(", ") : `${names.slice(0, most).join(", ")} and ${names.length - most} more`;
}

// A status, or a state of a group, is a shape and a word.
const mark = (key, words) => h("span", { class: `go-mark go-is-${key}` },
  h("span", { class: "go-shape", "aria-hidden": "true" }), h("span", {}, words));
const statusMark = (status) => mark(status, STATUS_WORDS[status] ?? status);

function entryWords(field, value, nameOf) {
  if (field === "kind") return KIND_WORDS[value] ?? value;
  if (field === "status") return STATUS_WORDS[value] ?? value;
  if (field === "groups") return value.map(nameOf).join(", ");
  if (field === "tie") return TIE_WORDS[value] ?? "";
  if (field === "influence" || field === "interest") return RATING_WORDS[value] ?? "";
  if (field === "listed") return value ? "Yes" : "No";
  return value ?? "";
}

// The fields of an entry in words, as a list of terms; fields that say nothing are left out.
function entryFacts(entry, fields, nameOf) {
  const silent = (field) => !entry[field] || entry[field].length === 0;
  return fields.filter((field) => !silent(field)).flatMap((field) => {
    const address = field === "web" ? safeAddress(entry.web) : "";
    return [h("dt", {}, ENTRY_WORDS[field]),
      h("dd", {}, address ? outside(address, entry.web) : entryWords(field, entry[field], nameOf))];
  });
}

// The form

function entryForm(model, feed, { entry = null, title = "", defaults = {}, onSaved, onClosed }) {
  const limits = model.get("limits");
  const nameOf = groupNames(model);
  const field = (name, control, hint = "") => ({ name, label: ENTRY_WORDS[name], control, hint, limit: limits[name] });
  const choices = (keys, words) => selectControl(keys.map((key) => [key, words[key] ?? key]));
  const levels = (words) => selectControl(words.map((word, level) => [level, word]));
  const same = h("p", { class: "go-quiet", role: "status" });
  const person = h("p", { class: "go-quiet" }, "Ask people before you write their name. Or write their job, such as “a coach”.");
  const more = h("details", { class: "go-more" }, h("summary", {}, "More about it"));
  let ratings = [];

  const form = recordForm(model, {
    title: title || (entry ? `Change “${entry.name}”` : "Add to the map"),
    name: "entry",
    record: entry,
    defaults: { status: "not-yet", ...defaults },
    fields: [
      field("name", textControl({ required: true })),
      field("kind", choices(model.get("kinds"), KIND_WORDS)),
      field("groups", groupsControl(model.get("groups"))),
      field("status", choices(model.get("statuses"), STATUS_WORDS)),
      field("asks", textControl(), "One of us: a job or a group, or the first name of someone who said yes."),
      field("contact", textControl(), SAFE_HOUSES),
      field("web", textControl({ inputmode: "url" }), "If it has one. For example: https://example.org"),
      field("for_whom", textControl(), "For example: youth, newcomers, anyone."),
      field("offers", areaControl(2), NO_STORIES),
      field("tie", levels(TIE_WORDS)),
      field("influence", levels(RATING_WORDS)),
      field("interest", levels(RATING_WORDS)),
      field("listed", checkControl("May be listed publicly"), "Only if they agreed to it."),
      field("notes", areaControl(3, false), NO_STORIES),
    ],
    arrange: (rows) => {
      ratings = [rows.influence, rows.interest];
      rows.name.append(same);
      rows.kind.append(person);
      more.append(rows.asks, rows.contact, rows.web, rows.for_whom, rows.offers,
        h("div", { class: "go-pair" }, rows.tie, ...ratings), rows.listed, rows.notes);
      return [rows.name, rows.kind, rows.groups, rows.status, more];
    },
    message: (record) => ({ kind: "save-entry",
      entry: isRated(record.kind) ? record : { ...record, influence: 0, interest: 0 } }),
    wrong: ({ name }) => (name ? null : ["name", "give it a name, so that people can find it."]),
    shown: (name, value) => entryWords(name, value, nameOf),
    onSaved,
    onClosed,
  });

  form.on(({ name, kind }) => {
    person.hidden = kind !== "person";
    for (const row of ratings) row.hidden = !isRated(kind);
    const found = entry && name === entry.name ? [] : namedLike(feed, name, entry?.id);
    const words = found.length ? `On the map already: ${someNames(found.map((one) => `“${one.name}”`), 3)}.` : "";
    if (same.textContent !== words) same.textContent = words;
  });
  const { name, kind, groups, status, ...rest } = form.values();
  more.open = Object.values(rest).some((value) => value);
  return form;
}

// Entries with such a name: one holds the other, or all words of the shorter.
function namedLike(feed, name, except) {
  const typed = folded(name);
  if (typed.length < 3) return [];
  const words = typed.split(/\s+/);
  return [...feed.entries.values()].filter((entry) => {
    if (entry.id === except) return false;
    const other = foldedName(entry);
    return other.includes(typed) || (other.length > 3 && typed.includes(other))
      || words.every((word) => other.includes(word));
  });
}

// Many boxes to tick, behind one line that says which are ticked.
function groupsControl(groups) {
  const id = newId("groups");
  const chosen = h("span", {});
  const none = h("p", { class: "go-quiet", role: "status" });
  const search = h("input", { class: "go-field", type: "search", autocomplete: "off", id: `${id}-search`,
    input: () => filter(),
    keydown: (event) => { if (event.key === "Enter") event.preventDefault(); } });
  const boxes = groups.filter(({ key }) => key !== LIVED_EXPERIENCE).map(({ key, name }) => {
    const input = h("input", { type: "checkbox", value: key, change: () => { tell(); control.changed(); } });
    return { key, name, input, node: h("li", {}, h("label", { class: "go-status" }, input, h("span", {}, name))) };
  });
  const node = h("fieldset", { class: "go-choose" }, h("legend", { class: "go-label" }, ENTRY_WORDS.groups),
    h("details", {}, h("summary", {}, chosen),
      h("label", { class: "go-label", for: search.id }, "Find a group"), search, none,
      h("ul", {}, boxes.map((box) => box.node)),
      h("p", { class: "go-quiet" }, "People with lived experience are not in this list. Nobody is marked as one of them. "
        + "The map asks instead if there are safe, paid and supported ways to take part.")));

  function tell() {
    const names = boxes.filter(({ input }) => input.checked).map(({ name }) => name);
    chosen.textContent = names.length ? names.join(", ") : "None yet. Choose";
  }

  function filter() {
    const typed = folded(search.value.trim());
    for (const box of boxes) box.node.hidden = !folded(box.name).includes(typed);
    none.textContent = boxes.every((box) => box.node.hidden) ? "No group has this in its name." : "";
  }

  const control = {
    node, input: search, labelled: true, changed: () => {},
    get: () => boxes.filter(({ input }) => input.checked).map(({ key }) => key),
    set: (keys) => { for (const { key, input } of boxes) input.checked = (keys ?? []).includes(key); tell(); },
  };
  tell();
  return control;
}

// What was being written in this tab when the page was loaded anew.
function unsavedEntries() {
  const start = draftKey("entry-");
  try {
    return Object.keys(sessionStorage).filter((key) => key.startsWith(start)).map((key) => key.slice(start.length));
  } catch {
    return [];
  }
}

// One form at a time, in one place. Who opened it gets the focus back.
function entryFormPlace(model, feed, { defaults = {}, words, onOpen }) {
  const node = h("div", { class: "go-screen" });
  const state = h("p", { class: "go-state go-screen", role: "status" });
  let form = null;

  function open(entry, { more = {}, focus = true, back = () => {} } = {}) {
    const before = form;
    form = null;
    before?.close();
    say(state, "");
    let isSaved = false;
    const mine = entryForm(model, feed, {
      entry, title: entry ? "" : words, defaults: { ...defaults, ...more },
      onSaved: async (kept) => {
        isSaved = true;
        say(state, `Saved “${kept.name}”.`, "ok");
        await feed.read();
        back(kept);
      },
      onClosed: () => {
        if (form !== mine) return;
        form = null;
        onOpen(false);
        if (!isSaved) back(entry);
      },
    });
    form = mine;
    if (more.groups) form.set({ groups: [...new Set([...form.values().groups, ...more.groups])] });
    node.replaceChildren(form.node);
    onOpen(true);
    if (!focus) return;
    form.focus();
    form.node.scrollIntoView({ block: "start" });
  }

  // Words that were being written when the page was loaded anew are on the screen again.
  function restore() {
    for (const id of form ? [] : unsavedEntries()) {
      const entry = feed.entries.get(id) ?? null;
      if (entry || id === "new") { open(entry, { focus: false }); return; }
    }
  }

  return { node, state, open, restore, close: () => form?.close() };
}

// Removing an entry, with a way back that stays in sight.
function entryRemoval(model, feed, { back }) {
  const state = h("p", { class: "go-state", role: "status" });
  const undo = h("p", { class: "go-buttons" });
  const node = h("div", { class: "go-undo go-screen" }, state, undo);
  let busy = false;

  async function remove(entry) {
    if (busy) return;
    busy = true;
    undo.replaceChildren();
    say(state, `Removing “${entry.name}” …`);
    const reply = await ask(model, { kind: "remove-entry", id: entry.id, version: entry.version },
      { onTrouble: (why) => say(state, `Not removed yet: ${trimmed(why)}. Trying again.`, "warn") });
    busy = false;
    if (reply?.removed) {
      say(state, `Removed “${entry.name}”.`, "ok");
      const put = button("Put back", () => putBack(entry));
      undo.replaceChildren(put, button("Close", () => { undo.replaceChildren(); say(state, ""); back(null); }, "go-plain"));
      put.focus({ preventScroll: true });
    } else if (reply?.newer) {
      say(state, `Not removed: someone else has just changed “${entry.name}”. Look at it again.`, "warn");
    } else {
      say(state, reply?.refused ?? "", "warn", reply?.join ?? "");
    }
    await feed.read();
  }

  async function putBack(entry) {
    undo.replaceChildren();
    say(state, `Putting back “${entry.name}” …`);
    const reply = await ask(model, { kind: "save-entry", entry: { ...entry, version: 0 } },
      { onTrouble: (why) => say(state, notYet(why), "warn") });
    if (reply?.saved || reply?.newer) say(state, `“${entry.name}” is back.`, "ok");
    else say(state, reply?.refused ?? "", "warn", reply?.join ?? "");
    await feed.read();
    back(entry);
  }

  return { node, remove };
}
