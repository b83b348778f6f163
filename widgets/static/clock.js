// The clock that everyone sees: what it shows, and the few moments at which it is said aloud.

const SAID_AT = [[300, "Five minutes left."], [60, "One minute left."], [0, "Time is up."]];

// What is left on a clock in whole seconds, below 0 once the time is over; null where none is set.
const secondsLeft = (clock, now) => (clock ? (clock.ends ? Math.ceil(clock.ends - now) : clock.left) : null);

function clockDigits(seconds) {
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

// The clock in words and digits; it rests where it has no end.
function clockWords(clock, now) {
  const left = secondsLeft(clock, now);
  if (left === null) return "";
  if (!clock.ends) return `${clockDigits(left)}, paused`;
  return left > 0 ? clockDigits(left) : "Time is up";
}

// Draw a clock each second. `get` gives what it shows now, as [clock, now]; `tell` hears of the moments that are said.
function runClock(node, get, tell) {
  let before = null; // {ends, left} at the last look: only what happens while people look is said
  const look = () => {
    const [clock, now] = get();
    const words = clockWords(clock, now);
    if (node.textContent !== words) node.textContent = words;
    node.dataset.kind = clock?.ends ? "" : "rests";
    const left = clock?.ends ? secondsLeft(clock, now) : null;
    if (left !== null && before?.ends === clock.ends) {
      const passed = SAID_AT.filter(([at]) => before.left > at && left <= at).at(-1);
      if (passed) tell(passed[1]);
    }
    before = left === null ? null : { ends: clock.ends, left };
  };
  const timer = setInterval(look, 1000);
  look();
  return { look, stop: () => clearInterval(timer) };
}
