// The entries of the map: to search, filter and sort, a table where there is room and cards where there is not. Both
// show the same page of the same rows.

const PAGE = 25;
const MOST_ON_PAPER = 1000;
const NO_GROUP = "-";
const ROOM_FOR_A_TABLE = 60 * 16;
const MORE_FACTS = ["contact", "web", "for_whom", "offers", "influence", "interest", "listed", "notes"];
const ORDERS = [
  ["name", "Name, A to Z"], ["name down", "Name, Z to A"], ["status", "Status"], ["kind", "What it is"],
  ["asks", "Who will contact them"], ["tie down", "Known best first"],
];

// The rows: what fits, in order, a page at a time.
function entryRows(nameOf) {
  const { compare } = new Intl.Collator(undefined, { numeric: true });
  const place = (keys) => { const order = Object.keys(keys); return (value) => order.indexOf(value); };
  const kindPlace = place(KIND_WORDS);
  const statusPlace = place(STATUS_WORDS);
  const inWordOrder = (one, other, column) => compare(one.getValue(column), other.getValue(column));
  const inNumberOrder = (one, other, column) => one.getValue(column) - other.getValue(column);
  let before = null; // where we were before everything was asked for
  const is = (row, column, wanted) => row.original[column] === wanted;
  const table = Table.constructTable({
    features: Table.tableFeatures({
      coreReactivityFeature: Table.storeReactivityBindings(),
      columnFilteringFeature: Table.columnFilteringFeature, filteredRowModel: Table.createFilteredRowModel(),
      rowSortingFeature: Table.rowSortingFeature, sortedRowModel: Table.createSortedRowModel(),
      rowPaginationFeature: Table.rowPaginationFeature, paginatedRowModel: Table.createPaginatedRowModel(),
    }),
    columns: [
      { id: "name", accessorFn: ({ name }) => name, sortFn: inWordOrder },
      { id: "kind", accessorFn: ({ kind }) => kindPlace(kind), sortFn: inNumberOrder, filterFn: is },
      { id: "status", accessorFn: ({ status }) => statusPlace(status), sortFn: inNumberOrder, filterFn: is },
      { id: "groups", accessorFn: ({ groups }) => groups, filterFn: ({ original }, _, group) =>
        (group === NO_GROUP ? original.groups.length === 0 : original.groups.includes(group)) },
      { id: "asks", accessorFn: ({ asks }) => asks || undefined, sortFn: inWordOrder, sortUndefined: "last" },
      { id: "tie", accessorFn: ({ tie }) => tie, sortFn: inNumberOrder },
      { id: "words", accessorFn: (entry) => entryText(entry, nameOf), filterFn: (row, column, words) =>
        words.every((word) => row.getValue(column).includes(word)) },
    ],
    data: [],
    getRowId: ({ id }) => id,
    autoResetPageIndex: false, // what others change must not turn the page
    initialState: { sorting: [{ id: "name", desc: false }], pagination: { pageIndex: 0, pageSize: PAGE } },
  });
  return {
    take: (data) => {
      table.setOptions((options) => ({ ...options, data }));
      table.setPageIndex((index) => Math.max(0, Math.min(index, table.getPageCount() - 1)));
    },
    filter: (values) => {
      table.setColumnFilters(Object.entries(values).filter(([, value]) => value?.length)
        .map(([id, value]) => ({ id, value })));
      table.setPageIndex(0);
    },
    sort: (id, desc) => { table.setSorting([{ id, desc }, { id: "name", desc: false }]); table.setPageIndex(0); },
    sorting: () => table.atoms.sorting.get()[0],
    turn: (pages) => table.setPageIndex((index) => Math.max(0, Math.min(index + pages, table.getPageCount() - 1))),
    whole: (isWhole) => {
      if (isWhole) before = table.atoms.pagination.get();
      table.setPagination(isWhole ? { pageIndex: 0, pageSize: MOST_ON_PAPER } : before);
    },
    now: () => ({
      rows: table.getRowModel().rows.map((row) => row.original),
      fitting: table.getRowCount(),
      page: table.atoms.pagination.get().pageIndex + 1,
      pages: table.getPageCount(),
    }),
  };
}

