"""The messages of everybody's pages about the room: where it is, its votes, and a seat that comes in."""

import time
from typing import TYPE_CHECKING

from workshop.messages.fields import Message, read_count, read_counts, read_flag, read_seat, read_text
from workshop.messages.room_view import answered
from workshop.privacy import handle
from workshop.votes import read_ballot, save_ballot

if TYPE_CHECKING:
    from workshop.messages.messages import Messages


def take_seat(messages: "Messages", message: Message) -> Message:
    """Note that a seat has come in, so that it can be counted."""
    name = handle(read_seat(message), messages.session_id, "seat:")
    messages.store.take_seat(messages.session_id, name, from_table=read_flag(message, "table"))
    return {"seated": True}


def read_room(messages: "Messages", message: Message) -> Message:
    """Answer with the room as everybody sees it, and the time by which its clock is read."""
    return answered(messages.room.now(), message, now=time.time())


def read_last_time(messages: "Messages", message: Message) -> Message:
    """Answer with what the meeting before this one set out to do."""
    return answered(messages.last_time.now(), message)


def read_ballots(messages: "Messages", message: Message) -> Message:
    """Answer with the seat's own dots in every vote."""
    seat, ballots = read_seat(message), {}
    for vote, _, _ in messages.store.votes(messages.session_id):
        seq, dots = read_ballot(messages.store, messages.session_id, seat, vote)
        ballots[vote.id] = {"seq": seq, "dots": dots}
    return {"ballots": ballots}


def answer_save_ballot(messages: "Messages", message: Message) -> Message:
    """Put a seat's dots where it wants them."""
    seat, vote = read_seat(message), read_text(message, "vote")
    dots, seq = read_counts(message, "dots"), read_count(message, "seq")
    save_ballot(messages.store, messages.session_id, seat, vote, dots, seq)
    return {"saved": True, "dots": dots, "seq": seq}


ANSWERS = {
    "take-seat": take_seat,
    "read-room": read_room,
    "read-last-time": read_last_time,
    "read-ballots": read_ballots,
    "save-ballot": answer_save_ballot,
}
