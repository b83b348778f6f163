// Gives this browser its seat: 128 random bits that nobody else has, and whether one person or a table sits there.
(() => {
  const choices = [...document.querySelectorAll('input[name="seat"]')];
  const said = document.querySelector("[data-seat]");
  const words = { person: "Only me", table: "Our table" };

  try {
    if (!/^[0-9a-f]{32}$/.test(localStorage.getItem("workshop-seat") ?? "")) {
      const bits = crypto.getRandomValues(new Uint8Array(16));
      const key = [...bits].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      localStorage.setItem("workshop-seat", key);
    }
    const kind = localStorage.getItem("workshop-seat-kind") === "table" ? "table" : "person";
    choices.forEach((choice) => { choice.checked = choice.value === kind; });
    if (said) said.textContent = words[kind];
  } catch { /* a browser that keeps nothing: the widgets say so */ }

  choices.forEach((choice) => choice.addEventListener("change", () => {
    try {
      localStorage.setItem("workshop-seat-kind", choice.value);
    } catch { /* as above */ }
    if (said) location.reload();
  }));
})();
