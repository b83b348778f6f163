// What tables wrote on paper, one form for each table. A table's key is a random one that stays in this browser.

const SHEETS = "workshop-paper-";

// The keys of a meeting's tables. Tables have numbers: no word that somebody typed stays in this browser.
function paperTables() {
  const kept = new Map();
  let remembers = true;
  const from = (code) => `${SHEETS}${code}-`;
  const names = () => { try { return Object.keys(localStorage); } catch { remembers = false; return [...kept.keys()]; } };
  return {
    remembers: () => remembers,
    numbers: (code) => names().filter((name) => name.startsWith(from(code)))
      .map((name) => Number(name.slice(from(code).length))).sort((one, other) => one - other),
    seat: (code, number) => {
      const name = from(code) + number;
      try {
        // Only the tables of this meeting are remembered.
        for (const old of names()) if (old.startsWith(SHEETS) && !old.startsWith(from(code))) localStorage.removeItem(old);
        if (!/^[0-9a-f]{32}$/.test(localStorage.getItem(name) ?? "")) localStorage.setItem(name, newKey());
        remembers = true;
        return localStorage.getItem(name);
      } catch {
        remembers = false;
        if (!kept.has(name)) kept.set(name, newKey());
        return kept.get(name);
      }
    },
  };
}

function render({ model, el }) {
  const id = newId("table");
  const tables = paperTables();
  const state = h("p", { class: "go-state", role: "status" });
  const number = h("input", { class: "go-field go-short", id, type: "number", min: "1", max: "999", inputmode: "numeric", autocomplete: "off" });
  const chooser = h("form", { class: "go-form", novalidate: true, submit: (event) => { event.preventDefault(); choose(number.valueAsNumber); } },
    h("label", { class: "go-label", for: id }, "Number of the table"), number,
    h("p", { class: "go-buttons" }, h("button", { type: "submit", class: "go-button" }, "Open its sheet")));
  const before = h("p", { class: "go-buttons" });
  const title = h("p", { tabindex: "-1" });
  const fields = model.get("prompts").map((prompt) => paperField(model, prompt, model.get("hard_limit")));
  const alone = model.get("alone").map(({ number, question }) => h("p", { class: "go-fate" },
    `Question ${number} is not here: “${question}” What people offer is for each person alone. They keep that sheet, or write on a phone.`));
  const sheet = h("div", { hidden: true }, title, fields.map((field) => field.node), alone,
    h("p", { class: "go-buttons" }, button("Next table", next)));
  el.append(state, chooser, before, sheet);
  let meeting = null;

  function drawKnown() {
    before.replaceChildren(...tables.numbers(meeting.code).map((one) => button(`Open table ${one} again`, () => choose(one), "go-plain")));
  }

  async function read() {
    const reply = await ask(model, { kind: "read-meetings" }, {
      onTrouble: (why) => say(state, `This can't be read yet: ${why.replace(/[.\s]+$/, "")}. Trying again.`, "warn") });
    if (!reply?.meeting) { if (reply) say(state, reply.refused ?? "", "warn", reply.join ?? ""); return; }
    const moved = meeting && meeting.code !== reply.meeting.code;
    if (moved && fields.some((field) => field.isUnsaved())) {
      say(state, "Another meeting has begun. What is not saved here belongs to the one before: copy it first.", "warn");
      return;
    }
    meeting = reply.meeting;
    if (moved) sheet.hidden = true;
    say(state, meeting.practice ? "This is a rehearsal: what you enter is deleted with it."
      : meeting.ended ? "This meeting has ended. Open “Meetings” and go on with it to enter more." : "");
    chooser.hidden = Boolean(meeting.ended);
    drawKnown();
  }

  async function choose(table) {
    if (!meeting) return;
    if (!Number.isInteger(table) || table < 1 || table > 999) {
      say(state, "Give the table a number, from 1 to 999.", "warn");
      number.focus();
      return;
    }
    await Promise.all(fields.map((field) => field.save()));
    const on = { code: meeting.code, seat: tables.seat(meeting.code, table) };
    say(state, "Opening …");
    const trouble = { onTrouble: (why) => say(state, `Not open yet: ${why.replace(/[.\s]+$/, "")}. Trying again.`, "warn") };
    const reply = await ask(model, { kind: "read-responses", seat: on.seat }, trouble);
    if (!reply?.responses) { say(state, reply?.refused ?? "", "warn", reply?.join ?? ""); return; }
    await ask(model, { kind: "take-seat", seat: on.seat, table: true }, trouble);
    for (const field of fields) field.open(on, reply.responses[field.key]);
    title.replaceChildren(h("strong", {}, `Table ${table}`));
    sheet.hidden = false;
    number.value = "";
    drawKnown();
    say(state, tables.remembers() ? "" : "This browser will not remember: once this page closes, nobody can change this sheet.", "warn");
    fields[0].area.focus();
  }

  async function next() {
    await Promise.all(fields.map((field) => field.save()));
    if (fields.some((field) => field.isUnsaved())) { say(state, "Some words are not saved yet. Look at the sheet.", "warn"); return; }
    sheet.hidden = true;
    say(state, "Saved. Choose the next table.", "ok");
    number.focus();
  }

  const stop = onChanged(model, read);
  read();
  return stop;
}

export default { render: safely(render) };
