"""The rules of a response: who may change it, how long it may be, and where it is kept."""

from collections.abc import Iterable
from contextlib import suppress

from workshop.hold import card_of
from workshop.homework import names_of
from workshop.origins import of_card
from workshop.privacy import clean_text
from workshop.refusal import Refused, refuse_longer
from workshop.store import NotTaken, Response, Session, Store, StoreUnavailable
from workshop.toolkit import Prompt

#: Characters after which a counter says that short answers are easier to share.
SOFT_LIMIT = 400
#: Characters after which a response is not taken.
HARD_LIMIT = 2000

STATES = ("written", "passed", "withdrawn")


_NOT_TAKEN = {
    "ended": "This meeting has ended, and no more answers are taken.",
    "closed": "This question is closed just now.",
}


class Closed(Refused):
    """The facilitator has closed a prompt: what was written can be sent once it is open again."""


def read_responses(
    store: Store, session_id: str, seat: str, prompts: Iterable[Prompt]
) -> dict[str, Response]:
    """Return a seat's responses by prompt; a prompt it has not touched has the state ``none``."""
    found: dict[str, Response] = {}
    prompts = list(prompts)
    handles = names_of(store, session_id, seat, prompts)
    for private in (False, True):
        found |= store.responses((handles[p.key] for p in prompts if p.private == private), private=private)
    return {
        key: found.get(name) or Response(name, session_id, key, "none", "", 0)
        for key, name in handles.items()
    }


def read_earlier(
    store: Store, session_id: str, seat: str, prompts: Iterable[Prompt]
) -> list[tuple[Session, dict[str, Response]]]:
    """Return what a seat wrote at the meetings before this one, the latest first; those without words are left out."""
    prompts = list(prompts)
    found = []
    now = store.session(session_id)
    for session in reversed(store.sessions()):
        if session.number < now.number and session.kind == now.kind:
            said = read_responses(store, session.id, seat, prompts)
            written = {
                key: response
                for key, response in said.items()
                if response.state == "written" and response.session_id == session.id  # it may have gone along
            }
            if written:
                found.append((session, written))
    return found


def save_response(
    store: Store,
    session_id: str,
    seat: str,
    prompt: Prompt,
    *,
    state: str,
    text: str,
    seq: int,
    from_table: bool = False,
    on_paper: bool = False,
) -> Response:
    """Keep what a seat says to a prompt and return it as it is kept.

    Parameters
    ----------
    state
        ``written``, ``passed`` or ``withdrawn``; only what is written has words, and a response left
        without any is withdrawn.
    seq
        One more than the ``seq`` that the seat last saw.
    on_paper
        Whether a scribe enters what was written on paper: while people could, so that a prompt that was closed
        since takes it still.

    Raises
    ------
    Closed
        When the facilitator has closed the prompt, or the meeting has ended; words can be taken back all the same.
    Refused
        When the words are too long.
    Conflict
        When another page of the same seat has said something else since.
    """
    if state not in STATES:
        raise Refused("That can't be done with an answer.")
    text = clean_text(text) if state == "written" else ""
    if state == "written" and not text:
        state = "withdrawn"  # an answer with its last word deleted
    refuse_longer(text, HARD_LIMIT, "text", "An answer")
    name = names_of(store, session_id, seat, [prompt])[prompt.key]
    response = Response(name, session_id, prompt.key, state, text, seq, from_table)
    refuse = () if state == "withdrawn" else ("ended",) if on_paper else ("ended", "closed")
    try:
        kept = store.save_response(
            response, private=prompt.private, refuse=refuse, origin=of_card(card_of(name))
        )
    except NotTaken as refused:
        raise Closed(_NOT_TAKEN[refused.why]) from None
    if state == "withdrawn":
        # It is withdrawn already. Where others are at the file just now, the server tidies up within a minute.
        with suppress(StoreUnavailable):
            store.forget_traces()
    return kept
