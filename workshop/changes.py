"""What changed from meeting to meeting: the map, the plan, the lists, the themes, and how people are with it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from workshop.check_ins import average, load_check_in
from workshop.community import STATES, coverage
from workshop.plan import STATUSES, judge
from workshop.store import Session, Store
from workshop.toolkit import Toolkit


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting as it stands, in numbers of things and never of people.

    ``covered`` is how many community groups are in each state of coverage, ``actions`` how many actions have which
    status. ``averages`` has the average level of each statement, or None where too few people said one.
    """

    number: int
    title: str
    held_on: date
    covered: dict[str, int]
    actions: dict[str, int]
    complete: bool
    learning: tuple[str, ...]
    agreement: tuple[str, ...]
    themes: tuple[str, ...]
    averages: dict[str, float | None]


def meetings(store: Store, toolkit: Toolkit, today: date) -> list[Meeting]:
    """Return every meeting of a workshop, the first one first; rehearsals are none."""
    return [
        meeting(store, toolkit, session, today) for session in store.sessions() if session.kind == "meeting"
    ]


def meeting(store: Store, toolkit: Toolkit, session: Session, today: date) -> Meeting:
    """Return one meeting as it stands."""
    now = store.community_changes(session.id)
    entries = [entry for _, entry in now.entries.values() if entry is not None]
    actions = [action for _, action in now.actions.values() if action is not None]
    states = Counter(group.state for group in coverage(toolkit, entries, now.marks, actions))
    statuses = Counter(action.status for action in actions)
    counts = store.level_counts(session.id)
    items = store.list_items(session.id)
    return Meeting(
        session.number,
        session.title,
        session.held_on,
        covered={state: states[state] for state in STATES},
        actions={status: statuses[status] for status in STATUSES},
        complete=judge(actions, today).complete,
        learning=_texts(item.text for item in items if item.kind == "learning"),
        agreement=_texts(item.text for item in items if item.kind == "agreement"),
        themes=_texts(theme.title for theme in store.themes(session.id)),
        averages={one.key: average(counts.get(one.key, {})) for one in load_check_in().statements},
    )


def _texts(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(texts, key=str.casefold))
