// What this seat wrote at earlier meetings: shown when somebody asks for it, never by itself.

function render({ model, el }) {
  const state = h("p", { class: "go-state", role: "status" });
  const place = h("div", {});
  const open = button("Show what I wrote before", show, "go-plain");
  const close = button("Hide it", hide, "go-plain");
  close.hidden = true;
  el.classList.add("go-earlier", "go-screen");
  el.append(h("p", { class: "go-buttons" }, open, close), state, place);

  async function show() {
    say(state, "Looking …");
    const reply = await ask(model, { kind: "read-earlier", seat: seat() },
      { onTrouble: (why) => say(state, `This can't be read yet: ${why.replace(/[.\s]+$/, "")}. Trying again.`, "warn") });
    if (!reply?.meetings) { say(state, reply?.refused ?? "This can't be read just now.", "warn", reply?.join ?? ""); return; }
    if (!reply.meetings.length) {
      say(state, "Nothing of an earlier meeting belongs to this phone. If you wrote on another one, use its twelve words: "
        + "open “Who uses this screen?” at the top.");
      return;
    }
    say(state, "Only you see this.", "ok");
    open.hidden = true;
    close.hidden = false;
    place.replaceChildren(...reply.meetings.flatMap(asMeeting));
    close.focus();
  }

  function asMeeting({ title, held_on: day, responses }) {
    const said = model.get("prompts").filter(({ key }) => key in responses);
    return [heading(`${title}, ${inWords(day)}`), h("dl", {}, said.flatMap(({ key, number, question }) =>
      [h("dt", {}, `${number} · ${question}`), h("dd", { class: "go-own" }, responses[key])]))];
  }

  function hide() {
    place.replaceChildren();
    close.hidden = true;
    open.hidden = false;
    say(state, "");
    open.focus();
  }

  const leave = () => { place.replaceChildren(); say(state, ""); };
  for (const name of ["workshop:leaving", "pagehide"]) window.addEventListener(name, leave);
  return () => { for (const name of ["workshop:leaving", "pagehide"]) window.removeEventListener(name, leave); };
}

export default { render: safely(render) };
