"""After a meeting: keep all, keep a summary, or destroy everything, with a receipt of what is gone."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from workshop.refusal import Refused
from workshop.store import Store, StoreUnavailable

KEEP = ("all", "summary", "nothing")
#: What one of a table of the store, and many, are called on a receipt; what no person would look for is not listed.
CALLED = {
    "responses": ("answer to the questions", "answers to the questions"),
    "private_responses": ("private offer (question 7)", "private offers (question 7)"),
    "seats": ("seat that came in", "seats that came in"),
    "decisions": ("decision about an answer", "decisions about answers"),
    "decision_log": ("line in the log of decisions", "lines in the log of decisions"),
    "dots": ("dot in a vote", "dots in votes"),
    "check_ins": ("place on the check-in", "places on the check-in"),
    "feedback": ("card about the meeting", "cards about the meeting"),
    "entries": ("entry of the community map", "entries of the community map"),
    "actions": ("action of the plan", "actions of the plan"),
    "steps": ("step that was marked", "steps that were marked"),
    "group_marks": ("mark on a community group", "marks on community groups"),
    "themes": ("theme", "themes"),
    "votes": ("vote", "votes"),
    "list_items": (
        "line of the agreement or the learning list",
        "lines of the agreement and the learning list",
    ),
    "agenda_steps": ("step of the agenda", "steps of the agenda"),
    "choices": ("decision about what to publish", "decisions about what to publish"),
    "quoted": ("answer that was to be published", "answers that were to be published"),
    "agreed": ("agreed publication", "agreed publications"),
}


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is gone: how many of what, and whether the files were swept clean at once."""

    kept: str
    gone: tuple[tuple[str, int], ...]
    swept: bool


def end_session(store: Store, session_id: str, keep: str) -> Receipt:
    """End a meeting and return the receipt of what is gone.

    Deleted words are overwritten on the disk, and the database is written anew. Where another process reads it
    just then, that is done again within a minute, and the receipt says so.

    Raises
    ------
    Refused
        When it is not said what to keep.
    NotFound
        When there is no such session.
    NotTaken
        When no more than a summary is left of it already.
    """
    if keep not in KEEP:
        raise Refused("Choose what to keep.", "keep")
    counts = store.end_session(session_id, "" if keep == "nothing" else keep)
    swept = keep == "all"
    if not swept:
        with suppress(StoreUnavailable):
            store.forget_traces()
            swept = True
    return Receipt(keep, in_words(counts), swept)


def in_words(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Return how many of what there are, as a receipt says it."""
    return tuple(
        (called[counts[table] != 1], counts[table]) for table, called in CALLED.items() if counts.get(table)
    )
