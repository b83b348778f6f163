// An answer about action can become a line of the plan, if its writer wants that. The line is new and everyone's:
// nothing in the message, and nothing in the store, joins it to the answer or to the seat.

function planOffer(model, kit, prompt, find) {
  const name = newId("offer");
  const put = offeredHere(prompt);
  const accepted = new Set(); // what may stand in an answer without a name may not be meant for a line that all see
  let answer = null; // the answer as it is saved, or null while it is not
  let stop = null; // ends the sending of an open line

  const input = h("textarea", { class: "go-field", id: `${name}-line`, rows: "2", autocomplete: "off",
    "aria-describedby": `${name}-fate`, input: () => { input.removeAttribute("aria-invalid"); hold(); } });
  const state = h("p", { class: "go-state", "aria-live": "polite" });
  const choice = h("div", {});
  const send = button("Put it in", putIn);
  const form = h("div", { class: "go-form", role: "group", "aria-labelledby": `${name}-label`, hidden: true },
    h("label", { class: "go-label", for: input.id, id: `${name}-label` }, "A line for the plan"),
    h("p", { class: "go-fate", id: `${name}-fate` }, "Everyone in this workshop will see this line, without your name. "
      + "It stays in the plan even if you take back your answer. Anyone can change it there."),
    input, choice, h("p", { class: "go-buttons" }, send, button("Leave it", leaveIt, "go-plain")));
  const open = button("Put it in the plan", openForm, "go-plain");
  const opener = h("p", { class: "go-buttons" }, open);
  const node = h("div", {}, opener, form, state);

  const line = () => oneLine(input.value);
  const hold = () => tellUnsaved(`plan-${prompt}`, !form.hidden, !form.hidden);

  function draw() {
    opener.hidden = !answer || !form.hidden || put.is(answer);
    if (answer && form.hidden && put.is(answer)) sayPut();
  }

  function sayPut() {
    say(state, "It is in the plan. ", "ok");
    if (!state.querySelector("a")) state.append(planLink("See the plan"));
  }

  function openForm() {
    input.value = cutToAction(answer.text);
    form.hidden = false;
    say(state, "");
    draw();
    hold();
    input.focus();
  }

  function close() {
    stop?.abort();
    stop = null;
    send.disabled = false;
    form.hidden = true;
    input.value = "";
    choice.replaceChildren();
    hold();
    draw();
  }

  function leaveIt() {
    close();
    say(state, "");
    (opener.hidden ? node.closest(".go-reflection")?.querySelector("textarea") : open)?.focus();
  }

  function refuse(sentence, join = "") {
    input.setAttribute("aria-invalid", "true");
    say(state, `Not put in: ${sentence}`, "warn", join);
    input.focus();
  }

  async function putIn() {
    if (stop) return;
    const what = line();
    if (!what) return refuse("write what there is to do.");
    if (lengthOf(what) > LONGEST_ACTION) {
      return refuse(`${LONGEST_ACTION} characters at most; yours has ${lengthOf(what)}. Nothing is lost: make it shorter.`);
    }
    const found = find(what).filter(({ id }) => !accepted.has(id));
    if (found.length) return askFirst(found);
    choice.replaceChildren();
    const sending = stop = new AbortController();
    send.disabled = true;
    say(state, "Saving …");
    const sent = answer;
    const reply = await saveAction(model, newAction({ what, origin: `prompt:${prompt}` }),
      { signal: sending.signal, onTrouble: (why) => say(state, notYet(why), "warn") });
    if (sending.signal.aborted) return;
    if (reply?.saved) {
      put.remember(sent);
      close();
      sayPut();
      node.querySelector("a")?.focus();
      return;
    }
    stop = null;
    send.disabled = false;
    refuse(reply?.refused ?? "the workshop can't take this.", reply?.join ?? "");
  }

  function askFirst(found) {
    const edit = () => { choice.replaceChildren(); input.focus(); };
    const sendAsItIs = () => { for (const { id } of found) accepted.add(id); choice.replaceChildren(); putIn(); };
    choice.replaceChildren(disclosureNotice(kit, found, false, edit, sendAsItIs));
    say(state, "Not sent. This line is only on this screen.", "warn");
  }

  return {
    node,
    // The answer is saved (or, with null, is not): only then there is something to put in.
    meet: (saved) => {
      if (!saved && answer && form.hidden) say(state, "");
      answer = saved ?? (form.hidden ? null : answer);
      draw();
    },
    leave: () => { answer = null; close(); say(state, ""); },
  };
}

// Which version of an answer was put in, for this tab only; no words of it.
function offeredHere(prompt) {
  const key = `workshop-planned-${prompt}`;
  let seq = null;
  try { seq = sessionStorage.getItem(key); } catch { /* then it is known while the page is open */ }
  return {
    is: (answer) => seq === String(answer.seq),
    remember: (answer) => {
      seq = String(answer.seq);
      try { sessionStorage.setItem(key, seq); } catch { /* as above */ }
    },
  };
}
