// A rehearsal: made-up people come in and answer, until somebody deletes it.

function rehearsalPart(model, receipt, onDone) {
  const id = newId("seats");
  const seats = h("input", { class: "go-field go-short", id, type: "number", min: "SEATS_FROM", max: "SEATS_TO", value: "12", inputmode: "numeric" });
  const state = h("p", { class: "go-state", role: "status" });
  const begin = button("Rehearse", start);
  const remove = button("Delete the rehearsal", end);
  const here = h("p", {});
  const invite = h("div", {}, h("label", { class: "go-label", for: id }, "Made-up people (SEATS_FROM to SEATS_TO)"), seats,
    h("p", { class: "go-buttons" }, begin));
  const now = h("div", {}, here, h("p", { class: "go-buttons" }, remove));
  const node = h("div", {}, heading("Rehearse"),
    h("p", {}, "Made-up people come in with a code, as phones do. They answer what is open, vote, and put things on the map. "
      + "Some of what they write should stay hidden: practise that."),
    h("p", { class: "go-fate" }, "A rehearsal is a meeting of its own. Phones that are in your real meeting stay there, and "
      + "nobody sees anything of this. You can't see the real meeting until you delete the rehearsal."),
    invite, now, state);
  let shown = null;

  async function start() {
    const reply = await change(model, state, "Letting them in …",
      { kind: "begin-rehearsal", code: shown.meeting.code, seats: Math.trunc(seats.valueAsNumber) || 0 }, [begin, remove]);
    if (reply) say(state, "They are on their way. Open your console, and begin.", "ok");
    onDone();
  }

  async function end() {
    const reply = await change(model, state, "Deleting …", { kind: "end-rehearsal", code: shown.meeting.code }, [begin, remove]);
    if (reply) { say(state, "The rehearsal is gone. Your meeting is the present one again.", "ok"); receipt.show(reply); }
    onDone();
  }

  function draw(told) {
    shown = told;
    const { practice } = told.meeting;
    const { possible, seats: people } = told.rehearsal;
    now.hidden = !practice;
    invite.hidden = !possible || (practice && people > 0);
    begin.textContent = practice ? "Let them in again" : "Rehearse";
    here.textContent = people
      ? `This is a rehearsal. ${people} made-up people are in it. They go home after two hours.`
      : "This is a rehearsal. The made-up people have gone home.";
    if (!possible && !practice) say(state, "You can rehearse once the workshop is open: start it with “make workshop”.");
  }

  return { node, draw };
}
