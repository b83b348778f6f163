// A view that the workshop works out once a change, read once for all widgets of a page and kept live.
//
//   const room = markedFeed(model, "read-console");
//   const stop = room.start(draw);      draw() is called after every change, and when there is trouble or no more
//   room.content                        what the workshop answered, null until then
//   room.trouble, room.join             words and the way back in, or ""
//   room.trainer                        whether this browser holds the workshop itself, and so every cohort
//   room.now()                          seconds since 1970 by the workshop's clock, never by this computer's
//   await room.read();                  after a change: what comes back is no older than this call

const cantBeRead = (why) => `This can't be read just now: ${why.replace(/[.\s]+$/, "")}. Trying again.`;

// `inTrouble` puts into words why nothing could be read. `start` may hear which changes need no reading.
function markedFeed(model, kind, inTrouble = cantBeRead) {
  const views = (shared.views ??= new Map());
  if (!views.has(kind)) {
    views.set(kind, { kind, inTrouble, content: null, mark: "", trouble: "", join: "", ahead: 0, trainer: false, hearers: new Set(), reading: null });
  }
  const state = views.get(kind);
  const feed = Object.create(state);
  feed.now = () => Date.now() / 1000 + state.ahead;
  feed.read = () => readMarked(state, model);
  feed.start = (onNews, isKnown = () => false) => {
    const stop = onChanged(model, () => { if (!isKnown()) feed.read(); });
    state.hearers.add(onNews);
    if (state.content) onNews();
    feed.read();
    return () => {
      stop();
      state.hearers.delete(onNews);
      // A widget that is taken off the page can't ask any more; the next one that hears of a change does.
      if (state.reading?.model === model) state.reading.abort();
    };
  };
  return feed;
}

// Ask for what there is now. A call while somebody asks already waits for an answer of its own.
async function readMarked(state, model) {
  if (state.reading) {
    state.reading.next ??= state.reading.answered.then(() => readMarked(state, model));
    return state.reading.next;
  }
  const stop = new AbortController();
  const answered = ask(model, { kind: state.kind, mark: state.mark }, { signal: stop.signal,
    onTrouble: (why) => tellMarked(state, state.inTrouble(why)) }).catch(() => null);
  state.reading = { model, answered, abort: () => stop.abort(), next: null };
  const reply = await answered;
  state.reading = null;
  if (!reply) return;
  if (reply.mark === undefined) { tellMarked(state, reply.refused ?? "", reply.join ?? ""); return; }
  state.trainer = Boolean(reply.trainer);
  const again = Math.abs(reply.now - Date.now() / 1000 - state.ahead) > 1; // the clock is drawn anew
  state.ahead = reply.now - Date.now() / 1000;
  if (!reply.unchanged) Object.assign(state, { content: reply.content, mark: reply.mark });
  if (!reply.unchanged || again || state.trouble) tellMarked(state, "");
}

function tellMarked(state, trouble, join = "") {
  state.trouble = trouble;
  state.join = join;
  for (const hear of state.hearers) {
    // One widget that can't draw does not keep the news from the others.
    try { hear(); } catch (error) { console.error(error); }
  }
}
