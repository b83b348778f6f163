// Spreadsheets, on the facilitator's map alone: bring one in after a look at what it would add, and save the map as one.

const MOST_FILE_BYTES = 2 * 2 ** 20;
const MOST_LINES = 100;
// A word of a hundred letters breaks where it must: it makes no table wider than the phone.
const ANY_LENGTH = "min-width: 0; overflow-wrap: anywhere";
const SHEET_KINDS = ".xlsx,.xlsm,.xlsb,.xls,.ods,.csv,.tsv,.txt";
const rowWords = (count) => (count === 1 ? "1 row" : `${count.toLocaleString("en-CA")} rows`);

function sheetTools(model, feed) {
  return { node: h("div", { class: "go-sheets go-screen" }, sheetIn(model, feed), sheetOut(model)) };
}

// Bringing one in

function sheetIn(model, feed) {
  const id = newId("sheet");
  const input = h("input", { class: "go-field", type: "file", id, accept: SHEET_KINDS, "aria-describedby": `${id}-hint`,
    change: () => { if (input.files[0]) look(input.files[0]); } });
  const state = h("p", { class: "go-state", role: "status" });
  const place = h("div", {});
  let stop = new AbortController();
  // A page that renews itself waits until the file that is looked at is added or left.
  const hold = (held) => window.dispatchEvent(
    new CustomEvent("workshop:unsaved", { detail: { prompt: id, unsaved: held, held } }));

  function begin(held = false) {
    hold(held);
    stop.abort();
    stop = new AbortController();
    place.replaceChildren();
    return stop.signal;
  }

  function leave(words, held = false) {
    begin(held);
    input.value = "";
    say(state, words);
    input.focus();
  }

  async function look(file) {
    const signal = begin();
    if (file.size > MOST_FILE_BYTES) {
      refuse("This file is larger than 2 MB. A list alone is smaller: leave out pictures and other sheets.");
      return;
    }
    say(state, `Reading “${file.name}” …`);
    let data;
    try {
      data = await inBase64(file);
    } catch {
      if (!signal.aborted) refuse("This browser could not open the file. Choose it again.");
      return;
    }
    if (signal.aborted) return;
    const chosen = { name: file.name, data };
    hold(true);
    place.replaceChildren(h("p", { class: "go-buttons" }, button("Leave it", () => leave("Nothing was added."), "go-plain")));
    const found = await ask(model, { kind: "preview-sheet", ...chosen }, { signal,
      onTrouble: (why) => say(state, `Not read yet: ${trimmed(why)}. Trying again.`, "warn") });
    if (!found || signal.aborted) return;
    place.replaceChildren();
    if (found.rows === undefined) { refuse(found.refused ?? "The workshop can't read this file.", found.join ?? ""); return; }
    say(state, "Nothing is added yet.", "ok");
    const preview = sheetPreview(file.name, found, groupNames(model), {
      add: (also) => add(chosen, also, preview), leave: () => leave("Nothing was added."),
    });
    place.replaceChildren(preview.node);
    preview.title.focus();
  }

  function refuse(sentence, join = "") {
    hold(false);
    input.value = "";
    say(state, sentence, "warn", join);
  }

  // The rows have ids that come from the file: when an answer is lost on its way, nothing is added twice.
  async function add(chosen, also, preview) {
    const { signal } = stop;
    const wake = preview.rest();
    say(state, "Adding …");
    let unsure = false;
    preview.leave = () => leave(unsure ? "Stopped. Look at the map: some rows may be there already." : "Nothing was added.");
    const reply = await ask(model, { kind: "import-sheet", ...chosen, also }, { signal,
      onTrouble: (why) => {
        unsure = true;
        say(state, `Not added yet: ${trimmed(why)}. Trying again.`, "warn");
      } });
    if (!signal.aborted) {
      if (reply?.imported === undefined) {
        wake();
        say(state, `Not added: ${reply?.refused ?? "the workshop can't take this."}`, "warn", reply?.join ?? "");
        return;
      }
      leave("", true);
      // Time to read what came of it.
      const { signal: read } = stop;
      setTimeout(() => { if (!read.aborted && !place.hasChildNodes()) hold(false); }, 10000);
      const left = reply.left_out ? ` ${rowWords(reply.left_out)} ${reply.left_out === 1 ? "was" : "were"} left out.` : "";
      say(state, `${rowWords(reply.imported)} of “${chosen.name}” ${reply.imported === 1 ? "is" : "are"} on the map.${left}`, "ok");
    }
    feed.read();
  }

  window.addEventListener("workshop:leaving", () => { begin(); input.value = ""; say(state, ""); });
  return h("div", {}, heading("Bring in a spreadsheet"),
    h("label", { class: "go-label", for: id }, "Your file"), input,
    h("p", { class: "go-quiet", id: `${id}-hint` },
      "An Excel or CSV file, 2 MB at most. You see first what it would add. Nothing is added before you say so."),
    state, place);
}

