// What was decided: the answers by decision, to look through and to decide again; and the log, which has no words.

const MOST_DECIDED = 40;

function decidedLists(model, room, decide) {
  const prompts = model.get("prompts");
  const folds = ["attention", "approved", "hidden"].map((verdict) => fold(verdict));

  function fold(verdict) {
    const name = `${VERDICT_WORDS[verdict][0].toUpperCase()}${VERDICT_WORDS[verdict].slice(1)}`;
    const count = h("span", {});
    const list = h("ul", { class: "go-plain-list", tabindex: "-1" });
    const node = h("details", { class: "go-decided", toggle: () => draw() }, h("summary", {}, `${name} `, count), list);
    let most = MOST_DECIDED;
    const other = (card, to, words) => deedButton(`${to} ${card.card}`, words, () => decide(card, to), "go-plain go-small",
      `this answer to question ${prompts.find(({ key }) => key === card.prompt).number}`);
    const drawList = part(list, (cards) => [
      ...cards.slice(0, most).map((card) => h("li", { class: "go-decided-card" }, cardBody(prompts, card),
        card.urgent && verdict !== "approved" ? whatIf(model) : null,
        h("p", { class: "go-buttons" },
          verdict === "approved" ? null : other(card, "approved", "Approve"),
          verdict === "hidden" ? null : other(card, "hidden", "Hide"),
          verdict === "attention" ? null : other(card, "attention", "Needs attention"),
          other(card, "waiting", "Decide later")))),
      cards.length > most ? h("li", {}, button("Show more", () => { most += MOST_DECIDED; drawList.again(); draw(); }, "go-plain")) : null,
    ]);

    function draw() {
      const cards = room.content.cards.filter((card) => card.verdict === verdict);
      count.textContent = `(${cards.length})`;
      node.classList.toggle("go-wants", verdict === "attention" && cards.length > 0);
      // A list that nobody looks at is not drawn.
      if (node.open) drawList(cards);
    }
    return { node, draw };
  }

  return { node: h("div", {}, folds.map((one) => one.node)), draw: () => { for (const one of folds) one.draw(); } };
}

// The log of decisions: which question, what, and why; none of the words.
function decisionLog(model) {
  const line = h("p", { class: "go-state", role: "status" });
  const table = h("div", { class: "go-log", tabindex: "0", role: "region", "aria-label": "Log of decisions", hidden: true });
  const prompts = model.get("prompts");
  const numberOf = (key) => prompts.find((prompt) => prompt.key === key)?.number ?? "";
  const rowOf = ({ number, prompt, verdict, reason }) => [String(number), `Question ${numberOf(prompt)}`, VERDICT_WORDS[verdict], REASON_WORDS[reason] ?? ""];
  const heads = ["No.", "Answer to", "Decision", "Reason"];

  async function read() {
    const reply = await ask(model, { kind: "read-log" }, { onTrouble: (why) => say(line, `Not read yet: ${why.replace(/[.\s]+$/, "")}. Trying again.`, "warn") });
    if (!reply?.log) { say(line, reply?.refused ?? "", "warn", reply?.join ?? ""); return null; }
    say(line, reply.log.length ? "" : "Nothing has been decided yet.");
    return reply.log;
  }

  async function show() {
    const log = await read();
    table.hidden = !log?.length;
    if (!log) return;
    table.replaceChildren(h("table", { class: "go-table" }, h("thead", {}, h("tr", {}, heads.map((head) => h("th", { scope: "col" }, head)))),
      h("tbody", {}, log.map((row) => h("tr", {}, rowOf(row).map((cell) => h("td", {}, cell)))))));
  }

  async function save() {
    const log = await read();
    if (!log?.length) return;
    const cell = (text) => `"${text.replaceAll('"', '""')}"`;
    handOverText("decisions.csv", "text/csv;charset=utf-8", `\ufeff${[heads, ...log.map(rowOf)].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`);
    say(line, "“decisions.csv” is with your downloads.", "ok");
  }

  return h("details", { toggle: (event) => { if (event.target.open) show(); } }, h("summary", {}, "Log of decisions"),
    h("p", { class: "go-quiet" }, "It says what was decided of answers to which question, and why. It holds no words and no names."),
    h("p", { class: "go-buttons" }, button("Read it anew", show, "go-plain"), button("Save as CSV", save, "go-plain")), line, table);
}
