// The words of an answer, as the workshop will keep them.

const CONTROLS = new RegExp(
  "[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\u202a-\\u202e\\u2066-\\u2069\\ufeff\\ufff9-\\ufffb]", "g");
// What the workshop will make of the words, so that both compare equal.
const cleaned = (text) => text.replace(/\r\n?/g, "\n").replace(CONTROLS, "").normalize("NFC").trim();
const lengthOf = (text) => [...text].length;
const numberWords = (number) => number.toLocaleString("en-CA");
const same = (one, other) => !!one && !!other && one.text === other.text
  && (one.state === other.state || [one.state, other.state].every((state) => state === "none" || state === "withdrawn"));

function lengthWords(length, soft, hard) {
  if (length > hard) return `${numberWords(length)} characters. ${numberWords(hard)} at most.`;
  return `${numberWords(length)} of about ${numberWords(soft)} characters`
    + (length > soft ? `. Short answers are easier to share; up to ${numberWords(hard)} is fine.` : "");
}

// What other tabs of this browser save: `tell` them, and hear what they kept. They know each other by the seat.
function otherTabs(prompt, onNews) {
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("workshop-responses") : null;
  if (channel) channel.onmessage = ({ data }) => {
    if (data?.prompt === prompt && data.seat === seat()) onNews(data.response);
  };
  return {
    tell: (response) => { if (shared.remembers) channel?.postMessage({ seat: seat(), prompt, response }); },
    close: () => channel?.close(),
  };
}
