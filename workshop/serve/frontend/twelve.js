// A seat as twelve words, and back: the 128 bits of the key in the words of a standard list (BIP-39, English), the
// last of which also tells a slip of the pen. The words are made in this browser and are sent to nobody.
import { entropyToMnemonic, mnemonicToEntropy, validateMnemonic } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";

const COUNT = 12;
const toBytes = (seat) => Uint8Array.from(seat.match(/../g), (pair) => parseInt(pair, 16));
const toKey = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export const wordsOf = (seat) => entropyToMnemonic(toBytes(seat), wordlist).split(" ");

// The words as they were typed: numbers, commas and capitals don't matter, and four letters tell a word of the list.
export function seatOf(text) {
  const typed = text.normalize("NFKD").toLowerCase().match(/[a-z]+/g) ?? [];
  const words = typed.map((word) => whole(word));
  const strange = words.findIndex((word) => !word);
  if (strange >= 0) return { wrong: `Word ${strange + 1}, “${typed[strange].slice(0, 20)}”, is not one of the words we use. Look at it again.` };
  if (words.length !== COUNT) return { wrong: `There should be ${COUNT} words, and here are ${words.length}. Look at your paper again.` };
  const phrase = words.join(" ");
  if (!validateMnemonic(phrase, wordlist)) return { wrong: "These words don't belong together. Look if one was misread, or if two changed places." };
  return { seat: toKey(mnemonicToEntropy(phrase, wordlist)) };
}

function whole(word) {
  if (wordlist.includes(word)) return word;
  const near = word.length >= 4 ? wordlist.filter((known) => known.startsWith(word)) : [];
  return near.length === 1 ? near[0] : "";
}
