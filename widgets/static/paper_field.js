// One question of a table's worksheet: saved by itself, as soon as the scribe leaves it or rests.

// `sheet` is { code, seat } of the table that is open.
function paperField(model, prompt, hard) {
  const id = newId("paper");
  const area = h("textarea", { class: "go-words", id, rows: "2", autocomplete: "off", "aria-describedby": `${id}-state`, input: onInput, blur: save });
  const state = h("p", { class: "go-state", id: `${id}-state`, role: "status" });
  const choice = h("div", {});
  const node = h("div", { class: "go-listing" }, h("label", { class: "go-label", for: id },
    h("span", { class: "go-step-number" }, `${prompt.number} `), prompt.question), area, choice, state);
  let sheet = null;
  let known = null;
  let timer = 0;
  let running = false;

  const wanted = () => cleaned(area.value);
  const isUnsaved = () => Boolean(sheet && known) && wanted() !== known.text;

  function open(on, response) {
    clearTimeout(timer);
    sheet = on;
    known = response;
    area.value = response.text;
    area.removeAttribute("aria-invalid");
    choice.replaceChildren();
    say(state, response.text ? "Saved." : "", "ok");
    grow();
    tellUnsaved(id, false);
  }

  function grow() {
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 4}px`;
  }

  function onInput() {
    grow();
    area.removeAttribute("aria-invalid");
    tellUnsaved(id, isUnsaved());
    say(state, isUnsaved() ? "Not saved yet." : "");
    clearTimeout(timer);
    timer = setTimeout(save, 1200);
  }

  async function save() {
    clearTimeout(timer);
    if (running || choice.childElementCount) return;
    running = true;
    try {
      while (isUnsaved()) {
        const on = sheet;
        const text = wanted();
        if (lengthOf(text) > hard) {
          area.setAttribute("aria-invalid", "true");
          say(state, `Not saved: ${numberWords(hard)} characters at most; this has ${numberWords(lengthOf(text))}. Nothing is lost.`, "warn");
          break;
        }
        say(state, "Saving …");
        const reply = await ask(model,
          { kind: "save-paper", code: on.code, seat: on.seat, prompt: prompt.key, state: text ? "written" : "withdrawn", text, seq: known.seq + 1 },
          { onTrouble: (why) => say(state, notYet(why), "warn") });
        if (on !== sheet) return; // another table is open by now; this one's words were sent
        if (reply?.saved) { known = reply; say(state, text ? "Saved." : "Saved: nothing is kept here.", "ok"); continue; }
        if (reply?.newer) { meet(reply.newer); break; }
        say(state, `Not saved: ${reply?.refused ?? "the workshop can't take this."} The words stay on this screen.`, "warn", reply?.join ?? "");
        break;
      }
    } finally {
      running = false;
      tellUnsaved(id, isUnsaved(), choice.childElementCount > 0);
    }
  }

  function meet(newer) {
    const take = (mine) => {
      known = newer;
      choice.replaceChildren();
      if (mine) save(); else { area.value = newer.text; grow(); say(state, "Saved.", "ok"); }
      area.focus();
    };
    choice.replaceChildren(h("div", { class: "go-notice", role: "alert" },
      h("p", {}, h("strong", {}, "This was changed in another tab."), " Choose which words to keep. The other words are:"),
      h("blockquote", {}, newer.text || "(nothing)"),
      h("p", { class: "go-buttons" }, button("Keep mine", () => take(true)), button("Use the other", () => take(false), "go-plain"))));
    say(state, "Not saved yet: choose which words to keep.", "warn");
  }

  return { node, area, open, save, isUnsaved, key: prompt.key };
}
