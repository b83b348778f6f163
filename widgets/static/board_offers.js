// What people offer of themselves (question 7): closed until somebody opens it on purpose, and never on the wall.

function offersPanel(model) {
  const prompt = model.get("prompts").find((one) => one.private);
  const line = h("p", { class: "go-state", role: "status" });
  const list = h("ul", { class: "go-plain-list go-offers-list", tabindex: "-1", "aria-label": "Offers" });
  const open = button("Open the offers", () => read(), "go-plain");
  const close = button("Close them", () => shut(), "go-plain");
  const print = button("Print them", () => printOnly(h("div", {}, h("p", { class: "go-sheet-title" }, prompt.question),
    h("ul", {}, [...list.children].map((item) => h("li", { dir: "auto" }, item.textContent))))), "go-plain");
  const node = h("section", { class: "go-offers", "aria-label": "Private offers", hidden: !prompt }, h("h2", {}, "Private offers"),
    h("p", {}, `What people offer, from question ${prompt?.number}. It is kept apart and is for you alone. It is never on the wall. `
      + "Nobody can see whose offer it is: ask in the room who would like to say theirs aloud."),
    h("p", { class: "go-buttons" }, open, close, print), line, list);

  async function read() {
    const reply = await ask(model, { kind: "read-offers" }, { onTrouble: (why) => say(line, `Not read yet: ${why.replace(/[.\s]+$/, "")}. Trying again.`, "warn") });
    const offers = reply?.offers?.[prompt.key];
    if (!offers) { say(line, reply?.refused ?? "", "warn", reply?.join ?? ""); return; }
    say(line, offers.length ? "" : "Nobody has offered anything yet.");
    list.replaceChildren(...offers.map((text) => h("li", {}, wordsOf(text))));
    show(true);
    list.focus({ preventScroll: true });
  }

  function shut() {
    list.replaceChildren();
    say(line, "");
    show(false);
    open.focus();
  }
  function show(isOpen) {
    open.hidden = isOpen;
    close.hidden = !isOpen;
    print.hidden = !isOpen || !list.children.length;
    list.hidden = !isOpen;
  }
  window.addEventListener("workshop:leaving", () => { list.replaceChildren(); show(false); });
  show(false);
  return { node };
}
