// The seven steps as the group's checklist: how far, who, by when. Everyone may change every step, and put it in the
// plan.

const STATUSES = [["not-yet", "Not yet"], ["doing", "Doing"], ["done", "Done"]];
const FIELDS = ["status", "who", "by"];
const EMPTY = { status: "not-yet", who: "", by: "", version: 0 };
const tidy = (text) => text.normalize("NFC").replace(/\s+/g, " ").trim();

function render({ model, el }) {
  const feed = communityFeed(model);
  const cards = new Map(model.get("steps").map((step) => [step.key, stepCard(model, feed, step)]));
  const line = h("p", { class: "go-state go-screen", role: "status" });
  el.classList.add("go-steps");
  el.append(h("ol", { class: "go-plain-list" }, [...cards.values()].map((card) => card.node)), line);

  async function read() {
    const reply = await askTogether(model, { kind: "read-steps" },
      { onTrouble: (why) => say(line, `The steps can't be read yet: ${why.replace(/[.\s]+$/, "")}. Trying again.`, "warn") });
    if (!reply?.steps) { if (reply) say(line, reply.refused ?? "", "warn", reply.join ?? ""); return; }
    say(line, "");
    for (const step of reply.steps) cards.get(step.key)?.meet(step);
  }

  const stops = [
    onChanged(model, () => { forgetReads(); read(); }),
    feed.start(() => { for (const card of cards.values()) card.drawPlan(); }),
  ];
  read();
  return () => {
    for (const stop of stops) stop();
    for (const card of cards.values()) card.stop();
  };
}

