// The review: everything that may be published, by kind, and at its end the agreement.

const KIND_TITLES = [["about", "Who publishes this"], ["coverage", "The community map"], ["lived", "The community map"], ["listed", "Who can help"],
  ["theme", "Themes"], ["vote", "Votes"], ["words", "Answers"], ["learning", "The learning list"], ["agreement", "The group agreement"],
  ["action", "The action plan"]];
const BY_QUESTION = ["theme", "vote", "words"];

function render({ model, el }) {
  const line = h("p", { class: "go-state", role: "status" });
  const only = h("input", { type: "checkbox", change: () => filter() });
  const none = h("p", { class: "go-quiet", role: "status" });
  const body = h("div", {});
  const back = h("details", { class: "go-screen" });
  const agreement = agreeing(model, () => read());
  const end = h("div", { hidden: true }, heading("Two people agree"), agreement.node);
  el.classList.add("go-review");
  el.append(line, h("p", {}, h("label", { class: "go-status" }, only, h("span", {}, "Show only what waits for a decision"))), none, body, back, end);
  let cards = new Map();
  let last = [];

  async function read() {
    const reply = await askTogether(model, { kind: "read-review" },
      { onTrouble: (why) => say(line, `This can't be read yet: ${why.replace(/[.\s]+$/, "")}. Trying again.`, "warn") });
    if (!reply?.items) { if (reply) say(line, reply.refused ?? "", "warn", reply.join ?? ""); return; }
    say(line, "");
    draw(reply);
  }

  const fresh = async () => { forgetReads(); await read(); };

  function draw(review) {
    const kept = new Map();
    for (const item of review.items) {
      const old = cards.get(item.item);
      // Other words are another card; the same words keep the one that somebody may be writing in.
      const card = old && old.seen === item.seen ? old : reviewItem(model, item, fresh);
      card.show(item);
      kept.set(item.item, card);
    }
    const order = review.items.map(({ item, seen }) => item + seen).join();
    if (order !== last.order) body.replaceChildren(...sections(review.items, kept));
    cards = kept;
    last = { order, items: review.items };
    back.hidden = !review.kept_back.length;
    const names = h("ul", {}, review.kept_back.map(({ name, why }) => h("li", {}, h("strong", {}, name), `: ${why}`)));
    back.replaceChildren(h("summary", {}, `On the map, and never listed: ${review.kept_back.length}`), names);
    end.hidden = false;
    agreement.show(review);
    filter();
  }

  function sections(items, made) {
    const titles = new Map();
    for (const item of items) {
      const title = KIND_TITLES.find(([kind]) => kind === item.kind)?.[1] ?? item.kind;
      if (!titles.has(title)) titles.set(title, []);
      titles.get(title).push(item);
    }
    return [...titles].flatMap(([title, some]) => {
      const parts = [];
      let prompt = null;
      for (const item of some) {
        if (BY_QUESTION.includes(item.kind) && item.says.prompt !== prompt) {
          prompt = item.says.prompt;
          parts.push(h("p", { class: "go-label" }, model.get("questions")[prompt] ?? prompt), h("ul", { class: "go-plain-list" }));
        }
        if (!parts.length) parts.push(h("ul", { class: "go-plain-list" }));
        parts.at(-1).append(made.get(item.item).node);
      }
      return [heading(title), ...parts];
    });
  }

  function filter() {
    let open = 0;
    for (const { item, choice, waits } of last.items ?? []) {
      const waiting = !choice || Boolean(waits);
      open += waiting;
      cards.get(item).node.hidden = only.checked && !waiting;
    }
    const words = !only.checked ? "" : open ? `${open} to decide.` : "Everything is decided.";
    if (none.textContent !== words) none.textContent = words;
  }

  const stop = onChanged(model, fresh);
  read();
  return stop;
}

export default { render: safely(render) };
