"""The messages of meetings: the next one, a rehearsal, and what is kept of one that is over."""

from datetime import date
from typing import TYPE_CHECKING

from workshop.ending import KEEP, end_session, in_words
from workshop.messages.fields import Message, read_flag, read_text
from workshop.privacy import clean_line
from workshop.refusal import Refused, refuse_longer
from workshop.session import begin_session, current_session

if TYPE_CHECKING:
    from workshop.messages.facilitator import FacilitatorMessages


def begin_meeting(messages: "FacilitatorMessages", message: Message) -> Message:
    """Begin the next meeting, with what this one leaves; all pages go on with it."""
    before = messages.store.session(messages.session_id)
    if read_text(message, "before") != before.join_code:
        raise Refused("Another facilitator has begun a meeting in the meantime. Look at it first.")
    if before.kind == "practice":
        raise Refused("Delete the rehearsal first.")
    session = begin_session(
        messages.store,
        read_text(message, "title"),
        date.today(),
        after=None if read_flag(message, "afresh") else before,
        only_if=before,
    )
    messages.move_to(session.id)
    return {"saved": True}


def rename_meeting(messages: "FacilitatorMessages", message: Message) -> Message:
    """Give this meeting another name."""
    title = refuse_longer(clean_line(read_text(message, "title")), 120, "title", "The name of a meeting")
    if not title:
        raise Refused("Give the meeting a name.", "title")
    messages.store.change_session(messages.session_id, title=title)
    return {"saved": True}


def read_ending(messages: "FacilitatorMessages", _message: Message) -> Message:
    """Answer with what there is to keep or to destroy."""
    return {"there": [list(pair) for pair in in_words(messages.store.record_counts(messages.session_id))]}


def end_meeting(messages: "FacilitatorMessages", message: Message) -> Message:
    """End this meeting and answer with the receipt."""
    keep, session = read_text(message, "keep"), messages.store.session(messages.session_id)
    if keep in KEEP and read_text(message, "code") != session.join_code:
        raise Refused("Another facilitator has begun a meeting in the meantime. Look at it first.")
    if keep in ("all", "summary") and session.kind == "practice":
        raise Refused("Nothing of a rehearsal is kept. Delete it.", "keep")
    receipt = end_session(messages.store, session.id, keep)
    if keep == "nothing":
        messages.move_to(current_session(messages.store).id)
    return {
        "ended": receipt.kept,
        "title": session.title,
        "gone": [list(pair) for pair in receipt.gone],
        "swept": receipt.swept,
    }


ANSWERS = {
    "begin-meeting": begin_meeting,
    "rename-meeting": rename_meeting,
    "read-ending": read_ending,
    "end-meeting": end_meeting,
}
