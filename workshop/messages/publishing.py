"""What the review page may ask, on the facilitator's server alone; the rules are those of ``workshop.publish``."""

from datetime import date
from typing import TYPE_CHECKING

from workshop.hold import card_of
from workshop.messages.fields import Message, read_count, read_flag, read_record, read_text
from workshop.publish.diff import changes
from workshop.publish.proposals import kept_back
from workshop.publish.publication import Publication
from workshop.publish.review import Decided, agree, agreed_publication, decide, read_draft
from workshop.refusal import Refused
from workshop.store import ANSWER, Choice

if TYPE_CHECKING:
    from workshop.messages.facilitator import FacilitatorMessages


def read_review(messages: "FacilitatorMessages", _message: Message) -> Message:
    """Answer with everything that can be decided on, what would go out now, and what that changes."""
    store, session_id = messages.store, messages.session_id
    draft, material = read_draft(store, messages.toolkit, session_id)
    last = agreed_publication(store, session_id)
    now = Publication(date.today(), last.number + 1 if last else 1, draft.items)
    return {
        "items": [_shown(decided) for decided in draft.decided],
        "kept_back": [{"name": kept.name, "why": kept.why} for kept in kept_back(material)],
        "mark": draft.mark,
        "count": len(draft.items),
        "trouble": draft.trouble,
        "agreements": [one.initials for one in draft.agreements],
        "changes": changes(last, now).lines(),
        "agreed": {"number": last.number, "day": last.day.isoformat()} if last else None,
    }


def decide_item(messages: "FacilitatorMessages", message: Message) -> Message:
    """Keep what somebody decided of an item."""
    words = read_record(message, "words") if "words" in message else {}
    choice = Choice(
        messages.session_id,
        _item_of_page(messages, read_text(message, "item")),
        read_text(message, "choice"),
        {read_text({"name": name}, "name"): read_text(words, name) for name in words},
        consent=read_flag(message, "consent"),
        looked=read_flag(message, "looked"),
        seen=read_text(message, "seen"),
        version=read_count(message, "version"),
    )
    kept = decide(messages.store, messages.toolkit, choice)
    return {"saved": True, "version": kept.version}


def agree_publication(messages: "FacilitatorMessages", message: Message) -> Message:
    """Keep that somebody agrees; ``number`` is that of the publication if it is agreed on now, and 0 if not yet."""
    agreed = agree(
        messages.store,
        messages.toolkit,
        messages.session_id,
        mark=read_text(message, "mark"),
        desk=read_text(message, "desk"),
        initials=read_text(message, "initials"),
        today=date.today(),
    )
    desks = {one.desk for one in messages.store.agreements(messages.session_id)}
    return {"agreed": True, "number": agreed.number if agreed else 0, "desks": len(desks)}


def _shown(decided: Decided) -> Message:
    """Return what the page is told of an item; an answer goes by its card, never by its handle."""
    item, choice = decided.proposal.item, decided.choice
    return {
        "item": _item_for_page(item.key),
        "kind": item.kind,
        "says": dict(item.says),
        "seen": item.mark(),
        "choice": choice.choice,
        "words": choice.words,
        "consent": choice.consent,
        "looked": choice.looked,
        "version": choice.version,
        "asks_consent": decided.proposal.needs_consent,
        "goes": decided.becomes is not None,
        "waits": decided.waits,
        "found": [
            {"field": field, "what": sign.what, "words": sign.words, "sure": sign.sure}
            for field, signs in decided.found.items()
            for sign in signs
        ],
    }


def _item_for_page(key: str) -> str:
    return f"{ANSWER}{card_of(key.removeprefix(ANSWER))}" if key.startswith(ANSWER) else key


def _item_of_page(messages: "FacilitatorMessages", named: str) -> str:
    """Return the key of the item that a page calls so.

    Raises
    ------
    Refused
        When it is not there (any more).
    """
    draft, _ = read_draft(messages.store, messages.toolkit, messages.session_id)
    for decided in draft.decided:
        if _item_for_page(decided.proposal.item.key) == named:
            return decided.proposal.item.key
    raise Refused("This is not there any more. Load the page again.", "item")


ANSWERS = {
    "read-review": read_review,
    "decide-item": decide_item,
    "agree-publication": agree_publication,
}
