"""The message of a scribe who enters what a table wrote on paper."""

from typing import TYPE_CHECKING

from workshop.messages.answers import keep_response
from workshop.messages.console.meetings import the_one_seen
from workshop.messages.fields import Message

if TYPE_CHECKING:
    from workshop.messages.facilitator import FacilitatorMessages


def save_paper(messages: "FacilitatorMessages", message: Message) -> Message:
    """Keep what a table wrote; paper was written while its question was open, so one that is closed takes it."""
    the_one_seen(messages, message)  # words for one meeting are not kept in another that has begun meanwhile
    return keep_response(messages, message | {"table": True}, on_paper=True)


ANSWERS = {"save-paper": save_paper}
