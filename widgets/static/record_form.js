// A form to add a record that everyone shares, or to change one. It keeps asking until there is an answer, keeps what
// was entered while it is not saved, and when somebody else changed the same record shows both and asks.
//
//   const form = recordForm(model, {
//     title: "Change “Library”",
//     name: "entry",                     what the reply calls the record, and what its draft is kept under
//     record: entry or null,             as it was when the form was opened; null for a new one
//     defaults: { kind: "resource" },    what a new one begins with
//     fields: [{ name: "name", label: "Name", control: textControl(), hint: "…", limit: 120, always: "" }, …],
//     arrange: (rows) => [nodes],        where the rows go (rows.name, rows.kind, …); one below the other if not told
//     message: (record) => ({ kind: "save-entry", entry: record }),   record has id, version and every field
//     wrong: (values) => ["name", "give it a name."] or null,
//     shown: (field, value) => words,    how a value is shown when two differ
//     saveWords: "Save",
//     onSaved: (kept) => …, onClosed: () => …,
//   });
//   place.append(form.node); form.focus();   form.values(), form.set({…}), form.on(change), form.close()
//
// A control is { node, input, get, set } and calls control.changed() when a person changed it.

function recordForm(model, spec) {
  const id = newId(spec.name);
  const stop = new AbortController();
  const draft = formDraft(spec.name, spec.record?.id ?? "new");
  const fields = new Map(spec.fields.map((field) => [field.name, field]));
  const base = { id: spec.record?.id ?? newKey(), version: spec.record?.version ?? 0 };
  // A page that renews itself leaves alone what somebody writes in.
  const tell = (held) => window.dispatchEvent(
    new CustomEvent("workshop:unsaved", { detail: { prompt: id, unsaved: held, held } }));
  const hearers = [];
  let opened = startValues(spec); // what this form began with, to tell whose change is whose
  let busy = false;

  const problem = h("p", { class: "go-state", role: "status" });
  const choice = h("div", {});
  const again = h("p", { class: "go-buttons" });
  const rows = Object.fromEntries(spec.fields.map((field) => [field.name, formRow(id, field)]));
  const save = h("button", { type: "submit", class: "go-button" }, spec.saveWords ?? "Save");
  const node = h("form", { class: "go-form", novalidate: true, "aria-labelledby": `${id}-form`,
    submit: (event) => { event.preventDefault(); send(); } },
  h("p", { id: `${id}-form` }, h("strong", {}, spec.title)),
  spec.arrange ? spec.arrange(rows) : Object.values(rows),
  choice, problem, again,
  h("p", { class: "go-buttons" }, save, button("Cancel", () => { draft.clear(); close(); }, "go-plain")));

  const values = () => Object.fromEntries(spec.fields.map(({ name, control }) => [name, control.get()]));
  const set = (some) => {
    for (const [name, value] of Object.entries(some)) fields.get(name)?.control.set(value);
    for (const hear of hearers) hear(values());
  };
  for (const { control } of spec.fields) {
    control.changed = () => {
      control.input.removeAttribute("aria-invalid");
      draft.write({ ...base, opened, values: values() });
      tell(true);
      for (const hear of hearers) hear(values());
    };
  }

  set(opened);
  const kept = draft.read();
  if (kept?.values) {
    // It goes on from where it began: what somebody else changed meanwhile is noticed, and a new record whose
    // answer was lost is not added twice.
    Object.assign(base, { id: kept.id, version: kept.version });
    opened = kept.opened;
    set(kept.values);
    tell(true);
    say(problem, "You wrote this before. It is not saved yet.", "warn");
  }

  function refuse(field, sentence, join = "") {
    say(problem, `Not saved: ${sentence}`, "warn", join);
    const input = fields.get(field)?.control.input;
    if (!input) return;
    for (let outer = input.closest("details"); outer; outer = outer.parentElement.closest("details")) outer.open = true;
    input.setAttribute("aria-invalid", "true");
    input.focus();
  }

  function mistake(entered) {
    const long = spec.fields.find(({ name, limit }) => limit && [...String(entered[name])].length > limit);
    if (long) {
      return [long.name, `“${long.label}” can have ${long.limit} characters at most; yours has `
        + `${[...entered[long.name]].length}. Nothing is lost: make it shorter.`];
    }
    return spec.wrong?.(entered) ?? null;
  }

  // A new record gets its id here: when an answer is lost on its way, the same thing is not added twice.
  async function send() {
    if (busy) return;
    busy = true;
    save.disabled = true;
    again.replaceChildren();
    for (let tries = 0; !stop.signal.aborted;) {
      const entered = values();
      const wrong = mistake(entered);
      if (wrong) { refuse(...wrong); break; }
      if (!tries) say(problem, "Saving …");
      let reply;
      try {
        reply = await askOnce(model, spec.message({ ...entered, ...base }), { signal: stop.signal });
      } catch (trouble) {
        if (!(trouble instanceof NotHeard)) throw trouble;
        if (stop.signal.aborted) break;
        say(problem, notYet(trouble.message), "warn");
        await pause(tries++);
        continue;
      }
      tries = 0;
      if (stop.signal.aborted) break;
      if (reply.saved) { draft.clear(); close(reply[spec.name]); return; }
      if (reply.newer) {
        if (!meet(reply.newer, entered)) break;
        continue;
      }
      refuse(reply.field, reply.refused ?? "the workshop can't take this.", reply.join ?? "");
      if (reply.gone) again.replaceChildren(button("Add it again", () => { base.version = 0; send(); }));
      break;
    }
    busy = false;
    save.disabled = false;
  }

  // Somebody else changed the record. What only one of us changed is kept from each; returns whether all is settled.
  function meet(newer, entered) {
    const names = [...fields.keys()];
    const clashing = names.filter((name) => !sameValue(newer[name], entered[name])
      && !sameValue(newer[name], opened[name]) && !sameValue(entered[name], opened[name]));
    const theirs = names.filter((name) => sameValue(entered[name], opened[name]) && !sameValue(newer[name], opened[name]));
    base.version = newer.version;
    opened = Object.fromEntries(names.map((name) => [name, newer[name]]));
    set(Object.fromEntries(theirs.map((name) => [name, newer[name]])));
    if (!clashing.length) return true;
    askWhich(newer, entered, clashing);
    return false;
  }

  function askWhich(newer, entered, clashing) {
    const shown = (name, value) => (spec.shown?.(name, value) ?? String(value ?? "")) || "(empty)";
    const choices = clashing.map((name) => {
      const group = newId("which");
      const radio = (value, words, checked) => {
        const input = h("input", { type: "radio", name: group, id: `${group}-${value}`, checked });
        return { input, node: h("label", { class: "go-status", for: input.id }, input, h("span", {}, words)) };
      };
      const mine = radio("mine", `Yours: ${shown(name, entered[name])}`, true);
      const other = radio("theirs", `Theirs: ${shown(name, newer[name])}`, false);
      return { name, other, node: h("fieldset", { class: "go-which" }, h("legend", {}, fields.get(name).label), mine.node, other.node) };
    });
    const title = newId("choice");
    const settle = () => {
      const taken = choices.filter(({ other }) => other.input.checked).map(({ name }) => name);
      set(Object.fromEntries(taken.map((name) => [name, newer[name]])));
      choice.replaceChildren();
      save.hidden = false;
      send();
    };
    const keep = button("Save what I chose", settle);
    save.hidden = true;
    choice.replaceChildren(h("div", { class: "go-notice", role: "group", "aria-labelledby": title },
      h("p", { role: "alert", id: title }, h("strong", {}, "Someone else changed this meanwhile."),
        " Nothing is lost: choose which to keep."),
      choices.map((one) => one.node), h("p", { class: "go-buttons" }, keep)));
    say(problem, "Not saved yet: choose which one to keep.", "warn");
    choices[0].node.querySelector("input").focus();
  }

  function close(keptRecord = null) {
    if (stop.signal.aborted) return;
    stop.abort();
    window.removeEventListener("workshop:leaving", forget);
    tell(false);
    node.remove();
    if (keptRecord) spec.onSaved?.(keptRecord);
    spec.onClosed?.();
  }

  const forget = () => { draft.clear(); close(); };
  window.addEventListener("workshop:leaving", forget);
  return {
    node, values, set, close,
    focus: () => spec.fields[0].control.input.focus(),
    on: (change) => { hearers.push(change); change(values()); },
  };
}

