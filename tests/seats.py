"""What the tests of the room share: a meeting, seats that answer in it, and the answers as a facilitator sees them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TypeVar

from workshop.hold import card_of, decide
from workshop.privacy import handle
from workshop.refusal import Refused
from workshop.responses import save_response
from workshop.session import begin_session
from workshop.store import Conflict, NotFound, PromptStage, Response, Session, Store
from workshop.toolkit import load_toolkit

T = TypeVar("T")
TOOLKIT = load_toolkit()
PROMPTS = {prompt.key: prompt for prompt in TOOLKIT.prompts}
#: What the room may see at all, and what it never may.
SHOWN = [key for key, prompt in PROMPTS.items() if prompt.sensitivity != "never"]
NEVER = [key for key, prompt in PROMPTS.items() if prompt.sensitivity == "never"]
DAY = date(2027, 3, 31)


def key(number: int) -> str:
    """Return what a page could have made as a new key."""
    return f"{number:032x}"


def meeting(store: Store, **more: object) -> Session:
    """Begin a meeting."""
    return begin_session(store, "Meeting", DAY, **more)


def say(
    store: Store,
    session: str,
    seat: str,
    text: str = "words",
    seq: int = 1,
    prompt: str = "start",
    **more: object,
) -> Response:
    """Answer a prompt; without words, take the answer back."""
    state = "written" if text else "withdrawn"
    return save_response(store, session, seat, PROMPTS[prompt], state=state, text=text, seq=seq, **more)


def card(session: str, seat: str, prompt: str = "start") -> str:
    """Return the name of a seat's answer on the facilitator's pages."""
    return card_of(handle(seat, session, prompt))


def approve(store: Store, session: str, seat: str, seq: int = 1, prompt: str = "start") -> None:
    """Approve an answer as it was read."""
    decide(store, TOOLKIT, session, card(session, seat, prompt), seq, "approved")


def reveal(store: Store, session: str, prompt: str = "start", *, revealed: bool = True) -> None:
    """Show the answers to a prompt to the room, or hide them."""
    kept = store.prompt_stages(session).get(prompt) or PromptStage(session, prompt)
    store.save_prompt_stage(replace(kept, revealed=revealed))


def heard(work: Callable[[], T]) -> T | Exception:
    """Return what comes of something, or why it was not done."""
    try:
        return work()
    except (Conflict, NotFound, Refused) as trouble:
        return trouble
