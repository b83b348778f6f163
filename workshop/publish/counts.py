"""Counts of people that may be published: small ones are hidden, and so is what they could be worked out from.

A count is only ever of one thing at a time: there is no way to say how two things go together, so there are no
cross-tables. Zero is a small count, because "nobody" tells as much as "one". Whoever was in the room knows how many
people and dots there were, so no total is published, and it is hidden as if everybody knew it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

#: Fewer people than this are never counted in public; and fewer than this where question 1 or lived experience
#: is touched.
FEWEST, FEWEST_SENSITIVE = 11, 20
#: At least this many counts are hidden when one is: a single one could be worked out from the total.
HIDDEN_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Counts:
    """What may be said of some counts: the ones that are shown, and the names of those that are not."""

    shown: dict[str, int]
    hidden: tuple[str, ...]


def one_count(count: int, *, fewest: int = FEWEST) -> int | None:
    """Return a count of people that stands alone, or None where it is too small to be said."""
    return count if count >= fewest else None


def safe_counts(counts: Mapping[str, int], *, fewest: int = FEWEST) -> Counts:
    """Return what may be said of counts that add up to a total which people may know.

    Small ones are hidden, and then the next larger ones, until those that are hidden add up to so much that each of
    them may still be anything from nothing to ``fewest``, whoever does the sum.

    Raises
    ------
    TypeError
        When a count is of more than one thing at once.
    """
    if not all(isinstance(name, str) for name in counts):
        raise TypeError("a published count is of one thing: no cross-tables")
    rising = sorted(counts, key=lambda name: (counts[name], name))
    small = sum(counts[name] < fewest for name in rising)
    if not small:
        return Counts({name: counts[name] for name in counts}, ())
    hide = small
    while hide < len(rising) and not _is_safe([counts[name] for name in rising], hide, fewest):
        hide += 1
    hidden = set(rising[:hide])
    return Counts(
        {name: count for name, count in counts.items() if name not in hidden},
        tuple(name for name in counts if name in hidden),
    )


def _is_safe(rising: list[int], hide: int, fewest: int) -> bool:
    """Say whether nothing can be worked out of the lowest ``hide`` counts by who knows the total and the rest.

    Such a person knows that each hidden one is smaller than the lowest shown one. Each must still be able to
    have any size from nothing to ``fewest``, with room to spare for the others.
    """
    if hide < HIDDEN_AT_ONCE:
        return False
    rest, most = sum(rising[:hide]), rising[hide] - 1
    return rising[hide - 1] <= most and 2 * fewest <= rest <= (hide - 1) * most