function entryList(model, feed, { change, remove }) {
  const nameOf = groupNames(model);
  const rows = entryRows(nameOf);
  const opened = new Set(); // the entries of which everything is shown
  let drawn = []; // what is on the screen: drawn again only when it changed
  let wide = false;
  let printing = false;

  const filters = entryFilters(model, () => { rows.filter(filters.values()); draw(); },
    (id, desc) => { rows.sort(id, desc); draw(); });
  const place = h("div", { class: "go-broad", tabindex: "-1", role: "region", "aria-label": "Entries" });
  const none = h("p", { class: "go-quiet" });
  const where = h("p", { class: "go-state", role: "status" });
  const previous = button("Previous", () => turn(-1), "go-plain");
  const next = button("Next", () => turn(1), "go-plain");
  const pager = h("nav", { class: "go-pager go-screen", "aria-label": "Pages of entries" }, previous, where, next);
  const node = h("div", { class: "go-entries" }, filters.node, none, place, pager);

  function turn(pages) {
    rows.turn(pages);
    draw();
    place.focus({ preventScroll: true });
    place.scrollIntoView({ block: "start" });
  }

  function draw() {
    const all = feed.entries.size;
    const { rows: entries, fitting, page, pages } = rows.now();
    const count = fitting === all ? (all === 1 ? "1 entry" : `${all} entries`) : `${fitting} of ${all} entries`;
    filters.node.hidden = all === 0;
    filters.show(wide, rows.sorting());
    previous.hidden = next.hidden = pages < 2;
    previous.disabled = page <= 1;
    next.disabled = page >= pages;
    say(where, !all ? "" : pages > 1 ? `Page ${page} of ${pages}, ${count}` : count, "ok");
    none.textContent = !feed.ready || fitting ? "" : all
      ? "Nothing fits. Press “Show all”, or choose “All” in one of the lists."
      : "Nobody is on the map yet. Add the groups, jobs and places that you know.";
    none.hidden = !none.textContent;
    const order = rows.sorting();
    const now = [printing, wide, order.id, order.desc, ...entries];
    if (now.length === drawn.length && now.every((one, at) => one === drawn[at])) return;
    drawn = now;
    keepFocus(place, () => place.replaceChildren(...(!entries.length ? []
      : [wide || printing ? asTable(entries, order) : h("ul", { class: "go-plain-list" }, entries.map(asCard)),
        h("p", { class: "go-paper" }, entries.length < fitting ? `The first ${entries.length} of ${count}.` : `${count}.`)])));
  }

  // One entry, as a row or as a card

  const buttons = (entry) => h("p", { class: "go-buttons go-screen" },
    named("Change", "change", entry, () => change(entry)), named("Remove", "remove", entry, () => remove(entry)));
  const named = (words, key, entry, click) => h("button", { type: "button", class: "go-button go-plain",
    "data-focus": `${key} ${entry.id}`, click }, words, h("span", { class: "go-hidden" }, ` ${entry.name}`));

  function more(entry, fields) {
    const facts = entryFacts(entry, fields, nameOf);
    return facts.length === 0 ? null : h("details", { open: opened.has(entry.id),
      toggle: ({ target }) => opened[target.open ? "add" : "delete"](entry.id) },
    h("summary", { "data-focus": `more ${entry.id}` }, "More", h("span", { class: "go-hidden" }, ` about ${entry.name}`)),
    h("dl", {}, facts));
  }

  const asCard = (entry) => h("li", { class: "go-card" },
    h("p", { class: "go-title" }, h("strong", {}, entry.name)),
    h("p", { class: "go-line" }, statusMark(entry.status), h("span", { class: "go-quiet" }, KIND_WORDS[entry.kind])),
    entry.groups.length ? h("p", { class: "go-quiet" }, entry.groups.map(nameOf).join(", ")) : null,
    more(entry, ["asks", "tie", ...MORE_FACTS]), buttons(entry));

  function asTable(entries, order) {
    const head = (id, words) => {
      const isChosen = order.id === id;
      const down = isChosen ? !order.desc : id === "tie"; // those known best come first
      return h("th", { scope: "col", "aria-sort": isChosen ? (order.desc ? "descending" : "ascending") : null },
        h("button", { type: "button", class: "go-sort", "data-focus": `sort ${id}`,
          click: () => { rows.sort(id, down); draw(); } },
        words, h("span", { class: "go-arrow", "aria-hidden": "true" }, isChosen ? (order.desc ? "▼" : "▲") : "")));
    };
    return h("table", { class: "go-table go-entry-table" },
      h("caption", { class: "go-hidden" }, "The entries of the map. The buttons in the first row sort it."),
      h("thead", {}, h("tr", {}, head("name", "Name"), head("kind", "What it is"),
        h("th", { scope: "col" }, "Community groups"), head("status", "Status"),
        head("asks", "Who will contact them"), head("tie", "We know them"),
        h("td", { class: "go-screen" }))),
      printing ? entries.map((entry) => h("tbody", {}, asRow(entry), asLine(entry))) : h("tbody", {}, entries.map(asRow)));
  }

  const asRow = (entry) => h("tr", {},
    h("th", { scope: "row" }, h("strong", {}, entry.name), printing ? null : more(entry, MORE_FACTS)),
    h("td", {}, KIND_WORDS[entry.kind]), h("td", {}, entry.groups.map(nameOf).join(", ")),
    h("td", {}, statusMark(entry.status)), h("td", {}, entry.asks), h("td", {}, TIE_WORDS[entry.tie]),
    h("td", { class: "go-screen" }, buttons(entry)));

  // On paper the rest stands in a line of its own.
  function asLine(entry) {
    const facts = MORE_FACTS.filter((field) => entry[field]).map((field) =>
      `${ENTRY_WORDS[field]}: ${entryWords(field, entry[field], nameOf)}`);
    return facts.length ? h("tr", { class: "go-line-below" }, h("td", { colspan: "6" }, facts.join(" · "))) : null;
  }

  function start() {
    const measure = new ResizeObserver(() => {
      if (printing) return;
      wide = node.clientWidth >= ROOM_FOR_A_TABLE;
      draw();
    });
    measure.observe(node);
    // Paper gets every entry that fits, as a table.
    const stop = onPaper((isPaper) => {
      printing = isPaper;
      rows.whole(printing);
      draw();
    });
    return () => { measure.disconnect(); stop(); };
  }

  return {
    node, start,
    draw: () => { rows.take([...feed.entries.values()]); draw(); },
    focus: (entry) => (find(place, `change ${entry.id}`) ?? place).focus({ preventScroll: false }),
  };
}

