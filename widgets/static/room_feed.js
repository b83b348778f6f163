// The room as everybody sees it, kept live as in marked_feed.js; and this browser's seat in it.
//
//   const room = roomFeed(model);
//   room.content                     what "read-room" says (workshop/messages/room_view.py), or null

const isOver = (day, now) => now > new Date(day + "T23:59:59") / 1000;

function roomFeed(model) {
  const room = markedFeed(model, "read-room", (why) => why);
  // What this page knows of the room besides: the mark of which the workshop told it last, and whether it has its seat.
  const here = (shared.here ??= { newest: "", seated: false });
  const { start } = room;
  room.start = (onNews) => {
    const told = ({ detail }) => { here.newest = detail?.room ?? ""; };
    window.addEventListener("workshop:changed", told);
    // Most of what changes is not the room: a hundred phones that hear of each other's answers do not all ask.
    const stop = start(onNews, () => here.newest && here.newest === room.mark);
    // A phone that slept may have lost the time.
    const woken = () => { if (document.visibilityState === "visible") room.read(); };
    document.addEventListener("visibilitychange", woken);
    takeSeat(here, model);
    return () => {
      stop();
      window.removeEventListener("workshop:changed", told);
      document.removeEventListener("visibilitychange", woken);
    };
  };
  return room;
}

// Once for each page that is opened: the facilitator sees how many have come in, and never who.
function takeSeat(here, model) {
  if (here.seated) return;
  here.seated = true;
  ask(model, { kind: "take-seat", seat: seat(), table: isTable() }).catch(() => { here.seated = false; });
}
