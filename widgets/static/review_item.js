// One item of a publication: what it says, what may give somebody away in it, and what people decide of it.

const FIELD_WORDS = { title: "Title", about: "About you", ask: "Whom to ask, and how", name: "Name", contact: "Contact",
  web: "Web page", for_whom: "For whom", offers: "What they offer", text: "Words", what: "What", who: "Who",
  means: "What it takes", by_when: "By when", status: "How far" };
const LONG_FIELDS = ["about", "ask", "text", "offers"];
const WITHOUT_WORDS = ["coverage", "lived", "vote"];
const PUBLIC_STATES = { here: "at the table", "in-touch": "we are in touch", empty: "an empty chair", "not-here": "not in our town" };
const LIVED = { yes: "There are safe ways to take part.", working: "We are making safe ways to take part.",
  "not-yet": "There are no safe ways to take part yet." };
const ITEM_CHOICES = [["include", "Publish as it is"], ["reword", "In our own words"], ["leave", "Leave out"]];
const SECRET = ["secret", "Never: where it is must stay secret"];
const WITH_STATUS = { "to-do": "To do", doing: "Begun", done: "Done" };

function reviewItem(model, item, saved) {
  let now = item;
  let chosen = item.choice;
  let unsaved = false;
  const id = newId("item");
  const state = h("p", { class: "go-state", role: "status" });
  const signs = h("ul", { class: "go-plain-list go-signs" });
  const choices = [...ITEM_CHOICES, ...(item.kind === "listed" ? [SECRET] : [])]
    .filter(([value]) => !(item.kind === "about" && value === "include") && !(WITHOUT_WORDS.includes(item.kind) && value === "reword"));
  const radios = choices.map(([value, words]) => h("label", { class: "go-status" },
    h("input", { type: "radio", name: id, value, change: () => { chosen = value; draw(); if (value !== "reword") save(); } }),
    h("span", {}, words)));
  const consent = box("They said yes to being listed like this");
  const looked = box("I looked: this gives nobody away");
  const inputs = Object.fromEntries((model.get("fields")[item.kind] ?? []).map((field) => [field, input(field)]));
  const keep = button("Save these words", () => save());
  const own = h("div", { class: "go-form", hidden: true }, Object.values(inputs).map(({ node }) => node),
    h("p", { class: "go-buttons" }, keep));
  const title = shownTitle(model, item);
  const node = h("li", { class: "go-item", "data-kind": item.kind },
    ...shownItem(model, item), signs,
    h("fieldset", { class: "go-statuses" }, h("legend", { class: "go-hidden" }, `What happens with this? ${title}`), radios),
    own, consent.node, looked.node, state);

  function box(words) {
    const check = h("input", { type: "checkbox", change: () => { if (chosen) save(); } });
    return { check, node: h("p", { hidden: true }, h("label", { class: "go-status" }, check, h("span", {}, words))) };
  }

  function input(field) {
    const name = newId("words");
    const control = h(LONG_FIELDS.includes(field) ? "textarea" : "input", { id: name, class: LONG_FIELDS.includes(field) ? "go-words" : "go-field",
      maxlength: model.get("limits")[field], input: () => { unsaved = true; }, blur: () => { if (unsaved) save(); } });
    return { control, node: h("div", {}, h("label", { class: "go-label", for: name }, FIELD_WORDS[field] ?? field), control) };
  }

  async function save() {
    unsaved = false;
    const words = chosen === "reword" ? Object.fromEntries(Object.entries(inputs).map(([field, { control }]) => [field, control.value])) : {};
    say(state, "Saving …");
    const reply = await ask(model, { kind: "decide-item", item: now.item, choice: chosen, words, consent: consent.check.checked,
      looked: looked.check.checked, seen: now.seen, version: now.version }, { onTrouble: (why) => say(state, notYet(why), "warn") });
    if (reply?.saved) { now = { ...now, version: reply.version }; await saved(); return; }
    if (reply?.newer) { say(state, "Someone else decided this meanwhile. You see theirs.", "warn"); await saved(); return; }
    unsaved = chosen === "reword";
    say(state, reply?.refused ?? "This can't be saved.", "warn", reply?.join ?? "");
  }

  function draw() {
    for (const radio of radios) radio.firstChild.checked = radio.firstChild.value === chosen;
    own.hidden = chosen !== "reword";
    consent.node.hidden = !now.asks_consent || !["include", "reword"].includes(chosen);
    looked.node.hidden = !now.found.some(({ sure }) => !sure) || !["include", "reword"].includes(chosen);
    signs.replaceChildren(...now.found.map(({ what, words, sure }) => h("li", { class: "go-sign-line" },
      h("strong", {}, sure ? `There is ${what}: ` : `This may be ${what}: `), `“${words.slice(0, 120)}”`)));
  }

  function show(fresh) {
    if (unsaved) return; // what is being written here stays
    now = fresh;
    chosen = fresh.choice;
    consent.check.checked = fresh.consent;
    looked.check.checked = fresh.looked;
    for (const [field, { control }] of Object.entries(inputs)) {
      const value = fresh.words[field] ?? fresh.says[field] ?? "";
      if (control.value !== value && document.activeElement !== control) control.value = value;
    }
    draw();
    if (fresh.goes) say(state, "This goes out.", "ok");
    else say(state, fresh.waits || (fresh.choice ? "This stays here." : "Not decided yet: it stays here."), fresh.waits ? "warn" : "");
  }

  show(item);
  return { node, show, seen: item.seen };
}

const shownTitle = (model, { kind, says }) => says.name ?? says.what ?? says.text ?? says.title
  ?? (kind === "coverage" ? "Who is at the table" : "People with lived experience");

function shownItem(model, { kind, says }) {
  const line = (words) => h("p", {}, words);
  const facts = (...fields) => h("dl", {}, fields.filter((field) => says[field]?.length)
    .flatMap((field) => [h("dt", {}, FIELD_WORDS[field] ?? field), h("dd", {}, says[field])]));
  const strong = (words) => h("p", { class: "go-title" }, h("strong", {}, words));
  if (kind === "about") return [line("Every page says who publishes it, and whom people can ask, also to have something removed.")];
  if (kind === "coverage") {
    const count = Object.entries(PUBLIC_STATES).map(([state, words]) => `${says.groups.filter(([, is]) => is === state).length} ${words}`);
    return [strong("Each group, with a chair that is taken or empty"), line(`${count.join(", ")}.`), h("details", {}, h("summary", {}, "Each group"),
      h("ul", {}, says.groups.map(([key, is]) => h("li", {}, `${model.get("groups")[key] ?? key}: ${PUBLIC_STATES[is]}`))))];
  }
  if (kind === "lived") return [strong("People with lived experience"), line(LIVED[says.mark])];
  if (kind === "listed") return [strong(says.name), facts("offers", "for_whom", "contact", "web")];
  if (kind === "vote") {
    return [strong(says.title), h("ul", {}, Object.entries(says.shown).map(([text, dots]) => h("li", {}, `${text}: ${dots} dots`)),
      says.hidden.map((text) => h("li", {}, `${text}: number not shown`)))];
  }
  if (kind === "words") return [h("blockquote", { class: "go-quoted" }, says.text)];
  if (kind === "action") {
    return [strong(says.what), h("dl", {}, [["Who", says.who], ["By when", says.by_when && inWords(says.by_when)], ["What it takes", says.means],
      ["How far", WITH_STATUS[says.status]]].filter(([, words]) => words).flatMap(([name, words]) => [h("dt", {}, name), h("dd", {}, words)]))];
  }
  return [line(says.text)];
}