// Let nobody press these for a while. Returns what ends that; who pressed one by keyboard is then where they were.
function resting(controls) {
  const pressed = document.activeElement;
  for (const one of controls) one.disabled = true;
  return () => {
    for (const one of controls) one.disabled = false;
    if (document.activeElement === document.body && controls.includes(pressed)) pressed.focus();
  };
}

function inBase64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(",", 2)[1] ?? "");
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

// What a file would add, in words; `on.add(lines)` and `on.leave()` are for the page.
function sheetPreview(name, found, nameOf, on) {
  const title = h("p", { id: newId("preview"), tabindex: "-1" }, h("strong", {}, `“${name}” has ${rowWords(found.rows)}.`));
  const boxes = found.same.filter(({ added }) => !added).map((same) => ({ same, box: h("input",
    { type: "checkbox", id: newId("same"), change: count }) }));
  const add = button("", () => on.add(also()));
  const leave = button("Leave it", () => preview.leave(), "go-plain");
  const also = () => boxes.filter(({ box }) => box.checked).map(({ same }) => same.line);
  const kept = found.same.filter(({ added }) => added).length;
  const preview = {
    title,
    leave: on.leave,
    rest: () => resting([add, ...boxes.map(({ box }) => box)]),
    node: h("div", { class: "go-preview", role: "group", "aria-labelledby": title.id }, title,
      h("ul", {}, summary(), found.said.map((sentence) => h("li", {}, sentence))),
      found.bad.length ? badRows(found.bad) : null,
      boxes.length ? sameRows() : null,
      found.alike.length ? alikeRows(found.alike) : null,
      found.good.length ? goodRows(found, nameOf) : null,
      h("details", {}, h("summary", {}, "What each column becomes"), sheetTable(["In your file", "On the map"],
        found.columns.map(({ header, field }) => [header, ENTRY_WORDS[field] ?? field]))),
      h("p", { class: "go-buttons" }, add, leave)),
  };

  function summary() {
    const good = found.good_count;
    return [
      good ? `${rowWords(good)} ${good === 1 ? "is" : "are"} good.` : "There is no row to add.",
      found.bad.length ? `${rowWords(found.bad.length)} can't be taken. The reasons are below.` : "",
      boxes.length ? `${rowWords(boxes.length)} ${boxes.length === 1 ? "has a name" : "have names"} that stand${
        boxes.length === 1 ? "s" : ""} there already. They stay out if you don't tick them.` : "",
      kept ? `${rowWords(kept)} of this file came in before.` : "",
    ].filter(Boolean).map((words) => h("li", {}, words));
  }

  function sameRows() {
    const nodes = boxes.map(({ same, box }) => h("label", { class: "go-status", for: box.id }, box,
      h("span", { style: ANY_LENGTH }, `Row ${same.line}: ${same.name}, ${likeWords(same, "the same name as")}`)));
    return h("fieldset", { class: "go-which" },
      h("legend", {}, "Names that are there already: tick what is somebody else"), sheetList(nodes, (some) => h("div", {}, some)));
  }

  function count() {
    const good = found.good_count;
    const more = also().length;
    add.hidden = !good && !more;
    add.textContent = good
      ? `Add the ${good === 1 ? "good row" : `${good.toLocaleString("en-CA")} good rows`}${more ? ` and ${more} more` : ""}`
      : `Add ${rowWords(more)}`;
  }

  count();
  return preview;
}

