// What stands between words and their sending: signs of a personal story, drafts, and questions to their writer.

// Finds what looks like a personal story, a name, a number or an address; a pattern that can't be used is left out.
function detector(patterns) {
  const rules = patterns.flatMap(({ key, what, regex, case: strict }) => {
    try { return [{ key, what, regex: new RegExp(regex, strict ? "gu" : "giu") }]; } catch (error) {
      console.warn("left out a pattern", key, error.message);
      return [];
    }
  });
  return (text) => rules.flatMap(({ key, what, regex }) =>
    [...text.matchAll(regex)].filter(([match]) => match.trim())
      .map(([match]) => ({ id: key + " " + match.trim().toLowerCase(), what })));
}

// Unsent words, for this tab only, and only while they are unsent.
function draftOf(prompt) {
  const key = draftKey(prompt);
  const quietly = (action) => { try { return action(); } catch { return null; } };
  return {
    read: () => quietly(() => JSON.parse(sessionStorage.getItem(key))),
    write: (draft) => quietly(() => sessionStorage.setItem(key, JSON.stringify(draft))),
    clear: () => quietly(() => sessionStorage.removeItem(key)),
  };
}

// Before words that look personal are sent: what they look like, who listens, and the choice.
function disclosureNotice(kit, found, isEarlierSaved, edit, send) {
  const name = newId("notice");
  const what = [...new Set(found.map((finding) => finding.what))];
  const list = what.length > 1 ? `${what.slice(0, -1).join(", ")} and ${what.at(-1)}` : what[0];
  const earlier = isEarlierSaved ? " What was saved before stays saved." : "";
  return h("div", { class: "go-notice", role: "group", "aria-labelledby": name },
    h("div", { role: "alert", id: name },
      h("p", {}, h("strong", {}, `This looks like ${list}.`), ` Nothing of this was sent.${earlier}`),
      h("p", {}, kit.get("notice"))),
    h("ul", { class: "go-contacts" }, kit.get("lines").map(({ label, value, says, status }) =>
      h("li", {}, h("a", { href: phoneAddress(value) }, `${label}: ${value}`),
        says || status ? h("span", {}, [says, status].filter(Boolean).join(" · ")) : null))),
    h("p", { class: "go-buttons" }, button("Edit", edit), button("Send as it is", send, "go-plain")));
}

// When another tab has kept other words: both, and the choice.
function versionNotice(newer, keepMine, useOther) {
  const name = newId("choice");
  return h("div", { class: "go-notice", role: "group", "aria-labelledby": name },
    h("div", { role: "alert", id: name },
      h("p", {}, h("strong", {}, "This answer was changed in another tab of this browser."),
        " Choose which words to keep. Yours are still above. The other words are:")),
    h("blockquote", {}, newer.text || (newer.state === "passed" ? "(passed)" : "(taken back)")),
    h("p", { class: "go-buttons" }, button("Keep mine", keepMine), button("Use the other", useOther, "go-plain")));
}
