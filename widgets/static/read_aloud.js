// The plan read aloud: one action at a time, in large type, as sentences that can be said to a room.

const sentence = (text) => (/[.!?…]$/.test(text) ? text : `${text}.`);
const capital = (text) => text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());

// What is said of an action, in lines; the one in the middle says what is done.
function saidAloud({ what, who, by, means, tell }) {
  const day = by ? `By ${inWords(by)}, ` : "";
  return {
    before: who ? `${day}${day ? who : capital(who)} will:` : `${day}${day ? "s" : "S"}omeone will do this. Who?`,
    what: sentence(what),
    after: [
      by ? "" : "By when? That is still open.",
      means ? `They need: ${sentence(means)}` : "What does it take? That is still open.",
      tell ? `${capital(tell.replace(/[.\s]+$/, ""))} should know.` : "Who should know? That is still open.",
    ].filter(Boolean),
  };
}

// `actions` gives the open actions in the order of the plan.
function readAloud(actions) {
  const name = newId("aloud");
  const open = button("Read it aloud", start, "go-plain");
  open.hidden = true; // until there is something to read
  const place = h("p", { class: "go-quiet", id: name });
  const words = h("div", { "aria-live": "polite" });
  const back = button("Back", () => go(-1), "go-plain");
  const next = button("Next", () => go(1));
  const view = h("div", { class: "go-aloud", role: "group", "aria-labelledby": name, hidden: true,
    keydown: ({ key }) => { if (key === "ArrowRight") go(1); else if (key === "ArrowLeft") go(-1); else if (key === "Escape") end(); } },
  place, words, h("p", { class: "go-buttons" }, back, next, button("Close", end, "go-plain")));
  let at = "";

  function start() {
    at = actions()[0]?.id ?? "";
    view.hidden = false;
    draw();
    view.scrollIntoView();
    next.focus({ preventScroll: true });
  }

  function end() {
    view.hidden = true;
    draw();
    open.focus();
  }

  function go(by) {
    const all = actions();
    const to = all[Math.min(Math.max(all.findIndex(({ id }) => id === at) + by, 0), all.length - 1)];
    at = to?.id ?? "";
    draw();
  }

  function draw() {
    const all = actions();
    open.hidden = !all.length || !view.hidden;
    if (view.hidden) return;
    const here = Math.max(all.findIndex(({ id }) => id === at), 0);
    const action = all[here];
    if (!action) { end(); return; }
    at = action.id;
    place.textContent = `Action ${here + 1} of ${all.length}`;
    back.setAttribute("aria-disabled", String(here === 0));
    next.setAttribute("aria-disabled", String(here === all.length - 1));
    const { before, what, after } = saidAloud(action);
    const spoken = [before, what, ...after].join("\n");
    if (words.dataset.spoken === spoken) return;
    words.dataset.spoken = spoken;
    words.replaceChildren(h("p", { dir: "auto" }, before), h("p", { class: "go-aloud-what", dir: "auto" }, what),
      ...after.map((line) => h("p", { dir: "auto" }, line)));
  }

  return { opener: open, view, draw };
}
