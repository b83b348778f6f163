// The questions: open or closed, shown to the room or not, and how many have answered; never who.

// Change something of a question, and leave the rest of it as it is.
function setPrompt(room, deeds, prompt, changes, said) {
  let was = null;
  const message = ({ open, revealed, due }, version) => ({ kind: "set-prompt", prompt: prompt.key, open, revealed, due, version });
  return deeds.act(() => {
    was = room.content.prompts[prompt.key];
    return message({ ...was, ...changes }, was.version);
  }, { said, undo: ({ prompt: { version } }) => message(was, version) });
}

// How many have answered; few that wrote at home are not counted, so that nobody can be told.
const answeredWords = (model, answered) => (answered === null ? `fewer than ${model.get("least_counted")} answers` : counted(answered, "answer", "answers"));

function promptControls(model, room, deeds) {
  const prompts = model.get("prompts");
  const now = h("div", { tabindex: "-1" });
  const others = h("div", { tabindex: "-1" });
  const fold = h("details", { class: "go-other-prompts" }, h("summary", {}, "The other questions"), others);
  const node = h("div", { class: "go-prompts" }, now, fold);

  const tallies = (key) => {
    const { seats, prompts: stages, cards } = room.content;
    const own = cards.filter(({ prompt }) => prompt === key);
    return { seats: seats.joined, answered: stages[key].answered,
      approved: own.filter(({ verdict }) => verdict === "approved").length,
      waiting: own.filter(({ verdict }) => verdict === "waiting").length };
  };

  function asRow(prompt) {
    const { open, revealed, due, homework } = room.content.prompts[prompt.key];
    const { seats, answered, approved, waiting } = tallies(prompt.key);
    const name = `question ${prompt.number}`;
    // An answer stays when the page that wrote it is not counted as a seat, as on paper.
    const words = [answered === null || seats < answered ? answeredWords(model, answered)
      : `${answered} of ${counted(seats, "seat has", "seats have")} answered`,
      prompt.shown && approved ? `${approved} approved` : "", waiting ? `${waiting} to decide` : ""].filter(Boolean).join(" · ");
    const openWords = homework === "left" ? `Open for next time, by ${dayInWords(due)}` : "Open for answers";
    const state = [statusSign(open ? "doing" : "not-yet", open ? openWords : "Closed"),
      prompt.shown ? statusSign(revealed ? "done" : "not-yet", revealed ? "Shown to the room" : "Hidden from the room") : null];
    return h("div", { class: "go-prompt-row" },
      h("p", { class: "go-prompt-question" }, promptWords(prompt)),
      h("p", { class: "go-quiet" }, words),
      h("p", { class: "go-prompt-state" }, state),
      h("p", { class: "go-buttons" },
        deedButton(`open ${prompt.key}`, open ? "Close it" : "Open it", () => setPrompt(room, deeds, prompt, { open: !open },
          `Question ${prompt.number} is ${open ? "closed" : "open"}.`), "go-plain go-small", name),
        prompt.shown ? deedButton(`show ${prompt.key}`, revealed ? "Hide from the room" : "Show to the room", () => setPrompt(room, deeds, prompt, { revealed: !revealed },
          revealed ? `The answers to question ${prompt.number} are hidden.` : `The approved answers to question ${prompt.number} are shown to the room.`),
        "go-plain go-small", name) : null),
      prompt.shown ? null : h("p", { class: "go-quiet" }, prompt.private
        ? "Never shown to the room: what people offer is for you alone."
        : "Never shown to the room: it is for each person alone."));
  }

  const keyOf = (list) => list.map((prompt) => [prompt.key, room.content.prompts[prompt.key], tallies(prompt.key)]);
  const drawNow = part(now, (list) => (list.length ? [h("h3", { class: "go-part-title" }, "Questions of this step"), ...list.map(asRow)] : []));
  const drawOthers = part(others, (list) => list.map(asRow));

  function draw(keys) {
    const here = prompts.filter(({ key }) => keys.includes(key));
    const rest = prompts.filter(({ key }) => !keys.includes(key));
    drawNow(here, keyOf(here));
    drawOthers(rest, keyOf(rest));
    fold.hidden = !rest.length;
  }

  return { node, draw };
}
