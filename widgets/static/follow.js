// Going where the room goes, for those who chose it in this browser. Nobody is taken away from words.

const FOLLOW_QUIET = 2000; // milliseconds in which a person touches nothing
const FOLLOWS = "workshop-follow";
const LAST_SEEN = "workshop-room-at";
const CAME_ALONG = "workshop-came-along";

const kept = (storage, key) => { try { return window[storage].getItem(key) ?? ""; } catch { return ""; } };
const keepThere = (storage, key, value) => {
  try { if (value) window[storage].setItem(key, value); else window[storage].removeItem(key); } catch { /* for this page only */ }
};

const isWriting = () => {
  const field = document.activeElement;
  return Boolean(field?.matches?.("textarea, select, input:not([type=checkbox]):not([type=radio])")) && !field.readOnly;
};

// `here` is this page's section, `addressOf` gives the notebook of another one, `say` hears how it stands: "" (not on
// the way), "going", "writing" (it waits for words), or "came" (the room brought this page here).
function roomFollower(here, addressOf, say) {
  let on = kept("localStorage", FOLLOWS) === "yes";
  let target = "";
  let touched = 0;
  const touch = () => { touched = Date.now(); };
  const touches = ["pointerdown", "keydown", "input", "workshop:unsaved"];
  for (const name of touches) window.addEventListener(name, touch, { passive: true });

  const isBusy = () => isWriting() || (window.workshopUnsaved?.size ?? 0) > 0;

  function look() {
    if (!target) return;
    if (isBusy()) { touch(); say("writing"); return; }
    say("going");
    if (document.visibilityState !== "visible" || Date.now() - touched < FOLLOW_QUIET) return;
    const address = addressOf(target);
    keepThere("sessionStorage", CAME_ALONG, target);
    target = "";
    location.assign(address);
  }

  function aim(at) {
    target = on && at && at !== here && addressOf(at) ? at : "";
    if (!target) say("");
    look();
  }

  if (kept("sessionStorage", CAME_ALONG) === here) say("came");
  keepThere("sessionStorage", CAME_ALONG, "");
  const timer = setInterval(look, 500);
  return {
    isOn: () => on,
    choose: (chosen, at) => {
      on = chosen;
      keepThere("localStorage", FOLLOWS, on ? "yes" : "");
      aim(at);
    },
    // Only a room that moves takes people along: who went elsewhere on their own stays there until it does.
    meet: (at) => {
      const before = kept("sessionStorage", LAST_SEEN);
      keepThere("sessionStorage", LAST_SEEN, at);
      if (at === here && target) aim("");
      else if (before && at !== before && (target || at !== here)) aim(at);
    },
    stop: () => {
      clearInterval(timer);
      for (const name of touches) window.removeEventListener(name, touch);
    },
  };
}
