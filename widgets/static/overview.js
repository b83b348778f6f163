// What the group has so far: answers, steps and local resources, as they are now.

const STATUS_WORDS = { "not-yet": "Not yet", doing: "Doing", done: "Done" };
const MINE = { written: "You wrote", passed: "You passed", withdrawn: "", none: "" };

function render({ model, el }) {
  const line = h("p", { class: "go-state go-screen", role: "status" });
  const body = h("div", {});
  const titles = ["Answers", "The seven steps", "Local resources"].map((title) => heading(title));
  el.classList.add("go-overview");
  el.append(line, body);

  async function read() {
    const reply = await askTogether(model, { kind: "read-overview", seat: seat() },
      { onTrouble: (why) => say(line, `This can't be read yet: ${why.replace(/[.\s]+$/, "")}. Trying again.`, "warn") });
    if (!reply?.responses) { if (reply) say(line, reply.refused ?? "", "warn", reply.join ?? ""); return; }
    say(line, "");
    draw(reply);
  }

  function draw({ responses, steps, step_list: list, resources, mine }) {
    const marked = list.filter(({ status, who, by }) => status !== "not-yet" || who || by);
    const tally = Object.keys(STATUS_WORDS).map((status) => h("li", { class: `go-status go-is-${status}` },
      h("span", { class: "go-shape", "aria-hidden": "true" }), `${STATUS_WORDS[status]}: ${steps[status] ?? 0}`));
    body.replaceChildren(
      titles[0],
      h("table", { class: "go-table" },
        h("caption", { class: "go-hidden" }, "How many answers each question has, and yours"),
        h("thead", {}, h("tr", {}, ["Question", "Answers", "Yours"].map((head) => h("th", { scope: "col" }, head)))),
        h("tbody", {}, model.get("prompts").map(({ key, number, question }) => h("tr", {},
          h("th", { scope: "row" }, `${number} · ${question}`),
          h("td", {}, key in responses ? String(responses[key]) : "not shown"),
          h("td", {}, MINE[mine?.[key]?.state] || "–"))))),
      titles[1],
      h("ul", { class: "go-tally" }, tally),
      marked.length
        ? h("ul", { class: "go-plain-list" }, marked.map(({ number, text, status, who, by }) => h("li", { class: "go-step-line" },
          h("strong", {}, `${number} · ${text}`), h("br"),
          [STATUS_WORDS[status] ?? "", who && `who: ${who}`, by && `by ${inWords(by)}`].filter(Boolean).join(", "))))
        : h("p", { class: "go-quiet" }, "No step is marked yet."),
      titles[2],
      h("p", {}, resources === 1 ? "1 local resource." : `${resources} local resources.`),
    );
  }

  const stop = onChanged(model, () => { forgetReads(); read(); });
  read();
  return stop;
}

export default { render: safely(render) };
