// Exit this page, as the GOV.UK Design System specifies it (component "Exit this page", pattern "Help users to
// exit a page quickly"). It stands in the page itself and needs nothing else: it works when the server is gone.
(() => {
  const button = document.querySelector(".exit");
  const said = document.querySelector("#exit-said");
  const dots = [...document.querySelectorAll(".exit-presses i")];
  const needed = 3;
  const patience = 5000;
  let presses = 0;
  let timer;
  let shiftAlone = false;

  function leave(event) {
    event?.preventDefault();
    const cover = document.createElement("div");
    cover.className = "exit-cover";
    cover.setAttribute("role", "alert");
    cover.textContent = "Loading.";
    document.body.append(cover);
    document.title = "Loading";
    window.dispatchEvent(new CustomEvent("workshop:leaving"));
    try { sessionStorage.clear(); } catch { /* storage is closed to this page: nothing was kept */ }
    const base = document.querySelector('meta[name="workshop"]')?.content ?? "/";
    try { navigator.sendBeacon(base + "leave"); } catch { /* the server is gone, and there is nothing to close */ }
    window.location.replace(button.href);
  }

  function show(count) {
    presses = count;
    dots.forEach((dot, index) => dot.classList.toggle("on", index < count));
    dots[0]?.parentElement.toggleAttribute("hidden", count === 0);
  }

  function forget() {
    clearTimeout(timer);
    if (presses) said.textContent = "Exit this page: stopped.";
    show(0);
  }

  document.querySelectorAll("[data-exit]").forEach((link) => link.addEventListener("click", leave));

  document.addEventListener("keydown", (event) => {
    shiftAlone = event.key === "Shift" && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (event.key !== "Shift") forget();
  });

  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !shiftAlone) return;
    shiftAlone = false;
    clearTimeout(timer);
    show(presses + 1);
    if (presses >= needed) {
      said.textContent = "Leaving this page.";
      leave();
      return;
    }
    const left = needed - presses;
    said.textContent = `Shift, press ${left} more ${left === 1 ? "time" : "times"} to exit.`;
    timer = setTimeout(forget, patience);
  });

  // The page is shown again by the Back button: without this it would stay covered.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll(".exit-cover").forEach((cover) => cover.remove());
    show(0);
  });
})();