const sameValue = (one, other) => (Array.isArray(one) && Array.isArray(other)
  ? one.length === other.length && one.every((item) => other.includes(item))
  : one === other);

const startValues = ({ record, fields, defaults = {} }) => Object.fromEntries(fields.map(({ name, control }) =>
  [name, record ? record[name] : defaults[name] ?? control.get()]));

function formRow(id, { name, label, control, hint }) {
  control.input.id ||= `${id}-${name}`;
  const hintId = `${id}-${name}-hint`;
  if (hint) control.input.setAttribute("aria-describedby", hintId);
  return h("div", { class: "go-row" },
    control.labelled ? null : h("label", { class: "go-label", for: control.input.id }, label),
    control.node, hint ? h("p", { class: "go-quiet", id: hintId }, hint) : null);
}

// Unsent words, for this tab only, and only while they are unsent.
function formDraft(name, id) {
  const key = draftKey(`${name}-${id}`);
  const quietly = (action) => { try { return action(); } catch { return null; } };
  return {
    read: () => quietly(() => JSON.parse(sessionStorage.getItem(key))),
    write: (values) => quietly(() => sessionStorage.setItem(key, JSON.stringify(values))),
    clear: () => quietly(() => sessionStorage.removeItem(key)),
  };
}

// The controls

const tidyLine = (text) => text.normalize("NFC").replace(/\s+/g, " ").trim();

function simpleControl(input, get = () => tidyLine(input.value)) {
  const control = { node: input, input, get, set: (value) => { input.value = value ?? ""; }, changed: () => {} };
  input.addEventListener("input", () => control.changed());
  return control;
}

const textControl = (properties = {}) =>
  simpleControl(h("input", { class: "go-field", type: "text", autocomplete: "off", ...properties }));

const dayControl = () => simpleControl(h("input", { class: "go-field", type: "date" }), undefined);

function areaControl(rows = 2, oneLine = true) {
  const input = h("textarea", { class: "go-field", rows: String(rows) });
  return simpleControl(input, oneLine ? undefined : () => input.value.normalize("NFC").trim());
}

// options: [[value, words], …]; the value keeps its type.
function selectControl(options) {
  const input = h("select", { class: "go-field" }, options.map(([value, words]) => h("option", { value: String(value) }, words)));
  return simpleControl(input, () => options.find(([value]) => String(value) === input.value)?.[0] ?? options[0][0]);
}

function checkControl(words) {
  const input = h("input", { type: "checkbox" });
  const control = simpleControl(input, () => input.checked);
  control.set = (value) => { input.checked = value === true; };
  control.node = h("label", { class: "go-status" }, input, h("span", {}, words));
  control.labelled = true; // it stands in its own label
  return control;
}
