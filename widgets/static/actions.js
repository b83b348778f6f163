// The actions of the plan, for every widget that shows or adds one: their words, and how a change of one is saved.

const ACTION_STATUSES = [["to-do", "To do"], ["doing", "Doing"], ["done", "Done"], ["dropped", "Dropped"]];
const ACTION_FIELDS = { what: "What", who: "Who", by: "By when", means: "With what", tell: "Who should know" };
const LONGEST_ACTION = 200;
// The one group that is never a person in a row: what counts is whether there are ways to take part.
const LIVED_EXPERIENCE = "lived-experience";

const isOpen = ({ status }) => status === "to-do" || status === "doing";
const statusWords = (status) => ACTION_STATUSES.find(([value]) => value === status)?.[1] ?? "To do";
const oneLine = (text) => text.normalize("NFC").replace(/\s+/g, " ").trim();

function newAction(fields) {
  return {
    id: newKey(), what: "", who: "", by: "", means: "", tell: "", status: "to-do", origin: "", letter: "", why: "", version: 0,
    ...fields,
  };
}

// A status is a word and a shape.
const statusSign = (status, words = statusWords(status)) => h("span", { class: `go-status go-is-${status}` },
  h("span", { class: "go-shape", "aria-hidden": "true" }), words);

// Text that fits the line of an action, cut between two words where it can be.
function cutToAction(text) {
  const letters = [...oneLine(text)];
  if (letters.length <= LONGEST_ACTION) return letters.join("");
  const start = letters.slice(0, LONGEST_ACTION - 1).join("");
  const space = start.lastIndexOf(" ");
  return `${space > LONGEST_ACTION / 2 ? start.slice(0, space) : start}…`;
}

// Asks until there is an answer. An answer that was lost on its way is no other person's change.
async function saveAction(model, action, options) {
  const reply = await ask(model, { kind: "save-action", action }, options);
  const isMine = reply?.newer
    && Object.keys(action).every((field) => field === "version" || reply.newer[field] === action[field]);
  return isMine ? { saved: true, action: reply.newer } : reply;
}

// Changes some fields of an action. What somebody else changed in its other fields stays; where both changed the
// same field the reply is {newer}, and people choose.
async function changeAction(model, before, changes, options) {
  for (let base = before; ;) {
    const reply = await saveAction(model, { ...base, ...changes }, options);
    if (!reply?.newer) return reply;
    const open = Object.keys(changes).filter((field) => reply.newer[field] !== changes[field]);
    if (!open.length) return { saved: true, action: reply.newer };
    if (open.some((field) => reply.newer[field] !== before[field])) return reply;
    base = reply.newer;
  }
}

// While something is on its way, a page that renews itself waits for it.
const tellUnsaved = (prompt, unsaved, held = false) =>
  window.dispatchEvent(new CustomEvent("workshop:unsaved", { detail: { prompt, unsaved, held } }));

const planLink = (words) => sectionLink("07-next-steps.ipynb", "#plan", words);
