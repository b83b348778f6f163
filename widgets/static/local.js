// Local resources, a part of the directory: what stands on the community map and is not a person.

const MOST_LOCAL = 30;

function localResources(model, feed, onNews) {
  const nameOf = groupNames(model);
  let fits = () => true;
  let most = MOST_LOCAL;
  let drawn = null;
  const list = h("ul", { class: "go-plain-list", tabindex: "-1", "aria-label": "Local resources" });
  const none = h("p", { class: "go-quiet" }, "Nothing here yet. What is there in your own town?");
  const more = button("Show more", () => { most += MOST_LOCAL; onNews(); }, "go-plain");
  const trouble = h("p", { class: "go-state", role: "status" });
  const add = button("Add a local resource", () => form.open(null, { back: () => add.focus() }));
  const form = entryFormPlace(model, feed, {
    words: "A new local resource", defaults: { kind: "resource" }, onOpen: (isOpen) => { add.hidden = isOpen; },
  });
  const goTo = (entry) => (find(list, `change ${entry.id}`) ?? add).focus();
  const removal = entryRemoval(model, feed, { back: (entry) => (entry ? goTo(entry) : add.focus()) });
  const node = h("div", { class: "go-local" }, heading("Local resources"),
    h("p", { class: "go-screen" }, "What you add here goes on the map in section 3. Everyone in this workshop can see it and change it."),
    h("p", { class: "go-fate go-screen" }, SAFE_HOUSES),
    h("div", { class: "go-screen" }, trouble), list, none, h("p", { class: "go-buttons go-screen" }, more),
    removal.node, form.node, form.state, h("p", { class: "go-buttons go-screen" }, add),
    h("div", { class: "go-lines", "aria-hidden": "true" }));

  const { compare } = new Intl.Collator(undefined, { numeric: true });
  const entries = () => [...feed.entries.values()].filter(({ kind, status }) => kind !== "person" && status !== "not-here")
    .sort((one, other) => compare(one.name, other.name));

  function asItem(entry) {
    const change = (words, key, click) => h("button", { type: "button", class: "go-button go-plain",
      "data-focus": `${key} ${entry.id}`, click }, words, h("span", { class: "go-hidden" }, ` ${entry.name}`));
    return h("li", { class: "go-listing" },
      h("p", { class: "go-title" }, h("strong", {}, entry.name)),
      h("p", { class: "go-quiet" }, [KIND_WORDS[entry.kind], entry.for_whom && `for ${entry.for_whom}`].filter(Boolean).join(", ")),
      entry.offers ? h("p", {}, entry.offers) : null,
      entry.contact ? h("p", {}, entry.contact) : null,
      safeAddress(entry.web) ? h("p", {}, outside(safeAddress(entry.web), entry.web)) : null,
      h("p", { class: "go-buttons go-screen" },
        change("Change", "change", () => form.open(entry, { back: () => goTo(entry) })),
        change("Remove", "remove", () => removal.remove(entry))));
  }

  // Draw what fits the directory's search, and say how many that are.
  function filter(check) {
    fits = check;
    const all = entries();
    const fitting = all.filter((entry) => fits(entryText(entry, nameOf)));
    const now = fitting.slice(0, most);
    none.hidden = !feed.ready || all.length > 0;
    more.hidden = fitting.length <= most;
    if (!drawn || now.length !== drawn.length || now.some((entry, at) => entry !== drawn[at])) {
      drawn = now;
      keepFocus(list, () => list.replaceChildren(...now.map(asItem)));
    }
    return fitting.length;
  }

  let isOpened = false;
  function hear() {
    say(trouble, feed.trouble, "warn", feed.join);
    onNews();
    if (feed.ready && !isOpened) { isOpened = true; form.restore(); }
  }

  const start = () => {
    const stop = feed.start(hear);
    return () => { stop(); form.close(); };
  };
  return { node, start, filter, count: () => entries().length };
}
