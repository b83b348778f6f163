"""The map and the plan as they are now, worked out once a change rather than once a phone."""

import threading
from dataclasses import dataclass, field, replace
from datetime import date

from workshop.community import GroupCoverage, Twins, coverage
from workshop.plan import PlanState, judge
from workshop.store import Action, Entry, GroupMark, Store
from workshop.toolkit import Toolkit

_NO_PLAN = judge((), date.min)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The map and the plan of a session at one moment; nobody changes it.

    ``entries`` and ``actions`` hold the revision of each one's last change, and None for one that was removed.
    ``latest`` is the revision of the last change of any of this, ``revision`` that of the whole session. ``day`` is
    the day on which the plan was judged; a page that is open over midnight hears of it with the next change.
    """

    revision: int = 0
    latest: int = 0
    day: date = date.min
    entries: dict[str, tuple[int, Entry | None]] = field(default_factory=dict)
    actions: dict[str, tuple[int, Action | None]] = field(default_factory=dict)
    marks: dict[str, GroupMark] = field(default_factory=dict)
    told_apart: frozenset[tuple[str, str]] = frozenset()
    coverage: tuple[GroupCoverage, ...] = ()
    twins: tuple[tuple[str, str], ...] = ()
    plan: PlanState = _NO_PLAN

    def entries_there(self) -> list[Entry]:
        """Return the entries that nobody removed."""
        return [entry for _, entry in self.entries.values() if entry is not None]

    def actions_there(self) -> list[Action]:
        """Return the actions that nobody removed."""
        return [action for _, action in self.actions.values() if action is not None]


class Snapshots:
    """Hands out the present snapshot of a session, to as many threads as ask."""

    def __init__(self, store: Store, toolkit: Toolkit, session_id: str) -> None:
        self._store, self._toolkit, self._session_id = store, toolkit, session_id
        self._lock = threading.Lock()
        self._now: Snapshot | None = None
        self._twins = Twins()

    def now(self) -> Snapshot:
        """Return the snapshot of what is in the store now."""
        # While one thread brings it up to date, the others wait for it instead of doing the same.
        with self._lock:
            revision, today = self._store.session_revision(self._session_id), date.today()
            if self._now is None or self._now.revision > revision:
                # The first one, or one of records that were replaced by older ones since.
                self._now, self._twins = Snapshot(), Twins()
            if self._now.revision != revision or self._now.day != today:
                self._now = self._brought_up(self._now, today)
            return self._now

    def _brought_up(self, old: Snapshot, today: date) -> Snapshot:
        """Return a snapshot with what changed since an old one; only what changed is read."""
        changes = self._store.community_changes(self._session_id, old.revision)
        if changes.latest == old.latest and old.day == today:
            return replace(old, revision=changes.revision)
        new = replace(
            old,
            revision=changes.revision,
            latest=changes.latest,
            day=today,
            entries=old.entries | changes.entries,
            actions=old.actions | changes.actions,
            marks=old.marks | changes.marks,
            told_apart=old.told_apart | changes.told_apart,
        )
        entries, actions = new.entries_there(), new.actions_there()
        names = {entry.id: entry.name for entry in entries}
        return replace(
            new,
            coverage=tuple(coverage(self._toolkit, entries, new.marks, actions)),
            twins=tuple(self._twins.update(names, new.told_apart)),
            plan=judge(actions, today),
        )
