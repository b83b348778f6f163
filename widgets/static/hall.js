// How the hall is doing: asked every few seconds of the facilitator's own server. How many, never who.

const LOOK_SECONDS = 3;
const inMegabytes = (bytes) => `${Math.round(bytes / 1e6).toLocaleString("en-CA")} MB`;
const ROWS = [
  ["Pages open on phones now", (hall) => String(hall.pages_open)],
  ["Slowest page of the last five minutes", (hall) => `${hall.slowest_page_seconds.toFixed(1)} seconds`, true],
  ["Pages that have a process of their own", (hall) => `${hall.kernels}, at most ${hall.most_kernels}`, true],
  ["Memory that the workshop takes", (hall) => inMegabytes(hall.server_bytes + hall.kernel_bytes), true],
  ["Memory that is free", (hall) => inMegabytes(hall.free_bytes), true],
];

function render({ el }) {
  const base = servedAt();
  const state = h("p", { class: "go-state", role: "status" });
  const cells = ROWS.map(() => h("td", { class: "go-amount" }));
  const table = h("table", { class: "go-table", hidden: true },
    h("caption", { class: "go-hidden" }, "The hall in numbers"),
    h("tbody", {}, ROWS.map(([words], row) => h("tr", {}, h("th", { scope: "row" }, words), cells[row]))));
  el.append(state, table);
  if (base === null) {
    say(state, "Phones are counted once the workshop is served: start it with “make workshop”.");
    return undefined;
  }

  async function look() {
    if (document.visibilityState === "hidden") return;
    try {
      const answer = await fetch(`${base}workshop/hall`, { credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      const hall = await answer.json();
      // How the computer is doing is for whoever holds the workshop on it, and not for each cohort.
      ROWS.forEach(([, words, ofComputer], row) => {
        cells[row].parentElement.hidden = ofComputer && hall.free_bytes === undefined;
        if (!cells[row].parentElement.hidden) cells[row].textContent = words(hall);
      });
      table.hidden = false;
      say(state, "");
    } catch {
      say(state, "The hall can't be counted just now. Trying again.", "warn");
    }
  }

  const timer = setInterval(look, LOOK_SECONDS * 1000);
  look();
  return () => clearInterval(timer);
}

export default { render: safely(render) };
