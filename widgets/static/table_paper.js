// What tables wrote on paper, one form for each table. A table's key is a random one that stays in this browser.

const TABLES = "workshop-paper-tables";

function paperTables() {
  let kept = {};
  let remembers = true;
  const read = () => {
    try { kept = JSON.parse(localStorage.getItem(TABLES)) ?? {}; } catch { remembers = false; }
    if (typeof kept !== "object" || Array.isArray(kept)) kept = {};
  };
  read();
  return {
    remembers: () => remembers,
    names: (code) => Object.keys(kept[code] ?? {}).sort(new Intl.Collator(undefined, { numeric: true }).compare),
    // The key of a table; only the tables of this meeting are remembered.
    seat: (code, name) => {
      read();
      const tables = kept[code] ?? {};
      if (!/^[0-9a-f]{32}$/.test(tables[name] ?? "")) tables[name] = newKey();
      kept = { [code]: tables };
      try { localStorage.setItem(TABLES, JSON.stringify(kept)); remembers = true; } catch { remembers = false; }
      return tables[name];
    },
  };
}

function render({ model, el }) {
  const id = newId("table");
  const tables = paperTables();
  const state = h("p", { class: "go-state", role: "status" });
  const name = h("input", { class: "go-field go-short", id, type: "text", maxlength: "40", autocomplete: "off", list: `${id}-list` });
  const known = h("datalist", { id: `${id}-list` });
  const chooser = h("form", { class: "go-form", novalidate: true, submit: (event) => { event.preventDefault(); choose(name.value.trim()); } },
    h("label", { class: "go-label", for: id }, "Number or name of the table"), name, known,
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
    const names = tables.names(meeting.code);
    known.replaceChildren(...names.map((one) => h("option", { value: one })));
    before.replaceChildren(...names.map((one) => button(`Open table ${one} again`, () => choose(one), "go-plain")));
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
    if (!table) { say(state, "Write the number or the name of the table first.", "warn"); name.focus(); return; }
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
    name.value = "";
    drawKnown();
    say(state, tables.remembers() ? "" : "This browser will not remember: once this page closes, nobody can change this sheet.", "warn");
    fields[0].area.focus();
  }

  async function next() {
    await Promise.all(fields.map((field) => field.save()));
    if (fields.some((field) => field.isUnsaved())) { say(state, "Some words are not saved yet. Look at the sheet.", "warn"); return; }
    sheet.hidden = true;
    say(state, "Saved. Choose the next table.", "ok");
    name.focus();
  }

  const stop = onChanged(model, read);
  read();
  return stop;
}

export default { render: safely(render) };
