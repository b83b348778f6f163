"""Which community groups are at the table, which rest on one person, and which are missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workshop.community.entries import STATUSES
from workshop.community.marks import LIVED_EXPERIENCE
from workshop.origins import gap
from workshop.store import Action, Entry, GroupMark
from workshop.toolkit import Toolkit

#: From the best to the worst.
STATES = ("covered", "thin", "missing", "not-here")
_BY_MARK = {"yes": "covered", "working": "thin"}


@dataclass(frozen=True, slots=True)
class GroupCoverage:
    """How a community group is covered.

    ``stands`` are the ids of the entries at the table, ``near`` those of entries that are not, nearest first.
    ``action`` is the action that is to close the gap, or empty.
    """

    group: str
    state: str
    stands: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    mark: str = ""
    mark_version: int = 0
    action: str = ""


def coverage(
    toolkit: Toolkit,
    entries: Iterable[Entry],
    marks: Mapping[str, GroupMark],
    actions: Iterable[Action],
) -> list[GroupCoverage]:
    """Return how each group of the toolkit is covered, in the toolkit's order; ``marks`` are by group."""
    members: dict[str, list[Entry]] = {group.key: [] for group in toolkit.groups}
    for entry in sorted(entries, key=_nearest_first):
        for key in members.keys() & entry.groups:
            members[key].append(entry)
    closing = {
        action.origin: action.id
        for action in sorted(actions, key=lambda action: action.id, reverse=True)
        if action.status != "dropped"
    }
    found = []
    for key, known in members.items():
        mark = marks.get(key) or GroupMark("", key)
        if key == LIVED_EXPERIENCE:
            known = []
        stands = [entry for entry in known if entry.status == "at-table"]
        near = [entry for entry in known if entry.status not in ("at-table", "not-here")]
        found.append(
            GroupCoverage(
                key,
                _state(key, known, stands, mark.mark),
                stands=tuple(entry.id for entry in stands),
                near=tuple(entry.id for entry in near),
                mark=mark.mark,
                mark_version=mark.version,
                action=closing.get(gap(key), ""),
            )
        )
    return found


def _nearest_first(entry: Entry) -> tuple[int, str, str]:
    return STATUSES.index(entry.status), entry.name.casefold(), entry.id


def _state(key: str, known: list[Entry], stands: list[Entry], mark: str) -> str:
    if key == LIVED_EXPERIENCE:
        return _BY_MARK.get(mark, "missing")
    if len(stands) > 1 or any(entry.kind != "person" for entry in stands):
        return "covered"
    if stands:
        return "thin"
    if mark == "not-here" or (known and all(entry.status == "not-here" for entry in known)):
        return "not-here"
    return "missing"
