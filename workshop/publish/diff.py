"""What changed from one publication to the next, in words that tell nothing that was taken out."""

from collections import Counter
from dataclasses import dataclass

from workshop.publish.publication import Item, Publication

_NAMED = {
    "about": "What you say of yourselves",
    "coverage": "Who is at the table",
    "lived": "Ways to take part for people with lived experience",
    "listed": "Listed: {name}",
    "theme": "A theme",
    "vote": "Vote: {title}",
    "words": "An answer",
    "learning": "A line of the learning list",
    "agreement": "A line of the group agreement",
    "action": "Action: {what}",
}
#: What makes two items the same one with other words.
_SAME = {"listed": "name", "action": "what", "vote": "title"}
_ONLY_ONE = ("about", "coverage", "lived")


@dataclass(frozen=True, slots=True)
class Changes:
    """What is new, what says something else, and what is gone, each by its name."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    def lines(self) -> list[str]:
        """Return the changes, one a line."""
        told = (("New", self.added), ("Changed", self.changed), ("Taken out", self.removed))
        return [f"{how}: {name}" for how, names in told for name in names]


def changes(before: Publication | None, after: Publication) -> Changes:
    """Return what changed; everything is new where there was nothing."""
    old = _counted(before.items if before else ())
    new = _counted(after.items)
    gone, come = list((old - new).elements()), list((new - old).elements())
    was, now = {_identity(item) for item in gone}, {_identity(item) for item in come}
    return Changes(
        _names(item for item in come if _identity(item) not in was),
        _names(item for item in come if _identity(item) in was),
        _names(item for item in gone if _identity(item) not in now),
    )


class _ByMark(Item):
    """An item that is equal to another when it says the same."""

    def __hash__(self) -> int:
        return hash(self.mark())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Item) and self.mark() == other.mark() and self.ours == other.ours


def _counted(items: tuple[Item, ...]) -> Counter[_ByMark]:
    return Counter(_ByMark(item.kind, item.says, ours=item.ours) for item in items)


def _identity(item: Item) -> tuple[str, str]:
    if item.kind in _ONLY_ONE:
        return item.kind, ""
    field = _SAME.get(item.kind)
    return item.kind, str(item.says.get(field, "")) if field else item.mark()


def _names(items: object) -> tuple[str, ...]:
    counted = Counter(_NAMED[item.kind].format_map(item.says) for item in items)
    return tuple(name if number == 1 else f"{name} ({number})" for name, number in sorted(counted.items()))
