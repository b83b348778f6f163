// Twelve words that stand for this browser's seat, so that a person finds their answers again on another phone. They
// are shown when somebody asks for them, never by themselves, and are kept nowhere.
(() => {
  const place = document.querySelector("[data-recovery]");
  if (!place) return;
  const part = (name) => place.querySelector(`[data-${name}]`);
  const [show, shown, list, hide, form, box, state] = ["show", "shown", "list", "hide", "form", "box", "state"].map(part);
  const load = () => import(place.dataset.recovery);
  const say = (sentence) => { state.textContent = sentence; };

  function kept() {
    try { return localStorage.getItem("workshop-seat") ?? ""; } catch { return ""; }
  }

  function conceal() {
    list.replaceChildren();
    shown.hidden = true;
    show.hidden = false;
  }

  show.addEventListener("click", async () => {
    say("");
    if (!kept()) return void say("This browser keeps nothing, so there are no words for it.");
    try {
      const { wordsOf } = await load();
      list.replaceChildren(...wordsOf(kept()).map((word) => {
        const item = document.createElement("li");
        item.textContent = word;
        return item;
      }));
      shown.hidden = false;
      show.hidden = true;
      shown.focus();
    } catch {
      say("The words can't be shown just now. Try again in a moment.");
    }
  });

  hide.addEventListener("click", () => { conceal(); show.focus(); });
  // Nobody comes back to a page with somebody's words on it.
  for (const leaving of ["workshop:leaving", "pagehide"]) window.addEventListener(leaving, conceal);

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    say("");
    try {
      const { seatOf } = await load();
      const { seat, wrong } = seatOf(box.value);
      box.toggleAttribute("aria-invalid", Boolean(wrong));
      if (wrong) { say(wrong); box.focus(); return; }
      localStorage.setItem("workshop-seat", seat);
      box.value = "";
      location.reload();
    } catch {
      say("The words can't be used just now. They stay here. Try again in a moment.");
    }
  });
})();
