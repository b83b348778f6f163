// The two lists that a group keeps: its agreement, and what it wants to learn. The agreement prints on one sheet.

const LISTS = {
  agreement: { title: "Our agreement", help: "How we talk with each other. Grown from question 4.", add: "Add a line" },
  learning: { title: "What we want to learn", help: "Grown from question 2.", add: "Add a line" },
};

function listsBoard(room, deeds) {
  const boards = Object.keys(LISTS).map((kind) => listBoard(room, deeds, kind));
  return { node: h("div", { class: "go-board-columns" }, boards.map(({ node }) => node)), draw: () => { for (const board of boards) board.draw(); } };
}

function listBoard(room, deeds, kind) {
  const { title, help, add } = LISTS[kind];
  const list = h("ul", { class: "go-plain-list go-lines-list", tabindex: "-1" });
  const fresh = h("input", { class: "go-field", id: newId("line"), type: "text", maxlength: "300", autocomplete: "off" });
  const node = h("section", { id: kind, "aria-label": title, tabindex: "-1" }, h("h2", {}, title), h("p", { class: "go-quiet" }, help), list,
    h("form", { submit: (event) => { event.preventDefault(); addLine(); } }, h("label", { class: "go-label", for: fresh.id }, add), fresh,
      h("p", { class: "go-buttons" }, h("button", { type: "submit", class: "go-button go-plain" }, "Add"),
        kind === "agreement" ? button("Print the agreement", () => printAgreement(), "go-plain") : null)));
  let editing = "";

  const lines = () => room.content.lists.filter((item) => item.kind === kind);
  const save = (item, said, undo) => deeds.act(() => ({ kind: "save-item", item }), { said, undo });

  async function addLine() {
    const item = { id: newKey(), kind, text: fresh.value, origin: "", version: 0 };
    const reply = await save(item, "The line is added.", ({ item: kept }) => ({ kind: "remove-item", id: kept.id, version: kept.version }));
    if (reply.saved) fresh.value = "";
  }

  async function change(item, text) {
    const reply = await save({ ...item, text }, "The line is changed.", ({ item: kept }) => ({ kind: "save-item", item: { ...item, version: kept.version } }));
    if (reply.saved) { editing = ""; drawList.again(); draw(); }
  }

  const remove = (item) => deeds.act(() => ({ kind: "remove-item", id: item.id, version: item.version }),
    { said: "The line is off the list.", undo: () => ({ kind: "save-item", item: { ...item, version: 0 } }) });

  function asLine(item) {
    if (editing === item.id) {
      const input = h("input", { class: "go-field", type: "text", maxlength: "300", value: item.text, "aria-label": "The line", "data-focus": `text ${item.id}` });
      return h("li", {}, h("form", { submit: (event) => { event.preventDefault(); input.defaultValue = input.value; change(item, input.value); } }, input,
        h("p", { class: "go-buttons" }, h("button", { type: "submit", class: "go-button go-small" }, "Save"),
          deedButton(`cancel ${item.id}`, "Cancel", () => { editing = ""; input.value = input.defaultValue; drawList.again(); draw(); }, "go-plain go-small"))));
    }
    return h("li", {}, h("p", { dir: "auto" }, item.text), h("p", { class: "go-buttons" },
      deedButton(`change ${item.id}`, "Change", () => { editing = item.id; drawList.again(); draw(); find(list, `text ${item.id}`)?.focus(); }, "go-plain go-small", shortWords(item.text)),
      deedButton(`remove ${item.id}`, "Remove", () => remove(item), "go-plain go-small", shortWords(item.text))));
  }

  const drawList = part(list, (items) => (items.length ? items.map(asLine) : [h("li", { class: "go-quiet" }, "Nothing here yet.")]));
  function draw() { drawList(lines()); }

  function printAgreement() {
    printOnly(h("div", { class: "go-agreement-sheet" }, h("p", { class: "go-sheet-title" }, title),
      h("ul", {}, lines().map(({ text }) => h("li", { dir: "auto" }, text))),
      h("p", {}, "You may skip any question, take a break, or leave. You owe nobody a reason.")));
  }

  return { node, draw };
}
