// The votes of the meeting: a seat puts its dots on choices and moves them until the vote is closed; nobody sees the
// count before that.

function render({ model, el }) {
  const room = roomFeed(model);
  const cards = new Map();
  const title = heading("Votes");
  const trouble = h("p", { class: "go-state", role: "status" });
  const list = h("div", {});
  let ballots = null; // this seat's dots, or null until the workshop was heard
  let arriving = location.hash === "#votes"; // the votes were not there yet when the browser looked for them
  el.id ||= "votes";
  el.classList.add("go-votes", "go-absent");
  el.append(title, trouble, list);

  async function readBallots() {
    const reply = await askTogether(model, { kind: "read-ballots", seat: seat() },
      { onTrouble: (why) => say(trouble, `Your dots can't be shown yet: ${why.replace(/[.\s]+$/, "")}. Trying again.`, "warn") });
    if (!reply?.ballots) { if (reply) say(trouble, reply.refused ?? "", "warn", reply.join ?? ""); return; }
    say(trouble, "");
    ballots = reply.ballots;
    for (const [id, card] of cards) if (ballots[id]) card.meetBallot(ballots[id]);
  }

  function draw() {
    const votes = room.content?.votes ?? [];
    const isOver = Boolean(room.content?.session.ended);
    el.classList.toggle("go-absent", !votes.length);
    title.textContent = votes.length === 1 ? "The vote" : "Votes";
    for (const [id, card] of cards) {
      if (!votes.some((vote) => vote.id === id)) { card.close(); cards.delete(id); }
    }
    let isNew = false;
    for (const vote of votes) {
      if (!cards.has(vote.id)) {
        cards.set(vote.id, voteCard(model, vote, () => { forgetReads(); return readBallots(); }));
        isNew ||= !ballots?.[vote.id];
        if (ballots?.[vote.id]) cards.get(vote.id).meetBallot(ballots[vote.id]);
      }
      cards.get(vote.id).meet(vote, isOver);
    }
    const open = ({ state }) => (state === "open" ? 0 : 1);
    const nodes = [...votes].sort((one, other) => open(one) - open(other)).map(({ id }) => cards.get(id).node);
    if (nodes.length !== list.children.length || nodes.some((node, at) => node !== list.children[at])) {
      keepingFocus(() => list.replaceChildren(...nodes));
    }
    if (isNew) { forgetReads(); readBallots(); }
    if (arriving && votes.length) { arriving = false; el.scrollIntoView(); }
  }

  const looked = () => { if (document.visibilityState === "visible" && cards.size) { forgetReads(); readBallots(); } };
  document.addEventListener("visibilitychange", looked);
  const stop = room.start(draw);
  return () => {
    stop();
    document.removeEventListener("visibilitychange", looked);
    for (const card of cards.values()) card.close();
  };
}

// What is moved on the page loses the focus: give it back.
function keepingFocus(change) {
  const held = document.activeElement;
  change();
  if (held?.isConnected && held !== document.activeElement) held.focus({ preventScroll: true });
}

export default { render: safely(render) };