// What to look for, and in which order.
function entryFilters(model, onFilter, onSort) {
  const fields = {};
  const pick = (name, words, options) => {
    const id = newId(name);
    fields[name] = h("select", { class: "go-field", id, change: onFilter },
      h("option", { value: "" }, "All"), options.map(([value, label]) => h("option", { value }, label)));
    return h("div", {}, h("label", { class: "go-label", for: id }, words), fields[name]);
  };
  const searchId = newId("search");
  const orderId = newId("order");
  fields.search = h("input", { class: "go-field", id: searchId, type: "search", autocomplete: "off", input: onFilter });
  const order = h("select", { class: "go-field", id: orderId,
    change: () => { const [id, down] = order.value.split(" "); onSort(id, down === "down"); } },
  ORDERS.map(([value, words]) => h("option", { value }, words)));
  const ordering = h("div", {}, h("label", { class: "go-label", for: orderId }, "Sort by"), order);
  const groups = model.get("groups").filter(({ key }) => key !== LIVED_EXPERIENCE).map(({ key, name }) => [key, name]);
  const more = h("details", {}, h("summary", {}, "Filter and sort"),
    h("div", { class: "go-pair go-choices" },
      pick("kind", "What it is", model.get("kinds").map((kind) => [kind, KIND_WORDS[kind] ?? kind])),
      pick("status", "Status", model.get("statuses").map((status) => [status, STATUS_WORDS[status] ?? status])),
      pick("groups", "Community group", [...groups, [NO_GROUP, "No group yet"]]), ordering),
    h("p", { class: "go-buttons" }, button("Show all", () => {
      for (const field of Object.values(fields)) field.value = "";
      onFilter();
    }, "go-plain")));
  return {
    node: h("div", { class: "go-screen go-filters go-broad", role: "search", "aria-label": "Find someone on the map" },
      h("div", {}, h("label", { class: "go-label", for: searchId }, "Find a word"), fields.search), more),
    values: () => ({
      words: folded(fields.search.value).split(/\s+/).filter(Boolean),
      kind: fields.kind.value, status: fields.status.value, groups: fields.groups.value,
    }),
    // A table is sorted by its first row.
    show: (wide, { id, desc }) => {
      ordering.hidden = wide;
      more.parentElement.classList.toggle("go-roomy", wide);
      if (wide) more.open = true;
      order.value = ORDERS.find(([value]) => value === id + (desc ? " down" : ""))?.[0] ?? id;
    },
  };
}

// Call back when the page goes to paper, and when it is back on the screen. Paper does not wait: its pages are counted
// right after "beforeprint".
function onPaper(callback) {
  const paper = matchMedia("print");
  let isPaper = false;
  const tell = (isNow) => { if (isNow !== isPaper) callback(isPaper = isNow); };
  const listeners = [[window, "beforeprint", () => tell(true)], [window, "afterprint", () => tell(false)],
    [paper, "change", () => tell(paper.matches)]];
  for (const [target, name, listener] of listeners) target.addEventListener(name, listener);
  return () => { for (const [target, name, listener] of listeners) target.removeEventListener(name, listener); };
}
