// What waits for a decision: one answer after the other, each read before it is decided.

const QUEUE_KEYS = { a: "approved", h: "hidden", n: "attention" };
const DECIDED_WORDS = { approved: "Approved.", hidden: "Hidden.", attention: "Marked: needs attention.", waiting: "Waiting again." };

function holdQueue(model, room, deeds) {
  const prompts = model.get("prompts");
  const count = h("span", { class: "go-queue-count" });
  const title = h("h2", { class: "go-queue-title" }, "To decide ", count);
  const only = h("select", { class: "go-field", id: newId("only"), "aria-label": "Which answers to decide", change: () => draw() });
  const place = h("div", { class: "go-queue-card", tabindex: "-1" });
  const hint = h("p", { class: "go-quiet go-key-hint" }, "Keys, while you are in this card: ",
    h("kbd", {}, "A"), " approve, ", h("kbd", {}, "H"), " hide, ", h("kbd", {}, "N"), " needs attention, ", h("kbd", {}, "U"), " undo.");
  const rest = h("p", { class: "go-quiet" });
  const decided = decidedLists(model, room, decide);
  const node = h("section", { class: "go-queue", "aria-label": "To decide", keydown: (event) => byKey(event) }, title, only, place, rest, hint,
    decided.node, policyFold(model), decisionLog(model));
  let shown = null; // the card that is in front of somebody stays there until it is decided
  let isGoing = false;

  const waiting = () => {
    const order = Object.fromEntries(prompts.map(({ key, number }) => [key, number]));
    return room.content.cards.filter(({ verdict }) => verdict === "waiting")
      .sort((one, other) => other.urgent - one.urgent || other.changed - one.changed || order[one.prompt] - order[other.prompt]
        || (one.card < other.card ? -1 : 1));
  };
  const fitting = () => waiting().filter(({ prompt }) => !only.value || prompt === only.value);

  function decide(card, verdict, reason = "") {
    return deeds.act(() => ({ kind: "decide", card: card.card, seq: card.seq, verdict, reason }), {
      said: DECIDED_WORDS[verdict],
      undo: ({ before }) => ({ kind: "decide", card: card.card, seq: card.seq, verdict: before, reason: "" }),
      newer: "Its writer changed the words just now. Please read them again.",
    });
  }

  async function decideShown(verdict) {
    if (!shown || isGoing) return;
    isGoing = true;
    const had = node.contains(document.activeElement);
    const reason = verdict === "hidden" ? place.querySelector("select")?.value ?? "" : "";
    await decide(shown, verdict, reason);
    isGoing = false;
    draw();
    if (had) place.focus({ preventScroll: true });
  }

  function byKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !place.contains(event.target) || event.target.matches("select, input, textarea")) return;
    const key = event.key.toLowerCase();
    if (key === "u") { event.preventDefault(); deeds.takeBack().then(() => place.focus({ preventScroll: true })); return; }
    if (!(key in QUEUE_KEYS)) return;
    event.preventDefault();
    decideShown(QUEUE_KEYS[key]);
  }

  const withKey = (verdict, key, words, kind) => h("button", { type: "button", class: `go-button ${kind}`, "data-focus": verdict,
    "aria-keyshortcuts": key, click: () => decideShown(verdict) }, words, h("kbd", { "aria-hidden": "true" }, key));

  const drawCard = part(place, (card) => {
    if (!card) return [h("p", { class: "go-queue-empty" }, only.value ? "Nothing waits under this question." : "Nothing waits for you.")];
    const reason = h("select", { class: "go-field go-reason", "data-focus": "reason", "aria-label": "Reason for hiding" },
      [["", "Reason, if you hide it"], ...Object.entries(REASON_WORDS)].map(([value, words]) => h("option", { value }, words)));
    if (card.urgent) reason.value = "child-at-risk";
    return [
      ...cardBody(prompts, card),
      card.urgent ? whatIf(model) : null,
      h("p", { class: "go-buttons go-queue-buttons" }, withKey("approved", "A", "Approve", ""), withKey("hidden", "H", "Hide", "go-plain"),
        withKey("attention", "N", "Needs attention", "go-plain")),
      reason,
    ];
  });

  function drawChoice(all) {
    const per = prompts.map((prompt) => [prompt, all.filter((card) => card.prompt === prompt.key).length]).filter(([, number]) => number);
    const options = [["", `All questions (${all.length})`], ...per.map(([prompt, number]) => [prompt.key, `${prompt.number}. ${shortWords(prompt.question, 34)} (${number})`])];
    const chosen = options.some(([value]) => value === only.value) ? only.value : "";
    const key = JSON.stringify(options);
    if (only.dataset.drawn !== key) {
      only.dataset.drawn = key;
      only.replaceChildren(...options.map(([value, words]) => h("option", { value }, words)));
    }
    only.value = chosen;
    only.hidden = per.length < 2;
  }

  function draw() {
    const all = waiting();
    drawChoice(all);
    const list = fitting();
    shown = list.find(({ card }) => card === shown?.card) ?? list[0] ?? null;
    if (count.textContent !== String(all.length)) count.textContent = String(all.length);
    count.classList.toggle("go-none", !all.length);
    hint.hidden = !shown;
    rest.textContent = shown ? (list.length > 1 ? `${counted(list.length - 1, "more waits", "more wait")} after this one.` : "This is the last one.") : "";
    drawCard(shown);
    decided.draw();
  }

  return { node, draw };
}
