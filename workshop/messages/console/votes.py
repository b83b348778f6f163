"""The messages of votes, from the side of those who hold them."""

from typing import TYPE_CHECKING

from workshop import votes
from workshop.messages.fields import Message, read_count, read_records, read_text
from workshop.store import Vote

if TYPE_CHECKING:
    from workshop.messages.facilitator import FacilitatorMessages


def open_vote(messages: "FacilitatorMessages", message: Message) -> Message:
    """Open a vote; a message that comes twice opens it once."""
    vote = Vote(
        read_text(message, "id"),
        messages.session_id,
        read_text(message, "prompt"),
        read_text(message, "question"),
        dots=read_count(message, "dots"),
    )
    options = {
        read_text(sent, "option"): read_text(sent, "title") for sent in read_records(message, "options")
    }
    return {
        "saved": True,
        "vote": messages.shown(votes.open_vote(messages.store, messages.toolkit, vote, options)),
    }


def set_vote(messages: "FacilitatorMessages", message: Message) -> Message:
    """Close a vote, or open it again."""
    vote, state, version = (
        read_text(message, "id"),
        read_text(message, "state"),
        read_count(message, "version"),
    )
    kept = votes.set_state(messages.store, messages.session_id, vote, state, version)
    return {"saved": True, "vote": messages.shown(kept)}


def remove_vote(messages: "FacilitatorMessages", message: Message) -> Message:
    """Take a vote away, with every dot in it."""
    vote, version = read_text(message, "id"), read_count(message, "version")
    messages.store.remove_vote(messages.session_id, vote, version)
    return {"removed": True}


ANSWERS = {"open-vote": open_vote, "set-vote": set_vote, "remove-vote": remove_vote}
