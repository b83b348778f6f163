"""The messages of the check-in, of what a seat said at earlier meetings, and of what changed since."""

import json
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

from workshop.changes import meetings
from workshop.check_ins import load_check_in, read_feedback, read_levels, save_feedback, save_level
from workshop.messages.fields import Message, read_count, read_seat, read_text
from workshop.responses import read_earlier

if TYPE_CHECKING:
    from workshop.messages.messages import Messages


def read_check_in(messages: "Messages", message: Message) -> Message:
    """Answer with what the seat itself has said of this meeting."""
    seat, store, session_id = read_seat(message), messages.store, messages.session_id
    return {
        "levels": read_levels(store, session_id, seat),
        "feedback": {
            kind: messages.shown(card) for kind, card in read_feedback(store, session_id, seat).items()
        },
    }


def answer_save_check_in(messages: "Messages", message: Message) -> Message:
    """Keep where a seat places itself on a statement."""
    seat, statement, level = read_seat(message), read_text(message, "statement"), read_count(message, "level")
    save_level(messages.store, messages.session_id, seat, statement, level)
    return {"saved": True}


def answer_save_feedback(messages: "Messages", message: Message) -> Message:
    """Keep what a seat says of the meeting."""
    kept = save_feedback(
        messages.store,
        messages.session_id,
        read_seat(message),
        read_text(message, "about"),
        read_text(message, "text"),
        read_count(message, "seq"),
    )
    return {"saved": True, **messages.shown(kept)}


def answer_read_earlier(messages: "Messages", message: Message) -> Message:
    """Answer with what the seat itself said at earlier meetings, and nobody else's words."""
    seat, store = read_seat(message), messages.store
    found = read_earlier(store, messages.session_id, seat, messages.toolkit.prompts)
    return {
        "meetings": [
            {
                "number": session.number,
                "title": session.title,
                "held_on": session.held_on.isoformat(),
                "responses": {key: response.text for key, response in said.items()},
            }
            for session, said in found
        ]
    }


def read_changes(messages: "Messages", _message: Message) -> Message:
    """Answer with each meeting as it stands, in numbers of things."""
    found = meetings(messages.store, messages.toolkit, date.today())
    statements = [asdict(one) for one in load_check_in().statements]
    plain = json.loads(json.dumps([asdict(meeting) for meeting in found], default=date.isoformat))
    return {"meetings": plain, "levels": {"words": list(load_check_in().levels), "statements": statements}}


def read_all_feedback(messages: "Messages", _message: Message) -> Message:
    """Answer with what was said of this meeting, for those who hold it."""
    return {"feedback": messages.store.all_feedback(messages.session_id)}


ANSWERS = {
    "read-check-in": read_check_in,
    "save-check-in": answer_save_check_in,
    "save-feedback": answer_save_feedback,
    "read-earlier": answer_read_earlier,
}
#: For those who hold the workshop.
FACILITATORS = {"read-changes": read_changes, "read-feedback": read_all_feedback}