const likeWords = ({ like, row }, words) => (row ? `${words} row ${row}` : `${words} “${like}” on the map`);

const badRows = (bad) => sheetList(bad, (some) => sheetTable(["Row", "Why it can't be taken"], some.map((row) => [String(row.line),
  [h("p", {}, row.reason), row.column
    ? h("p", { class: "go-quiet" }, row.value ? `“${row.column}” says “${row.value}”.` : `“${row.column}” is empty.`) : null]])));

const alikeRows = (alike) => h("div", {}, h("p", {}, "Look twice. These look like others, and they come in:"),
  sheetList(alike, (some) => h("ul", {},
    some.map((row) => h("li", {}, `Row ${row.line}: ${row.name}, much like ${likeWords(row, "").trim()}`)))));

function goodRows({ good, good_count: count }, nameOf) {
  const more = count - good.length;
  return h("details", {}, h("summary", {}, "The good rows"), sheetTable(["Row", "Name", "What it is"],
    good.map((row) => [String(row.line), row.name, [KIND_WORDS[row.kind], STATUS_WORDS[row.status],
      row.groups.map(nameOf).join(", ")].filter(Boolean).join(" · ")])),
  more > 0 ? h("p", {}, `And ${rowWords(more)} more.`) : null);
}

const sheetTable = (heads, rows) => h("table", { class: "go-table" },
  h("thead", {}, h("tr", {}, heads.map((head) => h("th", { scope: "col" }, head)))),
  h("tbody", {}, rows.map((cells) => h("tr", {}, cells.map((cell) => h("td", { style: ANY_LENGTH }, cell))))));

// A long list begins with its first part; a button brings the rest.
function sheetList(items, make) {
  const node = h("div", {}, make(items.slice(0, MOST_LINES)));
  if (items.length > MOST_LINES) {
    node.append(h("p", { class: "go-buttons" }, button(`Show all ${items.length.toLocaleString("en-CA")}`, () => {
      const whole = make(items);
      whole.tabIndex = -1;
      node.replaceChildren(whole);
      whole.focus();
    }, "go-plain")));
  }
  return node;
}

// Saving the map as one

function sheetOut(model) {
  const state = h("p", { class: "go-state", role: "status" });
  const buttons = [["Excel workbook", "xlsx"], ["CSV file", "csv"]]
    .map(([words, format]) => button(words, () => save(format), "go-plain"));
  let stop = new AbortController();

  async function save(format) {
    const wake = resting(buttons);
    stop = new AbortController();
    say(state, "Making the file …");
    const reply = await ask(model, { kind: "export-sheet", format }, { signal: stop.signal,
      onTrouble: (why) => say(state, `Not made yet: ${trimmed(why)}. Trying again.`, "warn") });
    wake();
    if (!reply) return;
    if (reply.data === undefined) {
      say(state, `Not made: ${reply.refused ?? "the workshop can't do this."}`, "warn", reply.join ?? "");
      return;
    }
    handOver(reply);
    say(state, `“${reply.name}” is with your downloads.`, "ok");
  }

  window.addEventListener("workshop:leaving", () => stop.abort());
  return h("div", {}, heading("Save the map as a spreadsheet"),
    h("p", {}, "The file holds all that is on the map, notes too."),
    h("p", { class: "go-buttons" }, buttons), state);
}

// Give a file to the browser as if a link to it were followed.
function handOver({ name, type, data }) {
  const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes], { type }));
  const link = h("a", { href: address, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}
