// Local resources, a part of the directory: a group adds, changes and removes what it knows of.

const RESOURCE_WORDS = {
  name: "Name", kind: "What it is", for_whom: "For whom", help: "How it helps",
  contact: "Public contact", link: "Web page",
};
const KIND_WORDS = {
  organisation: "Organisation", committee: "Committee", service: "Service", place: "Place", toolkit: "Toolkit",
};
const WARNING = "Never write the address of a safe house, or of a place that is kept secret. "
  + "Write only contact details that anyone can find.";
// The workshop completes a link; nothing else of what was sent changes.
const alike = (sent, kept) => Object.keys(RESOURCE_WORDS).every((field) =>
  kept[field] === sent[field] || (field === "link" && kept.link === `https://${sent.link}`));
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function localResources(model, onCount) {
  let resources = [];
  let fits = () => true;
  let form = null; // the open form: {node, stop}
  let removing = false;
  const list = h("ul", { class: "go-plain-list" });
  const none = h("p", { class: "go-quiet" }, "Nothing here yet. What is there in your own town?");
  const state = h("p", { class: "go-state", role: "status" });
  const undo = h("p", { class: "go-buttons" });
  const place = h("div", {});
  const add = button("Add a local resource", () => open(null));
  const node = h("div", { class: "go-local" }, heading("Local resources"),
    h("p", { class: "go-screen" }, "What your group adds here is for everyone in this workshop to see and to change."),
    h("p", { class: "go-fate go-screen" }, WARNING),
    list, none, h("div", { class: "go-screen" }, state, undo, place, h("p", { class: "go-buttons" }, add)),
    h("div", { class: "go-lines", "aria-hidden": "true" }));
  const textOf = (resource) => folded(Object.keys(RESOURCE_WORDS)
    .map((field) => (field === "kind" ? KIND_WORDS[resource.kind] ?? "" : resource[field] ?? "")).join(" "));

  function draw() {
    const focused = list.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
    list.replaceChildren(...resources.map((resource) => {
      const address = safeAddress(resource.link);
      return h("li", { class: "go-listing" },
        h("p", { class: "go-title" }, h("strong", {}, resource.name)),
        h("p", { class: "go-quiet" }, [KIND_WORDS[resource.kind], resource.for_whom && `for ${resource.for_whom}`]
          .filter(Boolean).join(", ")),
        resource.help ? h("p", {}, resource.help) : null,
        resource.contact ? h("p", {}, resource.contact) : null,
        address ? h("p", {}, outside(address, resource.link)) : null,
        h("p", { class: "go-buttons go-screen" },
          h("button", { type: "button", class: "go-button go-plain", "data-focus": `change ${resource.id}`,
            click: () => open(resource) }, "Change", h("span", { class: "go-hidden" }, ` ${resource.name}`)),
          h("button", { type: "button", class: "go-button go-plain", "data-focus": `remove ${resource.id}`,
            click: () => remove(resource) }, "Remove", h("span", { class: "go-hidden" }, ` ${resource.name}`))));
    }));
    if (focused) [...list.querySelectorAll("button")].find((other) => other.dataset.focus === focused)?.focus();
    none.hidden = resources.length > 0;
    onCount();
  }

  function filter(check) {
    fits = check;
    let count = 0;
    resources.forEach((resource, position) => {
      const item = list.children[position];
      if (!item) return;
      item.hidden = !fits(textOf(resource));
      if (!item.hidden) count += 1;
    });
    return count;
  }

  async function read() {
    forgetReads();
    let troubled = false;
    const reply = await askTogether(model, { kind: "read-resources" }, {
      onTrouble: (why) => {
        troubled = true;
        say(state, `Local resources can't be read yet: ${why.replace(/[.\s]+$/, "")}. Trying again.`, "warn");
      },
    });
    if (!reply?.resources) { if (reply) say(state, reply.refused ?? "", "warn", reply.join ?? ""); return; }
    if (troubled) say(state, "");
    if (JSON.stringify(reply.resources) === JSON.stringify(resources)) return;
    resources = reply.resources;
    draw();
  }

  // The form to add or to change one

  function open(resource) {
    close();
    const name = newId("resource");
    const limits = model.get("limits");
    const fields = {};
    const problem = h("p", { class: "go-state", role: "status" });
    const choice = h("div", {});
    const row = (field, input, hint = "") => {
      fields[field] = input;
      input.id = `${name}-${field}`;
      input.value = resource?.[field] ?? (field === "kind" ? "organisation" : "");
      input.addEventListener("input", () => input.removeAttribute("aria-invalid"));
      if (hint) input.setAttribute("aria-describedby", `${name}-${field}-hint`);
      return h("div", {}, h("label", { class: "go-label", for: input.id }, RESOURCE_WORDS[field]), input,
        hint ? h("p", { class: "go-quiet", id: `${name}-${field}-hint` }, hint) : null);
    };
    const text = (properties = {}) => h("input", { class: "go-field", type: "text", autocomplete: "off", ...properties });
    const save = button("Save", () => {});
    save.type = "submit";
    const node = h("form", { class: "go-form", novalidate: true, "aria-labelledby": `${name}-title`,
      submit: (event) => { event.preventDefault(); send(); } },
    h("p", { id: `${name}-title` }, h("strong", {}, resource ? `Change “${resource.name}”` : "A new local resource")),
    row("name", text({ required: true })),
    row("kind", h("select", { class: "go-field" },
      model.get("kinds").map((kind) => h("option", { value: kind }, KIND_WORDS[kind] ?? kind)))),
    row("for_whom", text(), "For example: youth, newcomers, anyone."),
    row("help", h("textarea", { class: "go-field", rows: "2" })),
    row("contact", text(), WARNING),
    row("link", text({ inputmode: "url" }), "If it has one. For example: https://example.org"),
    choice, problem,
    h("p", { class: "go-buttons" }, save, button("Cancel", () => { close(); add.focus(); }, "go-plain")));
    const stop = new AbortController();
    const base = { id: resource?.id ?? newKey(), version: resource?.version ?? 0 };
    form = { node, stop };
    place.replaceChildren(node);
    add.hidden = true;
    say(state, "");
    undo.replaceChildren();
    fields.name.focus();

    const entered = () => Object.fromEntries(Object.entries(fields).map(([field, input]) =>
      [field, input.value.normalize("NFC").replace(/\s+/g, " ").trim()]));

    function refuse(field, sentence, join = "") {
      say(problem, `Not saved: ${sentence}`, "warn", join);
      fields[field]?.setAttribute("aria-invalid", "true");
      fields[field]?.focus();
    }

    function wrong(values) {
      if (!values.name) return ["name", "give it a name, so that people can find it."];
      const long = Object.keys(fields).find((field) => [...values[field]].length > (limits[field] ?? Infinity));
      return long && [long, `“${RESOURCE_WORDS[long]}” can have ${limits[long]} characters at most; yours has `
        + `${[...values[long]].length}. Nothing is lost: make it shorter.`];
    }

    // A new one gets its key here: when an answer is lost on its way, the same thing is not added twice.
    async function send() {
      if (save.disabled) return;
      save.disabled = true;
      const sent = [];
      for (let tries = 0; !stop.signal.aborted;) {
        const values = entered();
        const mistake = wrong(values);
        if (mistake) { refuse(...mistake); break; }
        if (!tries) say(problem, "Saving …");
        sent.push(values);
        let reply;
        try {
          reply = await askOnce(model, { kind: "save-resource", resource: { ...base, ...values } });
        } catch (trouble) {
          if (!(trouble instanceof NotHeard)) throw trouble;
          say(problem, notYet(trouble.message), "warn");
          await pause(tries++);
          continue;
        }
        tries = 0;
        if (stop.signal.aborted) break;
        const kept = reply.saved ? reply.resource : reply.newer;
        if (!kept) {
          refuse(reply.field, reply.refused ?? "the workshop can't take this.", reply.join ?? "");
          break;
        }
        if (reply.newer && !sent.some((one) => alike(one, kept))) { compare(kept, values); break; }
        base.version = kept.version;
        if (reply.newer && !alike(values, kept)) continue; // an earlier try had arrived, and the words changed since
        close();
        say(state, `Saved “${kept.name}”.`, "ok");
        await read();
        add.focus();
        return;
      }
      save.disabled = false;
      if (stop.signal.aborted) read();
    }

    function compare(newer, values) {
      const title = newId("choice");
      const differences = Object.keys(fields).filter((field) => newer[field] !== values[field]);
      const shown = (field, value) => (field === "kind" ? KIND_WORDS[value] ?? value : value) || "(empty)";
      choice.replaceChildren(h("div", { class: "go-notice", role: "group", "aria-labelledby": title },
        h("div", { role: "alert", id: title }, h("p", {}, h("strong", {}, "Someone else changed this meanwhile.")),
          differences.map((field) => h("p", {}, `${RESOURCE_WORDS[field]}: theirs is “${shown(field, newer[field])}”, `
            + `yours is “${shown(field, values[field])}”.`))),
        h("p", { class: "go-buttons" },
          button("Keep mine", () => { base.version = newer.version; choice.replaceChildren(); send(); }),
          button("Use theirs", () => { close(); read(); add.focus(); say(state, "You see the other one.", "ok"); }, "go-plain"))));
      say(problem, "Not saved yet: choose which one to keep.", "warn");
    }
  }

  function close() {
    form?.stop.abort();
    form = null;
    place.replaceChildren();
    add.hidden = false;
  }

  // Removing, with a way back

  async function remove(resource) {
    if (removing) return;
    removing = true;
    undo.replaceChildren();
    say(state, `Removing “${resource.name}” …`);
    const reply = await ask(model, { kind: "remove-resource", id: resource.id, version: resource.version },
      { onTrouble: (why) => say(state, `Not removed yet: ${why.replace(/[.\s]+$/, "")}. Trying again.`, "warn") });
    removing = false;
    if (reply?.removed) {
      say(state, `Removed “${resource.name}”.`, "ok");
      const back = button("Put back", () => putBack(resource));
      undo.replaceChildren(back);
      back.focus();
    } else if (reply?.newer) {
      say(state, `Not removed: someone else has just changed “${resource.name}”. Look at it again.`, "warn");
    } else {
      say(state, reply?.refused ?? "", "warn", reply?.join ?? "");
      return;
    }
    await read();
  }

  async function putBack(resource) {
    undo.replaceChildren();
    add.focus();
    say(state, `Putting back “${resource.name}” …`);
    const reply = await ask(model, { kind: "save-resource", resource: { ...resource, version: 0 } },
      { onTrouble: (why) => say(state, notYet(why), "warn") });
    if (reply?.saved || reply?.newer) say(state, `“${resource.name}” is back.`, "ok");
    else say(state, reply?.refused ?? "", "warn", reply?.join ?? "");
    await read();
  }

  function start() {
    draw();
    const stop = onChanged(model, read);
    const forget = () => close();
    window.addEventListener("workshop:leaving", forget);
    read();
    return () => { stop(); form?.stop.abort(); window.removeEventListener("workshop:leaving", forget); };
  }

  return { node, start, filter, count: () => resources.length };
}
