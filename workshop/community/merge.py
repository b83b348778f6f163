"""Making one entry of two that are the same, so that nothing anybody wrote is lost."""

import re
from dataclasses import replace

from workshop.community.entries import LIMITS, MAY_BE_RATED, STATUSES
from workshop.refusal import Refused
from workshop.store import Entry, Store

#: Texts that can be written one after the other, and what the notes call those that can't.
_JOINED = ("asks", "contact", "for_whom", "offers")
_CALLED = {
    "name": "Also called",
    "web": "Web",
    "asks": "Who will contact them",
    "contact": "Contact",
    "for_whom": "For whom",
    "offers": "What they offer",
}


def merge_entries(
    store: Store, session_id: str, keep: tuple[str, int], other: tuple[str, int]
) -> tuple[Entry, tuple[Entry, ...]]:
    """Make one entry of two, each told by its id and version; return it, and the two as they were before.

    Those are not told again when the same message comes twice.

    Raises
    ------
    Refused
        When the notes would be too long, or there are no two entries; nothing is changed then.
    Conflict
        When somebody else changed one of them since.
    NotFound
        When somebody else removed one of them.
    """
    if keep[0] == other[0]:
        raise Refused("Choose two entries.", "other")
    return store.merge_entries(session_id, keep, other, merged)


def merged(keep: Entry, other: Entry) -> Entry:
    """Return ``keep`` with all that ``other`` says; what has no room in its own field stands in the notes.

    Raises
    ------
    Refused
        When the notes would be too long.
    """
    texts, left = {}, []
    for field, called in _CALLED.items():
        texts[field] = _in_one_field(field, getattr(keep, field), getattr(other, field))
        if not texts[field]:
            texts[field] = getattr(keep, field)
            if getattr(other, field):
                left.append(f"{called}: {getattr(other, field)}")
    notes = keep.notes
    for text in (other.notes, *left):
        if not _stands_in(text, notes):
            notes = f"{notes}\n{text}".strip()
    limit, _ = LIMITS["notes"]
    if len(notes) > limit:
        raise Refused(
            f"Together their notes would have {len(notes):,} characters, and there is room for {limit:,}. "
            "Nothing was changed. Make one of them shorter first.",
            "notes",
        )
    rated = keep.kind in MAY_BE_RATED
    return replace(
        keep,
        **texts,
        notes=notes,
        groups=keep.groups + tuple(key for key in other.groups if key not in keep.groups),
        status=min(keep.status, other.status, key=STATUSES.index),
        tie=max(keep.tie, other.tie),
        influence=max(keep.influence, other.influence) if rated else 0,
        interest=max(keep.interest, other.interest) if rated else 0,
        listed=keep.listed and other.listed,
    )


def _in_one_field(field: str, mine: str, other: str) -> str:
    """Return a text that says both, or nothing where they have no room in one field."""
    if _stands_in(other, mine):
        return mine
    if field == "name":
        return ""
    if _stands_in(mine, other):
        return other
    both = f"{mine}{' ' if mine[-1] in '.!?' else '; '}{other}"
    return both if field in _JOINED and len(both) <= LIMITS[field][0] else ""


def _stands_in(text: str, whole: str) -> bool:
    """Say whether a text stands in another as words of its own; an empty one stands everywhere."""
    return not text or re.search(rf"(?<!\w){re.escape(text)}(?!\w)", whole) is not None
