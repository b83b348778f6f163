// What changed from meeting to meeting: the map, the plan, the lists, and how people are with it. Of people only
// averages, and none of few.

const COVERED = [["covered", "Here"], ["thin", "Rests on one person"], ["missing", "Missing"], ["not-here", "Not in our town"]];
const PLANNED = [["done", "Done"], ["doing", "Doing"], ["to-do", "To do"], ["dropped", "Dropped"]];

function render({ model, el }) {
  const state = h("p", { class: "go-state go-screen", role: "status" });
  const place = h("div", {});
  el.classList.add("go-changes");
  el.append(state, place);

  async function read() {
    const reply = await askTogether(model, { kind: "read-changes" },
      { onTrouble: (why) => say(state, `This can't be read yet: ${why.replace(/[.\s]+$/, "")}. Trying again.`, "warn") });
    if (!reply?.meetings) { if (reply) say(state, reply.refused ?? "", "warn", reply.join ?? ""); return; }
    const said = await askTogether(model, { kind: "read-feedback" }, {});
    say(state, "");
    place.replaceChildren(...draw(reply, said?.feedback ?? { up: [], down: [] }));
  }

  const stop = onChanged(model, () => { forgetReads(); read(); });
  read();
  return stop;
}

function draw({ meetings, levels }, feedback) {
  if (!meetings.length) return [h("p", { class: "go-quiet" }, "There was no meeting yet.")];
  return [
    heading("Who is at the table"),
    bars(meetings, "covered", COVERED, "groups"),
    heading("The plan"),
    bars(meetings, "actions", PLANNED, "actions"),
    heading("How people are with it"),
    averages(meetings, levels),
    heading("What we want to learn"),
    lists(meetings, "learning"),
    heading("What we agreed on"),
    lists(meetings, "agreement"),
    heading("Themes"),
    lists(meetings, "themes"),
    heading("One up, one down: this meeting"),
    cards("Went well", feedback.up), cards("To change", feedback.down),
  ];
}

const nameOf = ({ number, title, held_on: day }) => `${number} · ${title}, ${inWords(day)}`;

// Each meeting is a bar; each part of it has its number and its word, so that no colour has to be told apart.
function bars(meetings, field, parts, things) {
  return h("ul", { class: "go-plain-list" }, meetings.map((meeting) => {
    const whole = parts.reduce((sum, [key]) => sum + meeting[field][key], 0);
    const told = parts.filter(([key]) => meeting[field][key]);
    return h("li", { class: "go-meeting" }, h("strong", {}, nameOf(meeting)),
      whole
        ? h("div", { class: "go-share", "aria-hidden": "true" }, told.map(([key]) =>
          h("span", { class: `go-share-${key}`, style: `flex-grow: ${meeting[field][key]}` })))
        : null,
      h("p", {}, whole ? told.map(([key, words]) => `${words}: ${meeting[field][key]}`).join(" · ") : `No ${things} yet.`));
  }));
}

function averages(meetings, { words, statements }) {
  return h("div", { class: "go-scroll", tabindex: "0", role: "region", "aria-label": "How people are with it" },
    h("table", { class: "go-table" },
      h("caption", {}, `The average from 1 (${words[0].toLowerCase()}) to ${words.length} (${words.at(-1).toLowerCase()}). `
        + "It is only told when at least 11 people answered."),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Statement"),
        meetings.map(({ number }) => h("th", { scope: "col" }, `Meeting ${number}`)))),
      h("tbody", {}, statements.map(({ key, text }) => h("tr", {}, h("th", { scope: "row" }, text),
        meetings.map((meeting) => h("td", { class: "go-amount" },
          meeting.averages[key] === null ? "too few to tell" : meeting.averages[key].toFixed(1))))))));
}

// The latest list, with what is new on it since the meeting before, and what is not there any more.
function lists(meetings, field) {
  const now = meetings.at(-1)[field];
  const before = meetings.at(-2)?.[field] ?? null;
  const gone = before ? before.filter((text) => !now.includes(text)) : [];
  if (!now.length && !gone.length) return h("p", { class: "go-quiet" }, "Nothing yet.");
  return h("ul", {}, now.map((text) => h("li", {}, text, before && !before.includes(text) ? h("em", {}, " (new)") : null)),
    gone.map((text) => h("li", {}, text, h("em", {}, " (not any more)"))));
}

const cards = (title, texts) => h("div", {}, h("p", {}, h("strong", {}, title)),
  texts.length ? h("ul", {}, texts.map((text) => h("li", {}, text))) : h("p", { class: "go-quiet" }, "Nothing was said."));

export default { render: safely(render) };
