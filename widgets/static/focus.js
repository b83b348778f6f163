// What is drawn anew while somebody is at it: the focus stays where it was.

const find = (place, key) => [...place.querySelectorAll("[data-focus]")].find((node) => node.dataset.focus === key);

// Draw something anew, and leave the focus where it was; where that is gone, on the place.
function keepFocus(place, draw) {
  const focused = place.contains(document.activeElement) ? document.activeElement : null;
  const key = focused?.closest("[data-focus]")?.dataset.focus;
  draw();
  if (!focused || place.contains(document.activeElement)) return;
  (key && find(place, key) ? find(place, key) : place).focus({ preventScroll: true });
}
