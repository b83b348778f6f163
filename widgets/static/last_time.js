// A meeting that is not the first begins with what the one before set out to do.

function render({ model, el }) {
  const room = roomFeed(model);
  const list = h("ul", { class: "go-plain-list" });
  let mark = "";
  el.classList.add("go-last-time", "go-absent");
  el.append(heading("Last time we said"),
    h("p", { class: "go-help" }, "First of all: what was done? What was not, and why?"), list,
    h("p", {}, planLink("Mark it in the plan")));

  async function read() {
    const reply = await askTogether(model, { kind: "read-last-time", mark });
    if (!reply?.content) return;
    mark = reply.mark;
    const { actions } = reply.content;
    el.classList.toggle("go-absent", !actions.length);
    list.replaceChildren(...actions.map(({ what, who, by, status, why }) => h("li", { class: "go-listing" },
      h("p", { class: "go-title" }, h("strong", { dir: "auto" }, what)),
      h("p", {}, statusSign(status), h("span", { class: "go-quiet" },
        [who && ` ${who}`, by && ` by ${inWords(by)}`].filter(Boolean).join(","))),
      why && status !== "done" ? h("p", { dir: "auto" }, `Why not yet: ${why}`) : null)));
  }

  // The first meeting has no last time: nothing is asked.
  let isLater = false;
  const stops = [
    room.start(() => {
      if (isLater || !(room.content?.session.number > 1)) return;
      isLater = true;
      read();
    }),
    onChanged(model, () => { if (isLater) { forgetReads(); read(); } }),
  ];
  return () => { for (const stop of stops) stop(); };
}

export default { render: safely(render) };