function stepCard(model, feed, step) {
  const name = newId("step");
  const limit = model.get("who_limit");
  let known = null; // what the workshop keeps, as this page knows it
  let waiting = null; // what it keeps meanwhile, while somebody writes in this step
  let conflict = null;
  let running = false;
  let ended = false;
  let timer = 0;

  const radios = STATUSES.map(([value, words]) => {
    const input = h("input", { type: "radio", name, value, id: `${name}-${value}`, change: () => later(0) });
    return { value, input, node: h("label", { class: `go-status go-is-${value}`, for: input.id }, input,
      h("span", { class: "go-shape", "aria-hidden": "true" }), words) };
  });
  const who = h("input", { class: "go-field", id: `${name}-who`, type: "text", autocomplete: "off",
    "aria-describedby": `${name}-hint`, input: () => later(1200), blur: leave });
  const by = h("input", { class: "go-field", id: `${name}-by`, type: "date", input: () => later(1200), blur: leave });
  const state = h("p", { class: "go-state", role: "status" });
  const choice = h("div", {});
  const paper = h("p", { class: "go-paper" });
  const plan = stepInPlan(model, feed, step, () => form());
  const node = h("li", { class: "go-step" },
    h("p", { class: "go-step-text", id: `${name}-text` },
      h("span", { class: "go-number", "aria-hidden": "true" }, String(step.number)),
      h("span", {}, h("span", { class: "go-hidden" }, `Step ${step.number}: `), h("strong", {}, step.text))),
    step.hint ? h("p", { class: "go-quiet" }, step.hint) : null,
    h("div", { class: "go-screen", role: "group", "aria-labelledby": `${name}-text` },
      h("fieldset", { class: "go-statuses" }, h("legend", {}, "How far are we?"), radios.map((radio) => radio.node)),
      h("div", { class: "go-pair" },
        h("div", {}, h("label", { class: "go-label", for: `${name}-who` }, "Who does it"), who,
          h("p", { class: "go-quiet", id: `${name}-hint` }, "A job or a group, such as the library.")),
        h("div", {}, h("label", { class: "go-label", for: `${name}-by` }, "By when"), by)),
      choice, state, plan.node),
    paper);

  const form = () => ({
    status: radios.find(({ input }) => input.checked)?.value ?? "not-yet",
    who: tidy(who.value),
    by: by.value,
  });
  const fill = (values) => {
    for (const { value, input } of radios) input.checked = value === values.status;
    if (tidy(who.value) !== values.who) who.value = values.who;
    if (by.value !== values.by) by.value = values.by;
    const marks = STATUSES
      .map(([status, word]) => `${values.status === status ? "●" : "○"} ${word}`).join("    ");
    const line = "_".repeat(28);
    paper.textContent = `${marks}\nWho: ${values.who || line}   By: ${values.by ? inWords(values.by) : line}`;
  };
  const differing = (one, other) => FIELDS.filter((field) => one[field] !== other[field]);
  const edited = () => (known ? differing(form(), known) : differing(form(), EMPTY));
  const writing = () => [who, by].includes(document.activeElement);
  const describe = (values) => [inStatusWords(values.status), values.who && `who: ${values.who}`,
    values.by && `by ${inWords(values.by)}`].filter(Boolean).join(", ");

  function later(delay) {
    clearTimeout(timer);
    who.removeAttribute("aria-invalid");
    if (edited().length && !conflict) say(state, "Saving …");
    timer = setTimeout(() => { timer = 0; save(); }, delay);
  }

  function leave() {
    clearTimeout(timer);
    timer = 0;
    if (waiting && !conflict) { const latest = waiting; waiting = null; merge(latest); }
    save();
  }

  // What the workshop keeps has changed: take over what nobody here is changing, and ask about the rest.
  function meet(latest) {
    if (known && latest.version <= known.version) return;
    if (running) { waiting = latest; return; }
    // A field in which somebody writes is left alone until they leave it.
    if (writing() && differing(latest, form()).length) { waiting = latest; return; }
    merge(latest);
  }

  function merge(latest) {
    if (known && latest.version < known.version) return;
    const mine = form();
    const base = known ?? EMPTY;
    const changed = differing(mine, base);
    const clashing = changed.filter((field) => latest[field] !== base[field] && latest[field] !== mine[field]);
    if (clashing.length) { askWhich(latest); return; }
    const news = known && differing(latest, known).some((field) => latest[field] !== mine[field]);
    known = latest;
    waiting = null;
    conflict = null;
    choice.replaceChildren();
    fill({ ...latest, ...Object.fromEntries(changed.map((field) => [field, mine[field]])) });
    if (edited().length) later(0);
    else if (news) say(state, "Someone else changed this step. You see the new one.", "ok");
  }

  function askWhich(latest) {
    conflict = latest;
    waiting = null;
    const title = newId("choice");
    choice.replaceChildren(h("div", { class: "go-notice", role: "group", "aria-labelledby": title },
      h("div", { role: "alert", id: title },
        h("p", {}, h("strong", {}, "Someone else changed this step: "), `${describe(latest)}.`),
        h("p", {}, `Yours: ${describe(form())}.`)),
      h("p", { class: "go-buttons" },
        button("Keep mine", () => choose(true)), button("Use theirs", () => choose(false), "go-plain"))));
    say(state, "Not saved yet: choose which one to keep.", "warn");
  }

  function choose(mine) {
    known = conflict;
    conflict = null;
    choice.replaceChildren();
    if (!mine) fill(known);
    if (edited().length) save();
    else say(state, "Saved.", "ok");
    radios.find(({ input }) => input.checked)?.input.focus();
  }

  async function save() {
    if (running || conflict || !known) return;
    running = true;
    let tries = 0;
    try {
      while (!ended && !conflict && edited().length) {
        const sent = form();
        if ([...sent.who].length > limit) {
          who.setAttribute("aria-invalid", "true");
          say(state, `Not saved: “Who does it” can have ${limit} characters at most; yours has `
            + `${[...sent.who].length}. Nothing is lost: make it shorter.`, "warn");
          break;
        }
        if (!tries) say(state, "Saving …");
        let reply;
        try {
          reply = await askOnce(model, { kind: "save-step", key: step.key, ...sent, version: known.version },
            { keepalive: true });
        } catch (trouble) {
          if (!(trouble instanceof NotHeard)) throw trouble;
          say(state, notYet(trouble.message), "warn");
          await pause(tries++);
          continue;
        }
        tries = 0;
        if (reply.saved) {
          known = reply.step;
          // What the workshop tidied in the words that were sent is no new edit.
          if (!differing(form(), sent).length && !writing()) fill(known);
          else if (!differing(form(), sent).length && known.who !== sent.who) who.value = known.who;
          say(state, "Saved.", "ok");
          if (timer) break;
        } else if (reply.newer) {
          if (!differing(reply.newer, sent).length) { known = reply.newer; say(state, "Saved.", "ok"); } // an answer that was lost
          else merge(reply.newer);
        } else {
          if (reply.field === "who") who.setAttribute("aria-invalid", "true");
          say(state, `Not saved: ${reply.refused ?? "the workshop can't take this."}`, "warn", reply.join ?? "");
          break;
        }
      }
    } finally {
      running = false;
      if (waiting && !conflict) { const latest = waiting; waiting = null; meet(latest); }
    }
  }

  const flush = () => { if (document.visibilityState === "hidden" && edited().length) leave(); };
  const forget = () => { ended = true; clearTimeout(timer); };
  document.addEventListener("visibilitychange", flush);
  window.addEventListener("workshop:leaving", forget);
  fill(EMPTY);
  return {
    node,
    meet,
    drawPlan: plan.draw,
    stop: () => {
      forget();
      plan.stop();
      document.removeEventListener("visibilitychange", flush);
      window.removeEventListener("workshop:leaving", forget);
    },
  };
}

const inStatusWords = (status) => STATUSES.find(([value]) => value === status)?.[1] ?? "Not yet";

export default { render: safely(render) };
