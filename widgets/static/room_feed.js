// The room as everybody sees it, read once for all widgets of a page and kept live; and this browser's seat in it.
//
//   const room = roomFeed(model);
//   const stop = room.start(draw);   draw() is called after every change, and when there is trouble or no more
//   room.content                     what "read-room" says (workshop/messages/room_view.py), or null
//   room.now()                       the workshop's own time in seconds: a phone's clock may be wrong
//   room.trouble, room.join          words and the way back in, or ""
//   await room.read();               what comes back is no older than this call

const isOver = (day, now) => now > new Date(day + "T23:59:59") / 1000;

function roomFeed(model) {
  const state = (shared.room ??= {
    content: null, mark: "", ahead: 0, trouble: "", join: "", hearers: new Set(), reading: null, seated: false,
    newest: "", // the mark of which the workshop told this page last
  });
  const room = Object.create(state);
  room.now = () => Date.now() / 1000 + state.ahead;
  room.read = () => readRoom(state, model);
  room.start = (onNews) => {
    // Most of what changes is not the room: a hundred phones that hear of each other's answers do not all ask.
    const told = ({ detail }) => { state.newest = detail?.room ?? ""; };
    window.addEventListener("workshop:changed", told);
    const stop = onChanged(model, () => { if (!state.newest || state.newest !== state.mark) room.read(); });
    // A phone that slept may have lost the time.
    const woken = () => { if (document.visibilityState === "visible") room.read(); };
    document.addEventListener("visibilitychange", woken);
    state.hearers.add(onNews);
    if (state.content) onNews();
    room.read();
    takeSeat(state, model);
    return () => {
      stop();
      window.removeEventListener("workshop:changed", told);
      document.removeEventListener("visibilitychange", woken);
      state.hearers.delete(onNews);
      // A widget that is taken off the page can't ask any more; the next one that hears of a change does.
      if (state.reading?.model === model) state.reading.abort();
    };
  };
  return room;
}

// Once for each page that is opened: the facilitator sees how many have come in, and never who.
function takeSeat(state, model) {
  if (state.seated) return;
  state.seated = true;
  ask(model, { kind: "take-seat", seat: seat(), table: isTable() }).catch(() => { state.seated = false; });
}

// Ask for the room as it is now. A call while somebody asks already waits for an answer of its own.
async function readRoom(state, model) {
  if (state.reading) {
    state.reading.next ??= state.reading.answered.then(() => readRoom(state, model));
    return state.reading.next;
  }
  const stop = new AbortController();
  const answered = ask(model, { kind: "read-room", mark: state.mark }, { signal: stop.signal,
    onTrouble: (why) => tellRoom(state, why) }).catch(() => null);
  state.reading = { model, answered, abort: () => stop.abort(), next: null };
  const reply = await answered;
  state.reading = null;
  if (!reply) return;
  if (reply.mark === undefined) { tellRoom(state, reply.refused ?? "", reply.join ?? ""); return; }
  const again = Math.abs(reply.now - Date.now() / 1000 - state.ahead) > 1;
  state.ahead = reply.now - Date.now() / 1000;
  if (!reply.unchanged) Object.assign(state, { content: reply.content, mark: reply.mark });
  if (!reply.unchanged || again || state.trouble) tellRoom(state, "");
}

function tellRoom(state, trouble, join = "") {
  state.trouble = trouble;
  state.join = join;
  for (const hear of state.hearers) {
    // One widget that can't draw does not keep the news from the others.
    try { hear(); } catch (error) { console.error(error); }
  }
}
