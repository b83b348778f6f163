// The community map: who is on it, who is missing, and two pictures of it.

const PLAN_PAGE = "07-next-steps.ipynb";

function render({ model, el }) {
  const feed = communityFeed(model);
  const tools = model.get("tools");
  const trouble = h("p", { class: "go-state go-screen", role: "status" });
  const add = button("Add to the map", () => form.open(null, { back: () => add.focus() }));
  const form = entryFormPlace(model, feed, {
    words: "Add to the map", defaults: { kind: "organisation" }, onOpen: (isOpen) => { add.hidden = isOpen; },
  });
  const list = entryList(model, feed, {
    change: (entry) => form.open(entry, { back: () => list.focus(entry) }),
    remove: (entry) => removal.remove(entry),
  });
  const removal = entryRemoval(model, feed, { back: (entry) => (entry ? list.focus(entry) : add.focus()) });
  const twins = twinList(model, feed);
  const board = coverageBoard(model, feed, {
    add: (group, tile) => form.open(null, { more: { groups: [group] }, back: () => tile.focus() }),
    // The plan has a page of its own; in JupyterLab a link must not lead away from the notebook.
    planLink: (words) => (servedAt() !== null && !tools
      ? h("a", { href: PLAN_PAGE, "data-focus": "plan" }, words) : `${words} (section 7)`),
  });
  const pictures = mapPictures(feed);
  const missing = heading("Who is here, and who is missing");
  missing.tabIndex = -1;
  const seeMissing = button("See who is missing", () => { missing.focus(); missing.scrollIntoView({ block: "start" }); }, "go-plain");
  const whole = h("div", {},
    board.summary, h("p", { class: "go-buttons go-screen" }, seeMissing),
    heading("Who is on the map"),
    h("p", { class: "go-screen" }, "What you add here is for everyone in this workshop to see and to change."),
    form.node, h("p", { class: "go-buttons go-screen" }, add), form.state,
    list.node, removal.node, h("div", { class: "go-lines", "aria-hidden": "true" }), twins.node,
    missing, board.node, pictures.node, tools ? sheetTools(model, feed).node : null);

  el.classList.add("go-community", "go-wide");
  el.append(trouble, whole);

  function draw() {
    const isFirst = whole.hidden && feed.ready;
    whole.hidden = !feed.ready;
    say(trouble, feed.trouble || (feed.ready ? "" : "Reading the map …"), feed.trouble ? "warn" : "", feed.join);
    if (!feed.ready) return;
    for (const part of [list, board, twins, pictures]) part.draw();
    if (isFirst) form.restore();
  }

  whole.hidden = true;
  draw();
  const stops = [feed.start(draw), list.start(), pictures.start()];
  return () => { for (const stop of stops) stop(); form.close(); };
}

export default { render: safely(render) };
