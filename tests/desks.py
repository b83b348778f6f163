"""A meeting for the tests of the facilitator's pages: its records, its pages, and what people do in it."""

import secrets
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.pages import ALL_READY, wait_until
from tests.server import Server
from workshop import agenda, hold, homework, stage, themes, votes
from workshop.responses import save_response
from workshop.session import begin_session
from workshop.settings import sqlite_url
from workshop.store import Action, Session, Store, Theme, Vote, open_store
from workshop.toolkit import load_toolkit

TOOLKIT = load_toolkit()


@pytest.fixture
def room(hall: Server) -> Iterator["Room"]:
    """A meeting that has just been called, with an empty room; no agenda is left of an earlier one."""
    with open_store(sqlite_url(hall.data)) as store:
        for name in store.agenda_templates():
            store.remove_agenda_template(name)
        yield Room(hall, store, begin_session(store, "Alder Flats", date.today()))


class Room:
    """A meeting, and what happens in it without the page that a test looks at."""

    def __init__(self, hall: Server, store: Store, session: Session) -> None:
        self.hall, self.store, self.session = hall, store, session
        self.id = session.id

    # Pages

    def address(self, name: str) -> str:
        """Return the address of one of the facilitator's notebooks."""
        door = urlsplit(self.hall.facilitator_url)
        return f"{door.scheme}://{door.netloc}/voila/render/facilitator/{name}.ipynb"

    def open(self, page: Page, name: str) -> Page:
        """Open a facilitator's notebook once its server has heard of this meeting."""
        if not page.url.startswith("http"):
            page.goto(self.hall.facilitator_url, wait_until="commit")
        messages = self.address(name).partition("voila/")[0] + "workshop/messages"
        for _ in range(60):
            read = page.request.post(messages, data={"kind": "read-console", "mark": ""}).json()
            if read["content"]["session"]["code"] == self.session.join_code:
                break
            time.sleep(0.1)
        page.goto(self.address(name))
        wait_until(page, ALL_READY, timeout=30_000)
        expect(page.locator(".go-widget:visible").first).not_to_have_text("")
        return page

    # What people do

    def answer(self, prompt: str, text: str, *, seat: str = "", seq: int = 1, table: bool = False) -> str:
        """Write an answer as a seat does, and return the seat."""
        seat = seat or secrets.token_hex(16)
        save_response(
            self.store,
            self.id,
            seat,
            TOOLKIT.prompt(prompt),
            state="written",
            text=text,
            seq=seq,
            from_table=table,
        )
        return seat

    def come_in(self, count: int) -> None:
        """Let seats come in."""
        for _ in range(count):
            self.store.take_seat(self.id, secrets.token_hex(16), from_table=False)

    def plan(self, what: str) -> Action:
        """Put an action in the plan."""
        return self.store.save_action(Action(secrets.token_hex(16), self.id, what))

    # What another facilitator does

    def leave_open(self, prompt: str, day: date) -> None:
        """Leave a question open for next time."""
        homework.leave_open(self.store, TOOLKIT, self.session, [prompt], day.isoformat(), date.today())

    def begin_next(self) -> Session:
        """Begin the next meeting, which goes on from this one."""
        return begin_session(self.store, "Second evening", date.today(), after=self.session)

    def begin(self, *titles: str) -> None:
        """Begin with the two-hour agenda, and come to the steps with these titles."""
        agenda.begin_agenda(self.store, TOOLKIT, self.id)
        for title in titles:
            self.enter(title)

    def enter(self, title: str) -> None:
        """Come to a step."""
        (step,) = (step for step in self.steps() if step.title == title)
        version = self.store.stage(self.id).version
        agenda.enter_step(self.store, TOOLKIT, self.id, step.id, version, time.time(), done=True)

    def decide(self, verdict: str, *texts: str) -> None:
        """Decide about the answers with these words, or about all of them."""
        for card, found in self.judged().items():
            if not texts or found.response.text in texts:
                hold.decide(self.store, TOOLKIT, self.id, card, found.response.seq, verdict)

    def reveal(self, prompt: str) -> None:
        """Show the approved answers to a prompt to the room."""
        known = agenda.prompt_stages(self.store, TOOLKIT, self.id)[prompt]
        stage.set_prompt(self.store, TOOLKIT, replace(known, revealed=True))

    def theme(self, prompt: str, title: str, *texts: str) -> Theme:
        """Put the answers with these words under a new theme."""
        made = Theme(secrets.token_hex(16), self.id, prompt, title)
        cards = [card for card, found in self.judged().items() if found.response.text in texts]
        change = themes.Arrangement(themes=(made,), cards=tuple((card, "", made.id) for card in cards))
        themes.arrange(self.store, TOOLKIT, self.id, change)
        return made

    def vote(self, prompt: str, question: str, *choices: str) -> Vote:
        """Open a vote between choices."""
        opened = Vote(secrets.token_hex(16), self.id, prompt, question, dots=3)
        return votes.open_vote(
            self.store, TOOLKIT, opened, {secrets.token_hex(16): choice for choice in choices}
        )

    def ballot(self, vote: Vote, **dots: int) -> None:
        """Let a new seat vote; choices are named by their first word."""
        known = {option.title.split()[0]: option.option for option in self.options(vote)}
        seat = secrets.token_hex(16)
        votes.save_ballot(self.store, self.id, seat, vote.id, {known[word]: n for word, n in dots.items()}, 1)

    def close(self, vote: Vote) -> None:
        """Close a vote."""
        votes.set_state(self.store, self.id, vote.id, "closed", vote.version)

    # What is kept

    def steps(self) -> list:
        return self.store.agenda(self.id)

    def judged(self) -> dict:
        return hold.judged_cards(self.store, TOOLKIT, self.id)

    def verdicts(self) -> dict[str, str]:
        return {found.response.text: found.verdict for found in self.judged().values()}

    def stands_under(self) -> dict[str, str]:
        """Return the title of the theme under which each answer stands."""
        titles = {theme.id: theme.title for theme in self.store.themes(self.id)}
        return {found.response.text: titles.get(found.theme, "") for found in self.judged().values()}

    def options(self, vote: Vote) -> list:
        return next(options for found, options, _ in self.store.votes(self.id) if found.id == vote.id)

    def is_open(self, prompt: str) -> bool:
        return agenda.prompt_stages(self.store, TOOLKIT, self.id)[prompt].open

    def is_revealed(self, prompt: str) -> bool:
        return agenda.prompt_stages(self.store, TOOLKIT, self.id)[prompt].revealed

    def now(self) -> str:
        """Return the title of the step that the room is on."""
        here = self.store.stage(self.id).step
        return next((step.title for step in self.steps() if step.id == here), "")
