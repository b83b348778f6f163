// What fits on the wall: texts are shown smaller, and then cut, until they fit; a list is dealt out over pages.

const overflows = (node) => node.scrollHeight > node.clientHeight + 1 || node.scrollWidth > node.clientWidth + 1;
const lettersOf = (text) => ("Segmenter" in Intl
  ? Array.from(new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text), ({ segment }) => segment) : [...text]);

// Cut a text, letter by letter, until what holds it no longer overflows; it ends in "…" then.
function cutToFit(node, text, isTooLong) {
  node.textContent = text;
  if (!isTooLong()) return;
  const letters = lettersOf(text.slice(0, 4000));
  let [fits, tooLong] = [0, letters.length];
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1;
    node.textContent = `${letters.slice(0, middle).join("").trimEnd()}…`;
    if (isTooLong()) tooLong = middle; else fits = middle;
  }
  node.textContent = `${letters.slice(0, fits).join("").trimEnd()}…`;
}

// One text as large as it fits: from the largest class to the smallest, and cut then.
function fitText(node, text, holder, sizes) {
  node.textContent = text;
  for (const size of sizes) {
    node.classList.remove(...sizes);
    node.classList.add(size);
    if (!overflows(holder)) return;
  }
  cutToFit(node, text, () => overflows(holder));
}

// Deal items out over as few pages as they fit on. `begin()` shows an empty page to measure on and returns
// { page, list }; an item is { node, cut() }, where cut() makes it small enough to stand on a page alone.
function dealOut(items, begin) {
  const pages = [];
  let now = null;
  for (const item of items) {
    if (!now) { now = begin(); pages.push(now.page); }
    now.list.append(item.node);
    if (overflows(now.list) && now.list.childElementCount > 1) {
      item.node.remove();
      now = begin();
      pages.push(now.page);
      now.list.append(item.node);
    }
    if (overflows(now.list)) item.cut(now.list);
  }
  return pages;
}
