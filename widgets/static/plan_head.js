// What the plan says of itself: whether it is complete, and whether it is current.

const MOST_NAMED = 5;

function planHead(feed) {
  const complete = h("p", { class: "go-state" });
  const current = h("p", { class: "go-state" });
  const missing = h("ul", { class: "go-links go-screen" });
  const late = h("ul", { class: "go-links go-screen" });
  const node = h("div", { class: "go-plan-says" }, complete, missing, current, late);

  // A page's address says where people are in the workshop; that does not change on the way to a card.
  const link = (id) => h("a", { href: `#go-action-${id}`, click: (event) => {
    const card = document.getElementById(`go-action-${id}`);
    event.preventDefault();
    card?.scrollIntoView();
    card?.focus({ preventScroll: true });
  } }, `“${feed.actions.get(id).what}”`);
  function name(list, ids, words) {
    list.hidden = !ids.length;
    list.replaceChildren(...ids.slice(0, MOST_NAMED).map((id) => h("li", {}, link(id), words(id))),
      ids.length > MOST_NAMED ? h("li", {}, `and ${ids.length - MOST_NAMED} more, marked below`) : "");
  }

  function draw(ordered) {
    const planned = ordered.some(({ status }) => status !== "dropped");
    const empty = ordered.map(({ id }) => id).filter((id) => feed.plan.empty[id]?.length);
    const passed = ordered.map(({ id }) => id).filter((id) => feed.plan.late.includes(id));
    name(missing, empty, (id) => h("span", {},
      ` needs: ${feed.plan.empty[id].map((field) => ACTION_FIELDS[field].toLowerCase()).join(", ")}`));
    name(late, passed, (id) => h("span", {}, ` was due ${inWords(feed.actions.get(id).by)}`));
    current.hidden = !planned;
    if (!planned) {
      say(complete, "Nothing is planned yet.");
    } else if (empty.length) {
      say(complete, `Not complete: ${empty.length === 1 ? "1 action still misses" : `${empty.length} actions still miss`} something.`,
        "warn");
    } else {
      say(complete, "Complete: each action says what, who, by when, with what, and who should know.", "ok");
    }
    if (passed.length) {
      say(current, passed.length === 1
        ? "Not current: 1 day has passed. Mark it done, or choose a new day."
        : `Not current: ${passed.length} days have passed. Mark them done, or choose new days.`, "warn");
    } else {
      say(current, "Current: no day has passed.", "ok");
    }
  }

  return { node, draw };
}
