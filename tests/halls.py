"""How a test moves the room, as a facilitator does: through the rules, on the records of a served workshop."""

import secrets
import time
from dataclasses import replace
from datetime import date

from playwright.sync_api import Page

from tests.pages import open_section
from tests.plans import records
from tests.server import Server
from workshop.agenda import begin_agenda, enter_step, prompt_stages
from workshop.hold import decide, judged_cards
from workshop.lists import save_item
from workshop.session import begin_session
from workshop.stage import set_clock, set_prompt
from workshop.store import Judged, ListItem, Session, Store, Theme, Vote
from workshop.themes import Arrangement, arrange
from workshop.toolkit import load_toolkit
from workshop.votes import find, open_vote, set_state

TOOLKIT = load_toolkit()


def begin(hall: Server, *, kind: str = "meeting", goes_on: bool = False) -> Session:
    """Begin a meeting that no other test knows of; it can go on with what the one before left."""
    with records(hall) as (store, before):
        after = store.session(before) if goes_on else None
        return begin_session(store, "Alder Flats", date(2027, 3, 31), kind=kind, after=after)


def come_in(page: Page, hall: Server, notebook: str) -> Page:
    """Join the latest meeting, and open one of its sections."""
    with records(hall) as (store, session):
        page.goto(f"{hall.url}join/{store.session(session).join_code}", wait_until="commit")
    page.wait_for_url("**/01-goal.ipynb")
    return open_section(page, hall, notebook)


def enter(hall: Server, title: str) -> None:
    """Bring the room to the step of the agenda that is called this; begin the agenda if need be."""
    with records(hall) as (store, session):
        begin_agenda(store, TOOLKIT, session)
        step = next(step for step in store.agenda(session) if step.title == title)
        enter_step(store, TOOLKIT, session, step.id, store.stage(session).version, time.time(), done=True)


def clock(hall: Server, change: str, seconds: int = 0) -> None:
    """Start the clock, let it rest, or stop it."""
    with records(hall) as (store, session):
        set_clock(store, session, change, seconds, store.stage(session).version, time.time())


def stage_prompt(hall: Server, prompt: str, **fields: bool) -> None:
    """Open, close, reveal or hide a prompt."""
    with records(hall) as (store, session):
        set_prompt(store, TOOLKIT, replace(prompt_stages(store, TOOLKIT, session)[prompt], **fields))


def judge(hall: Server, text: str, verdict: str = "approved", theme: str = "") -> None:
    """Decide of the answer that says this, once it is there, and put it under a theme of its own."""
    with records(hall) as (store, session):
        card, judged = _card(store, session, text)
        decide(store, TOOLKIT, session, card, judged.response.seq, verdict)
        if theme:
            made = Theme(secrets.token_hex(16), session, judged.response.prompt, theme)
            arrange(store, TOOLKIT, session, Arrangement(themes=(made,), cards=((card, "", made.id),)))


def _card(store: Store, session: str, text: str) -> tuple[str, Judged]:
    for _ in range(100):
        for card, judged in judged_cards(store, TOOLKIT, session).items():
            if judged.response.text == text:
                return card, judged
        time.sleep(0.05)
    raise AssertionError(f"Nobody wrote {text!r}.")


def vote(hall: Server, *choices: str, question: str = "What comes first?", dots: int = 3) -> str:
    """Open a vote between choices and return its id."""
    with records(hall) as (store, session):
        opened = Vote(secrets.token_hex(16), session, "start", question, dots)
        return open_vote(store, TOOLKIT, opened, {secrets.token_hex(16): one for one in choices}).id


def set_vote(hall: Server, vote_id: str, state: str) -> None:
    """Close a vote, or open it again."""
    with records(hall) as (store, session):
        set_state(store, session, vote_id, state, find(store, session, vote_id).version)


def dots(hall: Server, vote_id: str) -> dict[str, int]:
    """Return how many dots each choice has, as the vote stands when it is closed."""
    with records(hall) as (store, session):
        (options,) = (options for found, options, _ in store.votes(session) if found.id == vote_id)
        return {option.title: option.dots for option in options}


def line(hall: Server, kind: str, text: str) -> None:
    """Add a line to a list of the group."""
    with records(hall) as (store, session):
        save_item(store, ListItem(secrets.token_hex(16), session, kind, text))


def seats(hall: Server) -> tuple[int, int]:
    """Return how many seats have come in, and how many of them are tables."""
    with records(hall) as (store, session):
        return store.seat_counts(session)
