// The clock of the room, by the workshop's time.

// What a clock says: { runs, rests, left } in seconds; below 0 the time is over.
function clockNow(clock, now) {
  if (clock?.ends) return { runs: true, rests: false, left: Math.ceil(clock.ends - now) };
  return { runs: false, rests: !!clock?.left, left: clock?.left ?? 0 };
}

const twoDigits = (number) => String(number).padStart(2, "0");
const clockDigits = (left) => `${left < 0 ? "+" : ""}${Math.floor(Math.abs(left) / 60)}:${twoDigits(Math.abs(left) % 60)}`;

function clockWords({ runs, rests, left }) {
  const minutes = Math.floor(Math.abs(left) / 60);
  const inMinutes = minutes === 1 ? "1 minute" : `${minutes} minutes`;
  if (!runs && !rests) return "No clock is set.";
  if (left < 0) return minutes ? `Over time by ${inMinutes}.` : "Time is over.";
  const said = minutes ? `${inMinutes} left` : "Less than a minute left";
  return rests ? `${said}. The clock rests.` : `${said}.`;
}

// Calls back now and then every second, while somebody looks; returns what ends it.
function everySecond(tick) {
  tick();
  const timer = setInterval(() => { if (document.visibilityState !== "hidden") tick(); }, 1000);
  return () => clearInterval(timer);
}
