"""What grows from an answer grows once, keeps its link, and goes with the words it grew from while it is untouched."""

import json
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from tests.seats import PROMPTS, SHOWN, TOOLKIT, approve, card, heard, key, meeting, say
from tests.stored import everything_on_disk, the_map, the_plan
from workshop.harvest import harvest, source, targets
from workshop.messages import FacilitatorMessages
from workshop.refusal import Refused
from workshop.settings import sqlite_url
from workshop.store import NotFound, Store, open_store
from workshop.themes import Arrangement, Theme, arrange

PLACES = [(prompt, to) for prompt in SHOWN for to in targets(PROMPTS[prompt])]


def approved(store: Store, prompt: str = "start", text: str = "Ask the library for a room") -> str:
    """Begin a meeting with one answer that was approved, and return the meeting."""
    session = meeting(store).id
    say(store, session, key(1), text, prompt=prompt)
    approve(store, session, key(1), prompt=prompt)
    return session


def grow(store: Store, session: str, to: str, number: int = 50, prompt: str = "start", **more: str) -> object:
    found = source(store, TOOLKIT, session, **(more or {"card": card(session, key(1), prompt)}))
    return harvest(store, TOOLKIT, session, found, to, key(number), "elders")


def everything_grown(store: Store, session: str) -> list[object]:
    return [*the_map(store, session).values(), *the_plan(store, session).values(), *store.list_items(session)]


# Where it goes


def test_every_question_says_where_its_answers_go() -> None:
    found = {key: targets(prompt) for key, prompt in PROMPTS.items()}
    assert found["impact"] == found["offer"] == ()
    assert (found["learn"][0], found["support"][0], found["who-else"][0]) == ("learning", "agreement", "gap")
    assert (found["resources"][0], found["committee"][0]) == ("resource", "committee")
    assert found["start"] == found["first-step"] == ("action",)


@pytest.mark.parametrize(("prompt", "to"), PLACES)
def test_an_answer_goes_where_it_can_go_once_with_a_link_to_where_it_came_from(
    store: Store, prompt: str, to: str
) -> None:
    session = approved(store, prompt)
    first = grow(store, session, to, 50, prompt)
    again = grow(store, session, to, 51, prompt)
    assert again == first
    assert everything_grown(store, session) == [first]
    assert first.origin == ("gap:elders" if to == "gap" else f"card:{card(session, key(1), prompt)}")
    told = FacilitatorMessages(store, TOOLKIT, session).answer({"kind": "read-console"})["content"]
    assert told["grown"] == [first.origin]


@pytest.mark.parametrize(("prompt", "to"), PLACES)
def test_what_grew_is_taken_out_again_by_its_undo_and_can_grow_anew(
    store: Store, prompt: str, to: str
) -> None:
    session = approved(store, prompt)
    desk = FacilitatorMessages(store, TOOLKIT, session)
    sent = {"kind": "harvest", "card": card(session, key(1), prompt), "to": to, "group": "elders"}
    reply = desk.answer(sent | {"id": key(50)})
    assert desk.answer(reply["undo"]) == {"removed": True}
    assert everything_grown(store, session) == []
    assert desk.answer(sent | {"id": key(51)})["record"]["id"] == key(51)


def test_two_facilitators_that_take_one_answer_at_once_make_one_line_of_it(tmp_path: Path) -> None:
    with open_store(sqlite_url(tmp_path)) as store:
        session = approved(store, "resources")
        made: list[object] = []
        start = threading.Barrier(6)

        def press(number: int, to: str) -> None:
            start.wait()
            made.append(grow(store, session, to, number, "resources"))

        presses = [
            threading.Thread(target=press, args=(n, to)) for n, to in enumerate(["action", "resource"] * 3)
        ]
        for one in presses:
            one.start()
        for one in presses:
            one.join()
        assert len({record.id for record in made}) == len(everything_grown(store, session)) == 2


@pytest.mark.parametrize("to", ["", "offer", "learning", "nowhere"])
def test_a_place_where_the_answers_to_a_question_don_t_go_is_refused(store: Store, to: str) -> None:
    session = approved(store)
    with pytest.raises(Refused, match="don't go there"):
        grow(store, session, to)


def test_an_answer_that_nobody_approved_grows_into_nothing(store: Store) -> None:
    session = meeting(store).id
    say(store, session, key(1))
    with pytest.raises(Refused, match="Approve"):
        grow(store, session, "action")
    say(store, session, key(1), "", 2)
    with pytest.raises(NotFound):
        grow(store, session, "action")


def test_a_theme_grows_by_its_title(store: Store) -> None:
    session = meeting(store).id
    arrange(store, TOOLKIT, session, Arrangement((Theme(key(9), session, "start", "Meet at the library"),)))
    grown = grow(store, session, "action", theme=key(9))
    assert (grown.what, grown.origin) == ("Meet at the library", f"theme:{key(9)}")
    with pytest.raises(Refused):
        source(store, TOOLKIT, session, theme=key(8))


@given(text=st.text(min_size=1, max_size=2000), place=st.sampled_from(PLACES))
@effort(max_examples=40)
def test_whatever_somebody_wrote_fits_in_its_place_or_is_refused_in_a_sentence(
    text: str, place: tuple
) -> None:
    prompt, to = place
    with closing(open_store("sqlite://")) as store:
        session = meeting(store).id
        if say(store, session, key(1), text, prompt=prompt).state != "written":
            return
        approve(store, session, key(1), prompt=prompt)
        grown = heard(lambda: grow(store, session, to, 50, prompt))
        if isinstance(grown, Refused):
            assert str(grown).endswith(".")
        else:
            assert everything_grown(store, session) == [grown]


# Words that are taken back afterwards


@pytest.mark.parametrize(("prompt", "to"), [place for place in PLACES if place[1] != "gap"])
def test_words_that_are_taken_back_are_gone_from_where_they_grew_and_from_the_files(
    store: Store, tmp_path: Path, prompt: str, to: str
) -> None:
    session = approved(store, prompt, "Ask the xylophone club")
    grow(store, session, to, 50, prompt)
    assert "xylophone" in json.dumps(
        FacilitatorMessages(store, TOOLKIT, session).answer({"kind": "read-console"})
    )
    say(store, session, key(1), "", 2, prompt)
    assert everything_grown(store, session) == []
    assert b"xylophone" not in everything_on_disk(tmp_path)


def test_a_line_that_people_have_worked_on_since_is_theirs_and_stays(store: Store) -> None:
    session = approved(store)
    action = grow(store, session, "action")
    store.save_action(replace(action, who="Library team"))
    say(store, session, key(1), "", 2)
    [stays] = the_plan(store, session).values()
    assert stays.who == "Library team"


def test_words_that_another_seat_takes_back_take_nothing_else_with_them(store: Store) -> None:
    session = approved(store)
    grow(store, session, "action")
    say(store, session, key(2), "Other words")
    say(store, session, key(2), "", 2)
    assert len(the_plan(store, session)) == 1
