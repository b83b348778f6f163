// What the facilitator's widgets share: parts that are drawn anew only when they changed, and words for what there is.

const counted = (count, one, many) => `${count.toLocaleString("en-CA")} ${count === 1 ? one : many}`;
const promptWords = ({ number, question }) => `${number}. ${question}`;
const shortWords = (text, most = 60) => {
  const letters = [...text];
  return letters.length > most ? `${letters.slice(0, most - 1).join("").trimEnd()}…` : text;
};

// A place that is drawn anew when what it shows changed. What somebody has begun to type there is left alone until
// they are done.
function part(place, make) {
  let seen = "";
  let waiting = null;
  const typing = () => {
    const at = document.activeElement;
    return place.contains(at) && at.matches("input[type=text], input[type=number], input[type=date], textarea") && at.value !== at.defaultValue;
  };
  const draw = (data, key = data) => {
    const now = JSON.stringify(key);
    if (now === seen) return;
    if (typing()) { waiting = () => draw(data, key); return; }
    seen = now;
    waiting = null;
    keepFocus(place, () => place.replaceChildren(...make(data).flat().filter(Boolean)));
  };
  place.addEventListener("focusout", () => setTimeout(() => waiting?.(), 0));
  draw.again = () => { seen = ""; };
  return draw;
}

const deedButton = (key, words, click, kind = "go-plain", hidden = "") => h("button",
  { type: "button", class: `go-button ${kind}`, "data-focus": key, click },
  words, hidden ? h("span", { class: "go-hidden" }, ` ${hidden}`) : null);

// Somebody's words: never anything but text, in whichever direction they run.
const wordsOf = (text) => h("blockquote", { class: "go-said", dir: "auto" }, text);

// A link to another of the facilitator's pages. In JupyterLab it opens beside the notebook.
function pageLink(notebook, words, properties = {}) {
  if (servedAt() !== null) return h("a", { href: notebook, ...properties }, words);
  const [, folder = ""] = /\/tree\/(.*\/)?[^/]*$/.exec(location.pathname) ?? [];
  return h("a", { href: "#", "data-commandlinker-command": "docmanager:open", ...properties,
    "data-commandlinker-args": JSON.stringify({ path: decodeURIComponent(folder) + notebook.split("#")[0] }) }, words);
}

// Sentences to read out or to follow, each with its numbers.
const guideLines = (lines, tag = "ol") => h(tag, { class: "go-guide" }, lines.map(({ words, contacts }) => h("li", {}, words,
  contacts.map(({ label, value, status }) => h("span", { class: "go-guide-number" },
    h("a", { href: phoneAddress(value) }, `${label}: ${value}`), status ? ` (${status})` : "")))));

// Give a text to the browser as a file, as if a link to it were followed.
function handOverText(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = h("a", { href: address, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

// Print one thing of the page and nothing else.
const printOnly = (node) => printAlone("list", h("div", { class: "go-widget" }, node));
