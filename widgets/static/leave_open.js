// As a meeting ends: questions that stay open until the next one, by a day.

function leaveOpenPart(model) {
  const prompts = model.get("prompts");
  const already = h("p", { hidden: true });
  const day = h("input", { class: "go-field", id: newId("due"), type: "date" });
  day.addEventListener("input", () => day.removeAttribute("aria-invalid"));
  const boxes = prompts.map(({ key, number, question }) => {
    const input = h("input", { type: "checkbox", value: key, change: () => { by.hidden = !chosen().length; } });
    return { input, node: h("label", { class: "go-status" }, input, h("span", {}, `${number}. ${question}`)) };
  });
  const by = h("div", { hidden: true }, h("label", { class: "go-label", for: day.id }, "By which day"), day);
  const node = h("fieldset", { class: "go-which" }, h("legend", {}, "Leave open until the next time"),
    h("p", { class: "go-quiet" }, "Questions for people to answer at home. They come in with the same code, so the workshop has to "
      + "stay on, where phones can reach it. The answers go along to the next meeting. The other questions close."),
    already, boxes.map((box) => box.node), by);
  const words = (left) => prompts.filter(({ key }) => key in left)
    .map(({ key, number }) => `question ${number} by ${dayInWords(left[key])}`).join(", ");
  const chosen = () => boxes.filter(({ input, node: label }) => input.checked && !label.hidden).map(({ input }) => input.value);

  return {
    node,
    fields: () => ({ left_open: chosen(), due: chosen().length ? day.value : "" }),
    wrong: () => (!chosen().length || day.value ? ""
      : day.validity.badInput ? "This is no day. Choose one from the calendar." : "Choose the day by which you ask for answers."),
    mark: () => { day.setAttribute("aria-invalid", "true"); day.focus(); },
    words,
    draw: (left) => {
      for (const { input, node: label } of boxes) label.hidden = input.value in left;
      already.hidden = !words(left);
      already.textContent = `Open for next time already: ${words(left)}. Your console changes that.`;
      by.hidden = !chosen().length;
    },
    clear: () => { for (const { input } of boxes) input.checked = false; day.value = ""; },
  };
}
