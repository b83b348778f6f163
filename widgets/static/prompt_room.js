// What the room does with one question: whether people can write under it now, and what it showed of the answers.

const FIRST_SHOWN = 12; // answers under one heading; the others come with a button
const CLOSED_WORDS = {
  closed: "This question is closed just now.",
  ended: "This meeting has ended, and no more answers are taken.",
  destroyed: "This meeting has ended. Its answers were destroyed.",
};

// `onChange` hears when the question opens or closes.
function promptInRoom(model, prompt, number, onChange) {
  const room = roomFeed(model);
  const name = newId("heard");
  const note = h("p", { id: newId("closed"), class: "go-closed go-screen", hidden: true });
  const told = h("p", { class: "go-hidden", "aria-live": "polite" });
  const list = h("div", {});
  const heard = h("div", { class: "go-heard", role: "group", "aria-labelledby": name, hidden: true },
    h("p", { id: name, class: "go-heard-title" }, "What the room wrote"), list);
  const opened = new Set(); // the headings whose long lists a person has opened
  let closed = "";
  let due = ""; // the day by which it is to be answered, where it is left open for next time
  let shown = null;
  let wasRevealed = null;

  // Say how it stands with a person's own words while nobody can write.
  function sayClosed(isKept, isUnsaved) {
    const isLater = room.content?.session.later;
    const words = isUnsaved && isLater && closed !== "destroyed"
      ? "Your new words are only on this screen. Join the new meeting here, and they are saved there."
      : isUnsaved && closed === "closed"
      ? "Your new words are not saved yet. They stay on this screen, and are saved when it opens again."
      : isUnsaved ? "Your new words are only on this screen."
        : closed === "destroyed" ? "" : isKept ? "Your words are kept; you can still take them back." : "";
    note.textContent = closed ? `${CLOSED_WORDS[closed]} ${words}`.trim() : due ? forNextTime() : "";
    note.hidden = !note.textContent;
    note.classList.toggle("go-home", !closed);
  }

  const forNextTime = () => (isOver(due, room.now())
    ? `This was for ${dayInWords(due)}. You can still write here, until the next meeting begins.`
    : `For next time, by ${dayInWords(due)}. You can still write here after that day, until the next meeting begins.`);

  // A question that is left open for next time goes on after a meeting of which everything is kept.
  function ended() {
    const over = ({ "": "", all: "ended" })[room.content?.session.ended ?? ""] ?? "destroyed";
    return over === "ended" && room.content.prompts[prompt]?.due ? "" : over;
  }

  function answers(texts, key) {
    const most = opened.has(key) ? texts.length : FIRST_SHOWN;
    const more = texts.length - most;
    const open = () => {
      opened.add(key);
      drawHeard(shown);
      list.querySelector(`[data-list="${CSS.escape(key)}"] li:nth-child(${FIRST_SHOWN + 1})`)?.focus();
    };
    return [
      h("ul", { class: "go-answers", "data-list": key }, texts.map((text) => h("li", { tabindex: "-1", dir: "auto" }, text))),
      more > 0 ? h("p", { class: "go-buttons go-screen" }, button(`Show ${more} more`, open, "go-plain")) : null,
    ].filter(Boolean);
  }

  function drawHeard({ answers: texts, themes }) {
    const loose = themes.length && texts.length ? [h("p", { class: "go-theme" }, "Also")] : [];
    list.replaceChildren(
      ...themes.flatMap((theme, at) => [h("p", { class: "go-theme", dir: "auto" }, theme.title), ...answers(theme.answers, `theme ${at}`)]),
      ...(texts.length ? [...loose, ...answers(texts, "rest")] : []),
      ...(themes.length || texts.length ? [] : [h("p", { class: "go-quiet" }, "Nothing is shown here yet.")]));
  }

  function hear() {
    const stage = room.content?.prompts?.[prompt];
    if (!stage) return;
    const how = ended() || (stage.open ? "" : "closed");
    if (how !== closed || stage.due !== due) { closed = how; due = stage.due; onChange(); }
    heard.hidden = !stage.revealed;
    if (stage.revealed && JSON.stringify(stage) !== JSON.stringify(shown)) drawHeard(stage);
    shown = stage.revealed ? stage : null;
    if (stage.revealed && wasRevealed === false) told.textContent = `Question ${number}: what the room wrote is shown now.`;
    wasRevealed = stage.revealed;
  }

  return {
    note, heard: [heard, told], sayClosed,
    closed: () => closed,
    // The workshop did not take words, because the question is closed; what the room knows of that follows.
    refused: () => { closed = ended() || "closed"; onChange(); room.read(); },
    start: () => room.start(hear),
  };
}
