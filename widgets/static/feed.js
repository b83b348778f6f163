// The community map and the plan as the workshop keeps them, read once for all widgets of a page and kept live.
//
//   const feed = communityFeed(model);
//   const stop = feed.start(draw);      draw() is called after every change, and when there is trouble or no more
//   feed.entries, feed.actions          Maps by id      feed.coverage   a Map by the key of the group
//   feed.twins, feed.plan               pairs of ids; what the plan says of itself
//   feed.ready, feed.trouble, feed.join whether it was read yet; words and the way back in, or ""
//   await feed.read();                  after a save: what comes back is no older than this call

function communityFeed(model) {
  const state = (shared.feed ??= {
    entries: new Map(), actions: new Map(), coverage: new Map(), twins: [], plan: null,
    ready: false, trouble: "", join: "", revision: 0, hearers: new Set(), reading: null,
  });
  const feed = Object.create(state);
  feed.read = () => readCommunity(state, model);
  feed.start = (onNews) => {
    const stop = onChanged(model, feed.read);
    state.hearers.add(onNews);
    if (state.ready) onNews();
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

// Ask for what changed since the last time. A call while somebody asks already waits for an answer of its own.
async function readCommunity(state, model) {
  if (state.reading) {
    state.reading.next ??= state.reading.answered.then(() => readCommunity(state, model));
    return state.reading.next;
  }
  const stop = new AbortController();
  const answered = ask(model, { kind: "read-community", since: state.revision }, {
    signal: stop.signal,
    onTrouble: (why) => tellFeed(state, `This can't be read yet: ${why.replace(/[.\s]+$/, "")}. Trying again.`),
  }).catch(() => null);
  state.reading = { model, answered, abort: () => stop.abort(), next: null };
  const reply = await answered;
  state.reading = null;
  if (!reply) return;
  if (reply.revision === undefined) tellFeed(state, reply.refused ?? "", reply.join ?? "");
  else if (takeIn(state, reply) || state.trouble) tellFeed(state, "");
}

function takeIn(state, reply) {
  state.revision = reply.revision;
  if (reply.unchanged) return false;
  if (reply.whole) { state.entries.clear(); state.actions.clear(); }
  for (const entry of reply.entries) state.entries.set(entry.id, entry);
  for (const id of reply.gone_entries) state.entries.delete(id);
  for (const action of reply.actions) state.actions.set(action.id, action);
  for (const id of reply.gone_actions) state.actions.delete(id);
  state.coverage = new Map(reply.coverage.map((group) => [group.group, group]));
  state.twins = reply.twins;
  state.plan = reply.plan;
  state.ready = true;
  return true;
}

function tellFeed(state, trouble, join = "") {
  state.trouble = trouble;
  state.join = join;
  for (const hear of state.hearers) {
    // One widget that can't draw does not keep the news from the others.
    try { hear(); } catch (error) { console.error(error); }
  }
}
