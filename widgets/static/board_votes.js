// Dot votes on one question: opening one, closing it, and the places that the choices have. Ties stay ties.

const VOTE_QUESTION = "What do we want to start with?";

function votesBoard(model, room, deeds) {
  const list = h("div", { tabindex: "-1" });
  const form = voteForm(model, room, deeds);
  const node = h("section", { class: "go-votes", "aria-label": "Dot vote" }, h("h2", {}, "Let the room choose"), list, form.node);
  const sure = new Set(); // the votes for which it was asked if they are to go

  const set = (vote, state, said) => deeds.act(() => ({ kind: "set-vote", id: vote.id, state, version: vote.version }),
    { said, undo: ({ vote: kept }) => ({ kind: "set-vote", id: vote.id, state: vote.state, version: kept.version }) });

  function removal(vote) {
    if (!vote.voted) return deedButton(`remove ${vote.id}`, "Remove", () => remove(vote), "go-plain go-small", vote.question);
    if (!sure.has(vote.id)) {
      return deedButton(`remove ${vote.id}`, "Remove …", () => { sure.add(vote.id); drawAgain(); }, "go-plain go-small", vote.question);
    }
    return [h("span", {}, `Every dot of ${counted(vote.voted, "seat", "seats")} goes with it. This can't be undone.`),
      deedButton(`remove ${vote.id}`, "Remove it", () => remove(vote), "go-small", vote.question),
      deedButton(`keep ${vote.id}`, "Keep it", () => { sure.delete(vote.id); drawAgain(); }, "go-plain go-small", vote.question)];
  }
  const remove = (vote) => deeds.act(() => ({ kind: "remove-vote", id: vote.id, version: vote.version }), { said: "The vote is gone." });

  function asVote(vote) {
    const isOpen = vote.state === "open";
    const words = `${counted(vote.voted, "seat has", "seats have")} voted. ${counted(vote.dots, "dot", "dots")} each.`;
    return h("article", { class: "go-vote", "aria-label": vote.question }, h("h3", { class: "go-part-title", dir: "auto" }, vote.question),
      h("p", {}, isOpen ? `Open now. ${words} Nobody sees the count until it is closed.` : `Closed. ${words}`),
      isOpen ? h("ul", {}, vote.options.map(({ title }) => h("li", { dir: "auto" }, title)))
        : h("table", { class: "go-table" }, h("thead", {}, h("tr", {}, ["Place", "Choice", "Dots"].map((head) => h("th", { scope: "col" }, head)))),
          h("tbody", {}, vote.options.map(({ title, dots, place, tied }) => h("tr", {}, h("td", {}, `${place}${tied ? " (tied)" : ""}`),
            h("td", { dir: "auto" }, title), h("td", { class: "go-amount" }, String(dots)))))),
      h("p", { class: "go-buttons" },
        isOpen ? deedButton(`close ${vote.id}`, "Close the vote", () => set(vote, "closed", "The vote is closed. The wall shows how it went."), "", vote.question)
          : deedButton(`open ${vote.id}`, "Open it again", () => set(vote, "open", "The vote is open again."), "go-plain go-small", vote.question),
        removal(vote)));
  }

  let votes = [];
  const drawList = part(list, (now) => now.map(asVote));
  function drawAgain() { drawList.again(); drawList(votes); }
  function draw(prompt) {
    votes = room.content.votes.filter((vote) => vote.prompt === prompt.key);
    drawList(votes);
    form.draw(prompt);
  }
  return { node, draw };
}

function voteForm(model, room, deeds) {
  const [fewest, most] = model.get("dots");
  const question = h("input", { class: "go-field", id: newId("question"), type: "text", maxlength: "200", autocomplete: "off", value: VOTE_QUESTION });
  const dots = h("select", { class: "go-field", id: newId("dots") },
    Array.from({ length: most - fewest + 1 }, (_, at) => h("option", { value: String(fewest + at) }, String(fewest + at))));
  const choices = h("fieldset", { class: "go-which", tabindex: "-1" });
  const node = h("details", { class: "go-vote-form" }, h("summary", {}, "Open a vote"),
    h("form", { submit: (event) => { event.preventDefault(); open(); } },
      h("label", { class: "go-label", for: question.id }, "What people vote on"), question,
      h("label", { class: "go-label", for: dots.id }, "Dots for each seat"), dots, choices,
      h("p", { class: "go-buttons" }, h("button", { type: "submit", class: "go-button" }, "Open the vote"))));
  const changed = new Map(); // what somebody ticked or unticked
  let prompt = null;
  let offered = [];

  const isTicked = (one) => changed.get(one.option) ?? one.isTheme;
  const drawChoices = part(choices, (list) => [h("legend", {}, "Choices"), ...(list.length ? list.map((one) => {
    const box = h("input", { type: "checkbox", checked: isTicked(one), "data-focus": `choice ${one.option}`, change: () => changed.set(one.option, box.checked) });
    return h("label", { class: "go-status go-tick" }, box, h("span", { class: "go-answer", dir: "auto" }, one.title));
  }) : [h("p", { class: "go-quiet" }, "Make themes first, or approve answers to this question.")])]);

  async function open() {
    const options = offered.filter(isTicked).map(({ option, title }) => ({ option, title: shortWords(title, 200) }));
    const id = newKey();
    const reply = await deeds.act(() => ({ kind: "open-vote", id, prompt: prompt.key, question: question.value, dots: Number(dots.value), options }),
      { said: "The vote is open on every phone.", undo: ({ vote }) => ({ kind: "remove-vote", id: vote.id, version: vote.version }) });
    if (reply.saved) { node.open = false; changed.clear(); }
  }

  function draw(now) {
    if (prompt?.key !== now.key) changed.clear();
    prompt = now;
    const { themes, cards } = room.content;
    const titles = themes.filter((theme) => theme.prompt === prompt.key);
    const loose = cards.filter((card) => card.prompt === prompt.key && card.verdict === "approved" && !titles.some(({ id }) => id === card.theme));
    offered = [...titles.map(({ id, title }) => ({ option: id, title, isTheme: true })),
      ...loose.map(({ card, text }) => ({ option: card, title: oneLine(text), isTheme: false }))];
    drawChoices(offered);
  }
  return { node, draw };
}
