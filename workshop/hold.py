"""The hold queue: what people wrote waits for a facilitator's yes before the room sees it.

Nobody's words are edited here. A decision holds for the very words that were read: when their writer changes them
they wait again, and when their writer takes them back they are gone. The log says what was decided, never of whom.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from workshop.refusal import Refused
from workshop.store import Judged, NotFound, Store
from workshop.toolkit import Prompt, Toolkit

VERDICTS = ("waiting", "approved", "hidden", "attention")
#: Why something is not shown; what a log may say.
REASONS = ("", "names-someone", "personal-story", "could-hurt", "off-topic", "child-at-risk")
#: What the toolkit's signs call a text after which the facilitator may have to report.
CHILD_IN_DANGER = "a child who may be in danger"


@dataclass(frozen=True, slots=True)
class Card:
    """A response as the facilitator sees it, under a name from which nobody finds its handle.

    ``changed`` says that its writer changed the words after they were decided of. ``signs`` are what its words seem
    to hold ("a phone number"), ``urgent`` whether a child may be in danger.
    """

    card: str
    prompt: str
    text: str
    seq: int
    verdict: str
    theme: str
    changed: bool
    from_table: bool
    signs: tuple[str, ...]
    urgent: bool


def card_of(handle: str) -> str:
    """Return the name of a response on the facilitator's pages."""
    return hashlib.sha256(f"card\n{handle}".encode()).hexdigest()[:32]


def may_be_shown(toolkit: Toolkit) -> list[Prompt]:
    """Return the prompts whose answers the room may see at all."""
    return [prompt for prompt in toolkit.prompts if prompt.sensitivity != "never" and not prompt.private]


def judged_cards(store: Store, toolkit: Toolkit, session_id: str) -> dict[str, Judged]:
    """Return every response that may be shown at all, by the name of its card, in the order of these names."""
    prompts = [prompt.key for prompt in may_be_shown(toolkit)]
    found = {card_of(judged.response.handle): judged for judged in store.judged(session_id, prompts)}
    return dict(sorted(found.items()))


def cards(toolkit: Toolkit, judged: dict[str, Judged]) -> Iterable[Card]:
    """Give responses as cards."""
    for name, each in judged.items():
        signs = toolkit.disclosed(each.response.text)
        yield Card(
            name,
            each.response.prompt,
            each.response.text,
            each.response.seq,
            each.verdict,
            each.theme,
            each.changed,
            each.response.from_table,
            signs,
            CHILD_IN_DANGER in signs,
        )


def decide(
    store: Store, toolkit: Toolkit, session_id: str, card: str, seq: int, verdict: str, reason: str = ""
) -> str:
    """Keep a decision about the words that a facilitator read, and return what held before.

    Raises
    ------
    Refused
        When that is no decision.
    NotFound
        When the writer took the words back.
    Conflict
        When the writer changed them since.
    """
    if verdict not in VERDICTS or reason not in REASONS:
        raise Refused("That can't be decided of an answer.", "verdict")
    return store.decide(
        session_id, find(store, toolkit, session_id, card).response.handle, seq, verdict, reason
    )


def find(store: Store, toolkit: Toolkit, session_id: str, card: str) -> Judged:
    """Return the response behind a card.

    Raises
    ------
    NotFound
        When its writer took it back.
    """
    try:
        return judged_cards(store, toolkit, session_id)[card]
    except KeyError:
        raise NotFound("The person who wrote this took it back.") from None
