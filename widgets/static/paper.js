// Printing one thing alone: the rest of the page steps aside on paper only, and only while this is printed.

// `kind` is what it is: "letter", which has nothing at its foot, or "list".
function printAlone(kind, ...content) {
  const sheet = h("div", { class: `go-sheet-alone go-sheet-${kind}` }, content);
  const done = () => {
    document.body.classList.remove("go-print-alone");
    sheet.remove();
  };
  document.body.append(sheet);
  document.body.classList.add("go-print-alone");
  window.addEventListener("afterprint", done, { once: true });
  window.print();
}
