// The agreement of two people to exactly what goes out now.

// A random key that stays in this browser tells browsers apart, so that the page can say if both agreed in one.
function desk() {
  try {
    let key = localStorage.getItem("workshop-desk") ?? "";
    if (!/^[0-9a-f]{32}$/.test(key)) localStorage.setItem("workshop-desk", key = newKey());
    return key;
  } catch {
    return (shared.desk ??= newKey());
  }
}

function agreeing(model, saved) {
  const id = newId("initials");
  const state = h("p", { class: "go-state", role: "status" });
  const count = h("p", {});
  const list = h("ul", {});
  const changed = h("div", {}, h("p", { class: "go-label" }, "What changes for the town"), list);
  const base = servedAt();
  const see = base === null
    ? h("p", { class: "go-quiet" }, "Once the workshop is served, you can see the pages here as a stranger does.")
    : h("p", {}, h("a", { href: `${base}preview/index.html`, target: "_blank", rel: "noopener" }, "See it as a stranger does"),
      h("span", { class: "go-hidden" }, " (opens a new tab)"));
  const who = h("p", { hidden: true });
  const field = h("input", { id, class: "go-field", maxlength: model.get("initials"), autocomplete: "off", "aria-describedby": `${id}-help` });
  const yes = button("I agree to publish exactly this", () => agree());
  const form = h("div", { class: "go-form" },
    h("label", { class: "go-label", for: id }, "Your initials"),
    h("p", { class: "go-quiet", id: `${id}-help` }, "They stay here and are never published. The second person looks through it all again, best on another device."),
    field, h("p", { class: "go-buttons" }, yes));
  const node = h("div", {}, count, changed, see, who, form, state);
  let mark = "";
  let trouble = "";

  async function agree() {
    say(state, "Saving …");
    const reply = await ask(model, { kind: "agree-publication", mark, desk: desk(), initials: field.value },
      { onTrouble: (why) => say(state, `Not agreed yet: ${why.replace(/[.\s]+$/, "")}. Trying again.`, "warn") });
    if (reply?.agreed) {
      field.value = "";
      say(state, reply.number
        ? `Two of you have agreed. Publication ${reply.number} is ready: “workshop publish --to FOLDER” writes it.`
        : "You have agreed. Now a second person looks through it.", "ok");
    } else {
      say(state, reply?.refused ?? "This can't be saved.", "warn", reply?.join ?? "");
    }
    await saved();
  }

  function show(review) {
    mark = review.mark;
    const waiting = review.items.filter(({ waits }) => waits).length;
    count.textContent = `${review.count} of ${review.items.length} go out.${waiting ? ` ${waiting} more wait for you.` : ""}`;
    list.replaceChildren(...(review.changes.length ? review.changes : ["Nothing: it is what was agreed last."]).map((line) => h("li", {}, line)));
    who.hidden = !review.agreements.length;
    who.textContent = `${review.agreements.join(", ")} has agreed to exactly this.`;
    form.hidden = Boolean(review.trouble) || !review.changes.length;
    if (review.trouble) say(state, review.trouble, "warn");
    else if (state.dataset.said === trouble) say(state, "");
    trouble = review.trouble;
  }

  return { node, show };
}
