// Saving an answer: one message at a time, the newest words each time, until the workshop has confirmed them.

// `at` is where the answer stands (see reflection.js), `sheet` its place on the page, `on` what saving asks the page.
function answerSaver(model, prompt, hard, table, at, sheet, on) {
  let running = false;
  let flight = null;
  const message = ({ state, text, seq }) => ({ kind: "save-response", seat: seat(), prompt, state, text, seq, table });
  const isSettled = () => !at.left && !at.conflict && !at.held.length && at.known && at.touched && !on.isUnsaved();

  async function save() {
    if (running) return;
    running = true;
    let tries = 0;
    try {
      while (!at.left && !at.conflict && at.known && on.isUnsaved()) {
        const want = on.wanted();
        if (on.mustWait(want)) { say(sheet.state, ""); break; } // until the question opens again
        if (lengthOf(want.text) > hard) { sayTooLong(lengthOf(want.text)); break; }
        const found = on.findings();
        if (found.length) { on.hold(found); break; }
        if (at.held.length) on.dismiss();
        const attempt = { ...want, seq: at.known.seq + 1 };
        at.attempts.push(attempt);
        on.settle();
        if (!tries) say(sheet.state, "Saving …");
        flight = new AbortController();
        let reply;
        try {
          reply = await askOnce(model, message(attempt), { keepalive: true, signal: flight.signal });
        } catch (trouble) {
          if (at.left) break;
          if (!(trouble instanceof NotHeard)) {
            say(sheet.state, "Not saved: this browser could not send it. Your words stay on this screen.", "warn");
            break;
          }
          say(sheet.state, notYet(trouble.message), "warn");
          await pause(tries++);
          continue;
        }
        tries = 0;
        if (at.left || !hear(reply, attempt)) break;
        if (at.timer) break; // the person is writing on: the next pause saves
      }
    } finally {
      running = false;
      flight = null;
      finish();
    }
  }

  function finish() {
    const settled = isSettled();
    if (settled) at.touched = false;
    on.settle();
    if (settled) on.sayKept();
  }

  // Take in a reply; false ends this round of saving.
  function hear(reply, attempt) {
    if (reply.saved) {
      at.known = { state: reply.state, text: reply.text, seq: reply.seq };
      at.sentText = attempt.text;
      at.attempts = [];
      if (attempt.state === "written") at.before = null;
      on.saved(at.known);
      return true;
    }
    if (reply.newer) {
      // An earlier message of this page whose answer was lost is no other tab.
      if (at.attempts.some((sent) => same(sent, reply.newer))) {
        at.known = reply.newer;
        return true;
      }
      on.meet(reply.newer);
      return false;
    }
    if (reply.closed) {
      at.attempts = [];
      on.refusedAsClosed();
      return false;
    }
    if (reply.field === "text") sheet.area.setAttribute("aria-invalid", "true");
    say(sheet.state, `Not saved: ${reply.refused ?? "the workshop can't take this."} Your words stay on this screen.`,
      "warn", reply.join ?? "");
    return false;
  }

  function sayTooLong(length) {
    sheet.area.setAttribute("aria-invalid", "true");
    say(sheet.state, `${numberWords(hard)} characters at most; yours has ${numberWords(length)}. `
      + "Nothing is lost: make it shorter.", "warn");
  }

  // The last chance before the page goes: words that are not held back travel with it.
  function lastChance() {
    if (at.left || !at.known || at.conflict || at.held.length || !on.isUnsaved() || on.findings().length) return;
    const want = on.wanted();
    if (lengthOf(want.text) > hard || on.mustWait(want)) return;
    const onItsWay = running && at.attempts.length > 0;
    if (onItsWay && same(at.attempts.at(-1), want)) return;
    const attempt = { ...want, seq: at.known.seq + (onItsWay ? 2 : 1) };
    at.attempts.push(attempt);
    on.settle();
    askOnce(model, message(attempt), { keepalive: true }).then((reply) => {
      if (reply.saved && !at.left) { hear(reply, attempt); finish(); }
    }, () => {});
  }

  return { save, lastChance, stop: () => flight?.abort() };
}
