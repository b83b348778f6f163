// One vote: its choices with this seat's dots while it is open, and what the room chose once it is closed.

const SAVED_DOTS = "Saved. You can move your dots until the vote is closed.";
const dotsWords = (count) => `${count} ${count === 1 ? "dot" : "dots"}`;
const sameDots = (one, other) => [...new Set([...Object.keys(one), ...Object.keys(other)])]
  .every((option) => (one[option] ?? 0) === (other[option] ?? 0));
const placed = (dots) => Object.values(dots).reduce((sum, count) => sum + count, 0);

// `readAgain` asks for this seat's dots in every vote; each card then meets its own.
function voteCard(model, vote, readAgain) {
  const name = newId("vote");
  let known = null; // {seq, dots} as the workshop keeps them; null until it was heard
  let want = null; // the dots as this person wants them, while that is not saved
  let attempts = []; // what was sent since the workshop last answered
  let saving = false;
  let closed = false; // whether dots can be moved
  let left = false;
  let drawn = "";

  const question = h("p", { class: "go-vote-question", id: `${name}-question`, dir: "auto" });
  const help = h("p", { class: "go-help" });
  const rest = h("p", { class: "go-vote-left", "aria-live": "polite" });
  const choices = h("div", {});
  const state = h("p", { class: "go-state", role: "status" });
  const count = h("p", { class: "go-quiet" });
  const node = h("section", { class: "go-vote", "aria-labelledby": `${name}-question` },
    question, help, rest, choices, state, count);
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("workshop-votes") : null;
  if (channel) channel.onmessage = ({ data }) => { if (data?.vote === vote.id && data.seat === seat()) readAgain(); };

  const dots = () => want ?? known?.dots ?? {};
  const tell = () => tellUnsavedVote(vote.id, want !== null);

  // Moving dots

  function move(option, by) {
    const now = dots();
    const here = now[option] ?? 0;
    if (closed || !known || here + by < 0) return;
    if (placed(now) + by > vote.dots) {
      say(state, `All your ${dotsWords(vote.dots)} are placed. Take one off another choice first.`, "warn");
      return;
    }
    want = { ...now, [option]: here + by };
    drawDots();
    tell();
    save();
  }

  async function save() {
    if (saving) return;
    saving = true;
    let tries = 0;
    while (want && !closed && !left) {
      const attempt = want;
      if (sameDots(attempt, known.dots) && !attempts.length) { want = null; say(state, SAVED_DOTS, "ok"); break; }
      attempts.push(attempt);
      if (!tries) say(state, "Saving …");
      let reply;
      try {
        reply = await askOnce(model, { kind: "save-ballot", seat: seat(), vote: vote.id, dots: attempt, seq: known.seq + 1 },
          { keepalive: true });
      } catch (trouble) {
        if (!(trouble instanceof NotHeard)) { say(state, "Not saved: this browser could not send it.", "warn"); break; }
        say(state, `Not saved yet: ${trouble.message.replace(/[.\s]+$/, "")}. Your dots stay on this screen. Trying again.`, "warn");
        await pause(tries++);
        continue;
      }
      tries = 0;
      if (left || !(await hear(reply, attempt))) break;
    }
    saving = false;
    drawDots();
    tell();
  }

  // Take in a reply; false ends this round of saving.
  async function hear(reply, attempt) {
    if (reply.saved) {
      known = { seq: reply.seq, dots: reply.dots };
      attempts = [];
      if (want === attempt) want = null;
      channel?.postMessage({ seat: seat(), vote: vote.id });
      if (!want) say(state, SAVED_DOTS, "ok");
      return true;
    }
    if (reply.newer !== undefined) {
      await readAgain(); // and what comes back is met below
      if (attempts.length) return false;
      return true;
    }
    want = null;
    attempts = [];
    say(state, reply.refused ?? "Not saved: the workshop can't take this.", "warn", reply.join ?? "");
    if (reply.gone) closed = true;
    return false;
  }

  // This seat's dots as the workshop keeps them. A message of this page whose answer was lost is no other tab.
  function meetBallot(ballot) {
    if (known && ballot.seq <= known.seq) return;
    const isOurs = !known || attempts.some((attempt) => sameDots(attempt, ballot.dots));
    known = ballot;
    attempts = [];
    if (!isOurs) {
      want = null;
      say(state, "Your dots were moved in another tab of this browser. This is how they are now.", "ok");
    } else if (want && sameDots(want, ballot.dots)) {
      want = null;
      say(state, SAVED_DOTS, "ok");
    }
    drawDots();
    tell();
  }

  // What the page shows

  function drawDots() {
    const now = dots();
    const free = vote.dots - placed(now);
    rest.textContent = closed || !known ? "" : free ? `${free} of your ${vote.dots} dots left` : `All your ${vote.dots} dots are placed`;
    for (const row of choices.querySelectorAll("[data-option]")) {
      const here = now[row.dataset.option] ?? 0;
      const shown = row.querySelector(".go-dots");
      const [less, more] = row.querySelectorAll("button");
      if (!shown || !more) continue;
      shown.replaceChildren(h("span", { "aria-hidden": "true" }, "●".repeat(here) || "–"),
        h("span", { class: "go-hidden" }, dotsWords(here)));
      less.setAttribute("aria-disabled", String(!known || here === 0));
      more.setAttribute("aria-disabled", String(!known || free === 0));
    }
    for (const mine of choices.querySelectorAll("[data-mine]")) {
      const here = known?.dots[mine.dataset.mine] ?? 0;
      mine.textContent = here ? `You gave it ${dotsWords(here)}.` : "";
    }
  }

  function openChoice({ option, title }) {
    const label = newId("choice");
    const put = (words, sign, by) => h("button", { type: "button", class: "go-button go-plain go-dot-button", click: () => move(option, by) },
      h("span", { "aria-hidden": "true" }, sign), h("span", { class: "go-hidden" }, `${words}: ${title}`));
    return h("li", {}, h("div", { class: "go-choice-row", role: "group", "aria-labelledby": label, "data-option": option },
      h("span", { id: label, class: "go-choice-title", dir: "auto" }, title),
      h("span", { class: "go-choice-dots" }, put("One dot less", "−", -1), h("span", { class: "go-dots" }), put("One dot more", "+", 1))));
  }

  function closedChoice({ option, title, dots: all, place, tied }, most) {
    const bar = h("div", { class: "go-bar", "aria-hidden": "true" }, h("div", {}));
    bar.firstChild.style.width = `${most ? (100 * all) / most : 0}%`;
    return h("li", { class: "go-result" },
      h("p", { class: "go-title" }, h("strong", { dir: "auto" }, title)), bar,
      h("p", { class: "go-quiet" }, `${dotsWords(all)} · place ${place}${tied ? ", a tie" : ""}. `, h("span", { "data-mine": option })));
  }

  function meet(latest, isOver) {
    vote = latest;
    const isClosed = latest.state === "closed" || isOver;
    const hasResult = latest.state === "closed";
    const words = JSON.stringify([latest.question, latest.dots, latest.state, latest.options, isOver]);
    count.textContent = `${latest.voted} ${latest.voted === 1 ? "seat has" : "seats have"} voted.`;
    if (words === drawn) return;
    const wasOpen = drawn && !closed;
    drawn = words;
    closed = isClosed;
    question.textContent = latest.question;
    help.textContent = hasResult
      ? "This vote is closed. This is what the room chose."
      : isOver ? "This meeting has ended." : `You have ${dotsWords(latest.dots)}. You can put more than one on the same choice. `
        + "Nobody sees the count until the vote is closed.";
    const most = Math.max(...latest.options.map((one) => one.dots ?? 0));
    choices.replaceChildren(hasResult
      ? h("ol", { class: "go-plain-list" }, latest.options.map((one) => closedChoice(one, most)))
      : h("ul", { class: "go-plain-list" }, isOver ? latest.options.map(({ title }) => h("li", { dir: "auto" }, title))
        : latest.options.map(openChoice)));
    if (isClosed) {
      const lost = want !== null && !saving;
      want = null;
      tell();
      say(state, wasOpen ? "The vote is closed." + (lost ? " Your last change was not saved in time." : "") : "", "ok");
    } else if (drawn && state.dataset.said === "The vote is closed.") say(state, "The vote is open again.", "ok");
    drawDots();
  }

  return {
    node, meet, meetBallot,
    close: () => { left = true; channel?.close(); tellUnsavedVote(vote.id, false); },
  };
}

const tellUnsavedVote = (vote, unsaved) =>
  window.dispatchEvent(new CustomEvent("workshop:unsaved", { detail: { prompt: `vote-${vote}`, unsaved, held: false } }));
