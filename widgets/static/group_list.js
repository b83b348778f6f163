// One of the lists that the group keeps for itself: what it agreed on, or what it wants to learn.

function render({ model, el }) {
  const room = roomFeed(model);
  const title = model.get("title");
  const list = h("ul", { class: "go-spaced" });
  const print = () => printAlone("list", h("h1", {}, title), h("ul", {}, lines().map((line) => h("li", { dir: "auto" }, line))));
  el.classList.add("go-group-list", "go-absent");
  el.append(heading(title), h("p", { class: "go-help" }, model.get("says")), list,
    h("p", { class: "go-buttons go-screen" }, button("Print it on one sheet", print, "go-plain")));

  const lines = () => room.content?.lists?.[model.get("kind")] ?? [];

  function draw() {
    const now = lines();
    el.classList.toggle("go-absent", !now.length);
    const shown = [...list.children].map((item) => item.textContent);
    if (now.length !== shown.length || now.some((line, at) => line !== shown[at])) {
      list.replaceChildren(...now.map((line) => h("li", { dir: "auto" }, line)));
    }
  }

  return room.start(draw);
}

export default { render: safely(render) };
