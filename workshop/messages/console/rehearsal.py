"""The messages of a rehearsal: it begins, and it is deleted."""

from typing import TYPE_CHECKING

from workshop.messages.console.meetings import destroyed, the_one_seen
from workshop.messages.fields import Message, read_count
from workshop.refusal import Refused
from workshop.rehearsal import begin_rehearsal

if TYPE_CHECKING:
    from workshop.messages.facilitator import FacilitatorMessages


def answer_begin_rehearsal(messages: "FacilitatorMessages", message: Message) -> Message:
    """Begin a rehearsal; the facilitator's pages show it, and the phones of the meeting stay where they are."""
    seats = read_count(message, "seats")
    session = begin_rehearsal(messages.store, messages.players, the_one_seen(messages, message), seats)
    if session.id != messages.session_id:
        messages.move_to(session.id)
    return {"saved": True}


def end_rehearsal(messages: "FacilitatorMessages", message: Message) -> Message:
    """Delete the rehearsal; the meeting before it is the present one again."""
    session = the_one_seen(messages, message)
    if session.kind != "practice":
        raise Refused("There is no rehearsal now.")
    return destroyed(messages, session)


ANSWERS = {"begin-rehearsal": answer_begin_rehearsal, "end-rehearsal": end_rehearsal}
