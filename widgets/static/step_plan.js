// A step can become an action of the plan; then its card says so, and how far the action is.

const STEP_TO_ACTION = { "not-yet": "to-do", doing: "doing", done: "done" };

// `marked()` returns what stands in the step's card: {status, who, by}.
function stepInPlan(model, feed, step, marked) {
  const origin = `step:${step.key}`;
  const state = h("p", { class: "go-state", "aria-live": "polite" });
  const put = h("button", { type: "button", class: "go-button go-plain", click: putIn }, "Put in the plan",
    h("span", { class: "go-hidden" }, `: step ${step.number}`));
  const link = planLink("See the plan");
  const list = h("div", {});
  const opener = h("p", { class: "go-buttons" }, put);
  const way = h("p", { class: "go-links" }, link);
  const node = h("div", { class: "go-step-plan", hidden: true }, opener, list, way, state);
  let stop = null;

  const mine = () => [...feed.actions.values()].filter((action) => action.origin === origin && action.status !== "dropped");

  function draw() {
    node.hidden = !feed.ready;
    const found = mine();
    const had = document.activeElement === put;
    opener.hidden = found.length > 0;
    way.hidden = !found.length;
    list.replaceChildren(...found.map(({ what, status }) => h("p", { class: "go-in-plan" },
      h("span", {}, what === step.text ? "In the plan:" : `In the plan: “${what}”`), statusSign(status))));
    if (had && opener.hidden) link.focus();
    if (stop && feed.trouble) say(state, notYet(NO_CONNECTION), "warn");
  }

  async function putIn() {
    if (stop) return;
    stop = new AbortController();
    const { signal } = stop;
    say(state, "Saving …");
    tellUnsaved(origin, true);
    await putOnce(signal);
    tellUnsaved(origin, false);
    stop = null;
    if (signal.aborted) return;
    draw();
    feed.read();
  }

  async function putOnce(signal) {
    await feed.read(); // somebody may have done this a moment ago
    if (signal.aborted) return;
    if (mine().length) { say(state, ""); return; }
    const { status, who, by } = marked();
    const reply = await saveAction(model,
      newAction({ what: cutToAction(step.text), who, by, status: STEP_TO_ACTION[status], origin }),
      { signal, onTrouble: (why) => say(state, notYet(why), "warn") });
    if (reply?.saved) feed.actions.set(reply.action.id, reply.action);
    say(state, !reply || reply.saved ? "" : `Not put in the plan: ${reply.refused ?? "the workshop can't take this."}`,
      "warn", reply?.join ?? "");
  }

  return { node, draw, stop: () => stop?.abort() };
}
