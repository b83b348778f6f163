// The draft letter of an action: everyone may change it, copy it, and print it on a sheet of its own.

const letterOf = (text) => text.replace(/\r\n?/g, "\n").normalize("NFC").trim();

function letterPart(model, action, onSaved) {
  const name = newId("letter");
  let known = action; // the action as the workshop keeps it
  let conflict = null;
  let stop = null;
  let timer = 0;

  const area = h("textarea", { class: "go-words", id: name, rows: "8", autocomplete: "off", input: onInput, blur: save });
  const state = h("p", { class: "go-state", role: "status" });
  const choice = h("div", {});
  const node = h("details", { class: "go-letter", toggle: grow },
    h("summary", {}, "The letter", h("span", { class: "go-hidden" }, ` for ${action.what}`)),
    h("label", { class: "go-label", for: name }, "Draft letter"),
    h("p", { class: "go-quiet" }, "Everyone in this workshop can read it and change it. Send it yourselves: "
      + "the workshop does not."),
    area, choice, state,
    h("p", { class: "go-buttons" }, button("Copy the letter", copy, "go-plain"),
      button("Print the letter", () => printAlone("letter", area.value), "go-plain")));

  const isChanged = () => letterOf(area.value) !== known.letter;
  const isBusy = () => isChanged() || conflict !== null;

  function grow() {
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 4}px`;
  }

  function fill(text) {
    area.value = text;
    grow();
  }

  function onInput() {
    area.removeAttribute("aria-invalid");
    grow();
    if (isChanged() && !conflict) say(state, "Saving …");
    tellUnsaved(name, isChanged());
    clearTimeout(timer);
    timer = setTimeout(save, 1200);
  }

  async function save() {
    clearTimeout(timer);
    if (stop || conflict || !isChanged()) return;
    const text = letterOf(area.value);
    const most = model.get("limits").letter;
    if ([...text].length > most) {
      area.setAttribute("aria-invalid", "true");
      say(state, `Not saved: a letter can have ${most} characters at most; yours has ${[...text].length}. `
        + "Nothing is lost: make it shorter.", "warn");
      return;
    }
    say(state, "Saving …");
    const sending = stop = new AbortController();
    const reply = await changeAction(model, known, { letter: text },
      { signal: sending.signal, onTrouble: (why) => say(state, notYet(why), "warn") });
    if (sending.signal.aborted) return;
    stop = null;
    if (reply.saved) {
      known = reply.action;
      say(state, "Saved.", "ok");
      onSaved(known);
      if (letterOf(area.value) !== text) save(); // somebody wrote on meanwhile
    } else if (reply.newer) {
      askWhichLetter(reply.newer);
    } else {
      if (reply.field === "letter") area.setAttribute("aria-invalid", "true");
      say(state, `Not saved: ${reply.refused ?? "the workshop can't take this."}`, "warn", reply.join ?? "");
    }
    tellUnsaved(name, isBusy(), conflict !== null);
  }

  function askWhichLetter(newer) {
    conflict = newer;
    const title = newId("choice");
    choice.replaceChildren(h("div", { class: "go-notice", role: "group", "aria-labelledby": title },
      h("p", { role: "alert", id: title }, h("strong", {}, "Someone else changed this letter."),
        " Choose which words to keep. Yours are still above. The other words are:"),
      h("blockquote", {}, newer.letter || "(nothing)"),
      h("p", { class: "go-buttons" },
        button("Keep mine", () => choose(true)), button("Use the other", () => choose(false), "go-plain"))));
    say(state, "Not saved yet: choose which words to keep.", "warn");
  }

  function choose(mine) {
    known = conflict;
    conflict = null;
    choice.replaceChildren();
    if (mine) save();
    else { fill(known.letter); say(state, "Saved.", "ok"); }
    tellUnsaved(name, isBusy());
    area.focus();
  }

  async function copy() {
    say(state, await copied(area)
      ? "Copied. You can paste it where you write your letter."
      : "The letter is marked. Now copy it: press Ctrl+C, or hold your finger on it and choose “Copy”.", "ok");
  }

  // A phone that is put away may not come back to this page.
  const flush = () => { if (document.visibilityState === "hidden") save(); };
  document.addEventListener("visibilitychange", flush);
  fill(action.letter);
  return {
    node, isBusy,
    meet: (latest) => {
      if (conflict || stop || latest.version < known.version) return;
      // Words that are not saved yet stay; when they are, what was known tells whose change is whose.
      if (isChanged()) return;
      const isNews = latest.letter !== known.letter;
      known = latest;
      if (isNews) fill(latest.letter);
    },
    close: () => {
      stop?.abort();
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", flush);
      tellUnsaved(name, false);
    },
  };
}

// In a hall a page comes without encryption, and browsers then keep their newer way of copying to themselves.
async function copied(area) {
  try {
    await navigator.clipboard.writeText(area.value);
    return true;
  } catch { /* the older way, then */ }
  area.focus();
  area.select();
  try { return document.execCommand("copy"); } catch { return false; }
}
