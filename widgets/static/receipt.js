// The receipt of what is gone: to be read, printed and kept as a text. It is nowhere but on this page.

const things = (pairs) => pairs.map(([words, count]) => `${count.toLocaleString("en-CA")} ${words}`);

function receiptText({ ended, title, gone, swept, what = "Meeting" }) {
  const day = new Date().toLocaleDateString("en-CA", { dateStyle: "long" });
  return [
    "Receipt", "", `${what}: ${title}`, `Day: ${day}`, "",
    ended === "summary" ? "A summary is kept." : "Nothing is kept.",
    gone.length ? "These are destroyed:" : "There was nothing to destroy.", "",
    ...things(gone).map((line) => `- ${line}`), "",
    swept
      ? "The words are overwritten on the disk of the workshop's computer."
      : "The words are deleted. They are overwritten on the disk within a minute, while the workshop is open.",
    "Copies that somebody made before are not in this: spreadsheets, printed pages, backups.", "",
  ].join("\n");
}

function receiptPart() {
  const place = h("div", {});
  function show(reply) {
    const text = receiptText(reply);
    const title = newId("receipt");
    const head = h("p", { id: title, tabindex: "-1" }, h("strong", {}, `Receipt: “${reply.title}”`));
    place.replaceChildren(h("div", { class: "go-notice", role: "group", "aria-labelledby": title }, head,
      h("p", {}, `${reply.ended === "summary" ? "A summary is kept." : "Nothing is kept."} `
        + (reply.gone.length ? "These are gone:" : "There was nothing to destroy.")),
      h("ul", {}, things(reply.gone).map((line) => h("li", {}, line))),
      h("p", { class: "go-quiet" }, reply.swept
        ? "The words are overwritten on the disk."
        : "The words are deleted. They are overwritten on the disk within a minute, while the workshop is open."),
      h("p", { class: "go-quiet" }, "Copies that somebody made before are not in this: spreadsheets, printed pages, backups."),
      h("p", { class: "go-buttons" },
        button("Print the receipt", () => printAlone("letter", text), "go-plain"),
        button("Save it as a text", () => saveText("receipt.txt", text), "go-plain"))));
    head.focus();
  }
  return { node: place, show };
}

function saveText(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const link = h("a", { href: address, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

// Ask for something that changes a meeting. Everything of the page rests until there is an answer.
async function change(model, state, words, message, buttons, onRefused = () => {}) {
  for (const one of buttons) one.disabled = true;
  say(state, words);
  const reply = await ask(model, message, { onTrouble: (why) => say(state, `Not done yet: ${why.replace(/[.\s]+$/, "")}. Trying again.`, "warn") });
  for (const one of buttons) one.disabled = false;
  if (reply?.refused) { say(state, reply.refused, "warn", reply.join ?? ""); onRefused(reply.field); }
  else say(state, "");
  return reply?.refused ? null : reply;
}
