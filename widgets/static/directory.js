// What can help: the toolkit's committees and toolkits, found by whom and what they are for, and local resources
// from the group's own map.

const unique = (values) => [...new Set(values)].sort((one, other) => one.localeCompare(other));

function render({ model, el }) {
  const listings = model.get("listings").map((listing) => ({ listing, ...listingCard(listing) }));
  const filters = {};
  const shown = h("p", { class: "go-state", role: "status" });
  const local = localResources(model, communityFeed(model), () => apply());

  const choices = (name, words, values) => {
    const id = newId(name);
    filters[name] = h("select", { class: "go-field", id, change: apply }, h("option", { value: "" }, "All"),
      values.map((value) => h("option", { value }, value)));
    return h("div", {}, h("label", { class: "go-label", for: id }, words), filters[name]);
  };
  const searchId = newId("search");
  filters.search = h("input", { class: "go-field", id: searchId, type: "search", autocomplete: "off", input: apply });
  const part = (title, kind) => h("div", {}, heading(title),
    h("ul", { class: "go-plain-list" }, listings.filter(({ listing }) => listing.kind === kind).map(({ node }) => node)));

  el.classList.add("go-directory");
  el.append(
    h("div", { class: "go-screen go-filters", role: "search", "aria-label": "Find something that can help" },
      h("div", {}, h("label", { class: "go-label", for: searchId }, "Find a word"), filters.search),
      h("div", { class: "go-pair" },
        choices("whom", "For whom", unique(listings.flatMap(({ listing }) => listing.for_whom))),
        choices("what", "For what", unique(listings.flatMap(({ listing }) => listing.for_what)))),
      h("p", { class: "go-buttons" }, button("Show all", () => {
        for (const field of Object.values(filters)) field.value = "";
        apply();
      }, "go-plain")),
      shown),
    part("Committees", "committee"), part("Toolkits", "toolkit"), local.node,
  );

  function apply() {
    const whom = filters.whom.value;
    const what = filters.what.value;
    const words = folded(filters.search.value).split(/\s+/).filter(Boolean);
    const fits = (text) => words.every((word) => text.includes(word));
    let count = 0;
    for (const { listing, node, text } of listings) {
      node.hidden = !((!whom || listing.for_whom.includes(whom)) && (!what || listing.for_what.includes(what))
        && fits(text));
      if (!node.hidden) count += 1;
    }
    // What a group wrote has no fixed words: the chosen ones may stand anywhere in it.
    count += local.filter((text) => fits(text) && [whom, what].every((chosen) => text.includes(folded(chosen))));
    const all = listings.length + local.count();
    if (count) say(shown, count === all ? `${all} shown.` : `${count} of ${all} shown.`, "ok");
    else say(shown, "Nothing fits. Press “Show all”, or choose “All” in one of the lists.", "warn");
  }

  apply();
  return local.start();
}

function listingCard(listing) {
  const title = listing.letter ? `${listing.letter}. ${listing.title}` : listing.title;
  const links = listing.links.map((link) => {
    const address = link.kind === "phone" ? phoneAddress(link.value) : safeAddress(link.value);
    const words = link.kind === "phone" ? `${link.label}: ${link.value}` : link.label;
    return h("li", {},
      link.gone || !address
        ? h("span", { class: "go-gone" }, words)
        : link.kind === "phone" ? h("a", { href: address }, words) : outside(address, words),
      h("span", { class: "go-quiet" }, [link.says, link.checked].filter(Boolean).join(" ")));
  });
  return {
    text: folded([title, listing.maker, listing.about, ...listing.for_whom, ...listing.for_what,
      ...listing.links.map(({ label }) => label)].join(" ")),
    node: h("li", { class: "go-listing" },
      h("p", { class: "go-title" }, h("strong", {}, title)),
      listing.maker ? h("p", { class: "go-quiet" }, listing.maker) : null,
      h("p", {}, listing.about),
      h("p", { class: "go-quiet" }, h("strong", {}, "For whom: "), listing.for_whom.join(", "), h("br"),
        h("strong", {}, "For what: "), listing.for_what.join(", ")),
      links.length ? h("ul", { class: "go-links" }, links) : null),
  };
}

export default { render: safely(render) };
