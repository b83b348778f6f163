// The life of a served page: it stays in touch with the workshop, tells its widgets when something changed, and
// renews itself when the process behind it is gone. Answers do not depend on any of this: they travel by
// requests of their own.
// Older phones lack these two, and what draws the widgets asks for them.
AbortSignal.timeout ??= (milliseconds) => {
  const timer = new AbortController();
  setTimeout(() => timer.abort(new DOMException("It took too long.", "TimeoutError")), milliseconds);
  return timer.signal;
};
AbortSignal.any ??= (signals) => {
  const any = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) any.abort(signal.reason);
    else signal.addEventListener("abort", () => any.abort(signal.reason), { once: true, signal: any.signal });
  }
  return any.signal;
};

(() => {
  const base = document.querySelector('meta[name="workshop"]').content;
  const notice = document.querySelector("#notice");
  const unsaved = window.workshopUnsaved = new Map();
  let kernel = document.body.dataset.page ?? "";
  let socket;
  let wait = 500;
  let renewing = false;
  let lastHeard = 0;

  function say(sentence) {
    notice.textContent = sentence;
    notice.hidden = !sentence;
  }

  // Widgets appear one by one; a place that is still empty after a while says so.
  const widget = ".go-widget:not(:empty), .jupyter-widgets:not(:empty)";
  const filled = new MutationObserver(() => {
    for (const place of document.querySelectorAll(".place:not([data-ready])")) {
      if (place.querySelector(widget)) place.dataset.ready = "";
    }
  });
  filled.observe(document.querySelector("main"), { childList: true, subtree: true });

  const patience = 30000;
  setTimeout(() => {
    for (const waiting of document.querySelectorAll(".place:not([data-ready]) .waiting [data-wait]")) {
      waiting.textContent = "This part did not open. You can read on, or load the page again.";
    }
  }, patience);

  window.addEventListener("workshop:unsaved", ({ detail }) => {
    if (detail.unsaved || detail.held) unsaved.set(detail.prompt, detail);
    else unsaved.delete(detail.prompt);
    if (renewing) renew();
  });

  function connect() {
    socket = new WebSocket(new URL(base + "workshop/live", location.href.replace(/^http/, "ws")));
    socket.onopen = () => {
      wait = 500;
      if (!renewing) say("");
      if (kernel) socket.send(JSON.stringify({ page: kernel }));
    };
    socket.onmessage = ({ data }) => {
      const news = JSON.parse(data);
      lastHeard = Date.now();
      if (news.revision !== undefined) {
        window.dispatchEvent(new CustomEvent("workshop:changed", { detail: news }));
      }
      if (news.page === "gone") gone(news.why);
    };
    socket.onclose = () => {
      if (wait > 2000) say("No connection to the workshop. Your words stay on this screen. Trying again.");
      setTimeout(connect, wait + Math.random() * wait);
      wait = Math.min(wait * 2, 8000);
    };
  }

  // The room was full: try again in about a minute, not all phones at once.
  setTimeout(() => {
    if (document.querySelector("[data-again]")) location.reload();
  }, 45000 + Math.random() * 30000);

  // A page that sleeps keeps a socket that looks open and is not: ask, and start again if nobody answers.
  function wake() {
    if (document.visibilityState !== "visible" || socket?.readyState !== WebSocket.OPEN) return;
    const asked = Date.now();
    socket.send(JSON.stringify({ page: kernel }));
    setTimeout(() => { if (lastHeard < asked) socket.close(); }, 3000);
  }
  document.addEventListener("visibilitychange", wake);
  window.addEventListener("online", wake);
  window.addEventListener("pageshow", ({ persisted }) => { if (persisted) wake(); });

  // A page whose process was ended for what it took would only take it again; any other one is renewed when it is
  // looked at.
  function gone(why) {
    if (why === "too big" || why === "too busy") {
      kernel = "";
      say("Something on this page took too much of the computer, and was stopped. Your saved words are safe. "
        + "Load the page again to use it.");
    } else if (document.visibilityState === "visible") renew();
    else document.addEventListener("visibilitychange", () => gone(why), { once: true });
  }

  // Words that are on their way, or held back by a question to their writer, come first.
  function renew() {
    renewing = true;
    const held = [...unsaved.values()].some((detail) => detail.held);
    if (held) {
      say("This page has been asleep. It will be renewed once you have chosen what to do with your words.");
      return;
    }
    say("This page has been asleep. It is being renewed, and your words are kept.");
    if (unsaved.size && renew.tries++ < 20) return void setTimeout(renew, 500);
    if (!mayReload()) return void say("This page can't be renewed just now. Load it again in a minute.");
    location.reload();
  }
  renew.tries = 0;

  function mayReload() {
    const minute = 60000;
    try {
      const recent = JSON.parse(sessionStorage.getItem("workshop-renewals") ?? "[]")
        .filter((at) => Date.now() - at < minute);
      if (recent.length >= 3) return false;
      sessionStorage.setItem("workshop-renewals", JSON.stringify([...recent, Date.now()]));
    } catch { /* without storage there is no count, and a reload is still the best there is */ }
    return true;
  }

  document.querySelector("#forget-me")?.addEventListener("click", () => {
    try {
      localStorage.removeItem("workshop-seat");
      localStorage.removeItem("workshop-seat-kind");
      localStorage.removeItem("workshop-follow");
      sessionStorage.clear();
    } catch { /* nothing was kept here */ }
    window.dispatchEvent(new CustomEvent("workshop:leaving"));
    fetch(base + "leave", { method: "POST", keepalive: true }).finally(() => location.assign(base + "join"));
  });

  // What a visitor's own process made of a cell goes to the cell's place.
  window.workshopFill = (index) => {
    const made = document.querySelector(`template[data-fill="${index}"]`);
    const place = document.getElementById(`place-${index}`);
    if (made.content.querySelector(".trouble")) place?.querySelector("[data-wait]")?.remove();
    place?.append(made.content);
    if (!place?.querySelector("script, .trouble")) place?.remove();
    made.remove();
  };

  window.workshopPage = (id) => { kernel = id; if (socket?.readyState === WebSocket.OPEN) wake(); };
  connect();
})();
