"""The messages of meetings: the next one, and what is kept of one that is over."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from workshop.ending import KEEP, Receipt, end_session, in_words
from workshop.homework import leave_open
from workshop.messages.fields import Message, read_flag, read_text, read_texts
from workshop.messages.room_view import shown_session
from workshop.privacy import clean_line
from workshop.refusal import Refused, refuse_longer
from workshop.session import begin_session, current_session
from workshop.store import Session

if TYPE_CHECKING:
    from workshop.messages.facilitator import FacilitatorMessages


def read_meetings(messages: "FacilitatorMessages", _message: Message) -> Message:
    """Answer with the present meeting, what there is of it, and what the next one would begin with."""
    store, session = messages.store, messages.store.session(messages.session_id)
    unfinished = [
        one.what for one in messages.snapshots.now().actions_there() if one.status in ("to-do", "doing")
    ]
    return {
        "meeting": shown_session(session)
        | {"code": session.join_code, "held_on": session.held_on.isoformat()},
        "there": _there(messages),
        "left_open": store.homework(session.id)[0],
        "unfinished": unfinished,
        "rehearsal": {
            "possible": messages.players is not None,
            "seats": messages.players.seats() if messages.players else 0,
        },
        "meetings": [shown_session(one) for one in store.sessions()],
    }


def begin_meeting(messages: "FacilitatorMessages", message: Message) -> Message:
    """Begin the next meeting, with what this one leaves; all facilitators' pages go on with it."""
    before = the_one_seen(messages, message, "before")
    if before.kind == "practice":
        raise Refused("Delete the rehearsal first.")
    session = begin_session(
        messages.store,
        read_text(message, "title"),
        date.today(),
        after=None if read_flag(message, "afresh") else before,
        only_if=before,
    )
    if read_flag(message, "afresh"):
        messages.store.end_homework(before.id)
    messages.move_to(session.id)
    return {"saved": True}


def rename_meeting(messages: "FacilitatorMessages", message: Message) -> Message:
    """Give this meeting another name than the one that the page shows."""
    session = the_one_seen(messages, message)
    title = refuse_longer(clean_line(read_text(message, "title")), 120, "title", "The name of a meeting")
    if not title:
        raise Refused("Give the meeting a name.", "title")
    if session.title not in (title, read_text(message, "was")):
        raise Refused(
            f"Another facilitator called this meeting “{session.title}” just now. Save yours again if it is better.",
            "title",
        )
    messages.store.change_session(session.id, title=title)
    return {"saved": True, "title": title}


def read_ending(messages: "FacilitatorMessages", _message: Message) -> Message:
    """Answer with what there is to keep or to destroy."""
    return {"there": _there(messages)}


def end_meeting(messages: "FacilitatorMessages", message: Message) -> Message:
    """End this meeting, with some questions left open for next time, and answer with the receipt."""
    keep = read_text(message, "keep")
    if keep not in KEEP:
        raise Refused("Choose what to keep.", "keep")
    session = the_one_seen(messages, message)
    if keep == "nothing":
        return destroyed(messages, session)
    if session.kind == "practice":
        raise Refused("Nothing of a rehearsal is kept. Delete it.", "keep")
    if keep == "all":
        questions, due = read_texts(message, "left_open"), read_text(message, "due")
        # Of a meeting that ends so, answers are kept for as long as people like.
        leave_open(
            messages.store, messages.toolkit, replace(session, ended=keep), questions, due, date.today()
        )
    return _receipt(end_session(messages.store, session.id, keep), session)


def reopen_meeting(messages: "FacilitatorMessages", message: Message) -> Message:
    """Go on with a meeting that ended with everything kept."""
    messages.store.reopen_session(the_one_seen(messages, message).id)
    return {"saved": True}


def the_one_seen(messages: "FacilitatorMessages", message: Message, field: str = "code") -> Session:
    """Return the present session, if it is the one that the page shows.

    Raises
    ------
    Refused
        When it is another one by now.
    """
    session = messages.store.session(messages.session_id)
    if read_text(message, field) != session.join_code:
        raise Refused("Another meeting has begun in the meantime. Look at it first.")
    return session


def destroyed(messages: "FacilitatorMessages", session: Session) -> Message:
    """Destroy a session, go on with the one before it, and answer with the receipt."""
    if session.kind == "practice" and messages.players:
        messages.players.stop()
    receipt = end_session(messages.store, session.id, "nothing")
    messages.move_to(current_session(messages.store).id)
    return _receipt(receipt, session)


def _receipt(receipt: Receipt, session: Session) -> Message:
    return {
        "ended": receipt.kept,
        "title": session.title,
        "gone": [list(pair) for pair in receipt.gone],
        "swept": receipt.swept,
    }


def _there(messages: "FacilitatorMessages") -> list[list[str | int]]:
    return [list(pair) for pair in in_words(messages.store.record_counts(messages.session_id))]


ANSWERS = {
    "read-meetings": read_meetings,
    "begin-meeting": begin_meeting,
    "rename-meeting": rename_meeting,
    "read-ending": read_ending,
    "end-meeting": end_meeting,
    "reopen-meeting": reopen_meeting,
}
