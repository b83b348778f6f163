"""A session begins once, with a code that can be read out, guessed by nobody, and typed in any way."""

import threading
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.stored import entry, the_map, the_plan
from workshop.refusal import Refused
from workshop.session import (
    CODE_LENGTH,
    CODE_LETTERS,
    begin_session,
    current_session,
    find_session,
    is_held,
    new_join_code,
    spoken_code,
)
from workshop.settings import sqlite_url
from workshop.store import Action, GroupMark, ListItem, NotFound, Response, Store, open_store

DAY = date(2027, 3, 31)


def test_a_new_store_begins_its_first_session_and_goes_on_with_it(store: Store) -> None:
    first = current_session(store)
    assert first.number == 1
    assert first.held_on == date.today()
    assert current_session(store) == first


def test_the_session_that_was_begun_last_is_the_one_that_goes_on(store: Store) -> None:
    begin_session(store, "First meeting", DAY)
    second = begin_session(store, "Second meeting", DAY)
    assert current_session(store) == second
    assert (second.title, second.held_on, second.number) == ("Second meeting", DAY, 2)


def test_a_meeting_is_held_until_it_is_ended_or_another_one_begins_and_a_rehearsal_ends_none(
    store: Store,
) -> None:
    first = begin_session(store, "First meeting", DAY)
    begin_session(store, "Rehearsal", DAY, kind="practice")
    assert is_held(store, first.id)
    second = begin_session(store, "Second meeting", DAY)
    assert not is_held(store, first.id)
    assert is_held(store, second.id)
    store.end_session(second.id, "all")
    assert not is_held(store, second.id)
    store.end_session(first.id, "")
    with pytest.raises(NotFound):
        is_held(store, first.id)


def test_codes_have_six_letters_that_are_easy_to_tell_apart_and_seldom_repeat() -> None:
    codes = [new_join_code() for _ in range(500)]
    assert {len(code) for code in codes} == {CODE_LENGTH} == {6}
    assert set("".join(codes)) <= set(CODE_LETTERS)
    assert not set(CODE_LETTERS) & set("AEIOU01258BLSZQ")
    assert len(CODE_LETTERS) ** CODE_LENGTH > 80_000_000
    assert len(set(codes)) > 495


def test_a_code_is_shown_in_two_halves() -> None:
    assert spoken_code("CDFGHJ") == "CDF GHJ"


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}\n", "'{}'", "{}."])
def test_a_code_opens_its_session_however_it_is_typed(store: Store, typed: str) -> None:
    session = begin_session(store, "Meeting", DAY)
    code = session.join_code
    for version in (
        code,
        code.lower(),
        spoken_code(code),
        "-".join(code),
        f"{code[:2]} {code[2:4]} {code[4:]}",
    ):
        assert find_session(store, typed.format(version)) == session


def test_an_old_code_still_leads_to_its_own_session(store: Store) -> None:
    first = begin_session(store, "First meeting", DAY)
    second = begin_session(store, "Second meeting", DAY)
    assert find_session(store, first.join_code) == first
    assert find_session(store, second.join_code) == second


@pytest.mark.parametrize("typed", ["", "CDF", "CDFGHJK", "ßßß", "%' OR 1=1", "AEIOUA", "\ud800", "''''''"])
def test_a_wrong_code_opens_nothing(store: Store, typed: str) -> None:
    begin_session(store, "Meeting", DAY)
    assert find_session(store, typed) is None


@given(typed=st.text(st.characters(exclude_categories=())))
def test_whatever_is_typed_opens_nothing_or_the_session_with_that_code(
    one_session: Store, typed: str
) -> None:
    found = find_session(one_session, typed)
    code = current_session(one_session).join_code
    assert found is None or "".join(filter(str.isalnum, typed.upper())) == code


@pytest.fixture(scope="module")
def one_session():
    with open_store("sqlite://") as store:
        begin_session(store, "Meeting", DAY)
        yield store


# The next one


def test_the_next_meeting_begins_with_the_map_the_lists_and_what_is_not_done(store: Store) -> None:
    first = begin_session(store, "First meeting", DAY)
    store.save_entry(replace(entry("Library"), session_id=first.id))
    gone = store.save_entry(replace(entry("Arena", 2), session_id=first.id))
    store.remove_entry(first.id, gone.id, gone.version)
    for number, status in enumerate(("to-do", "doing", "done", "dropped")):
        store.save_action(Action(f"{number:032x}", first.id, status, status=status))
    store.save_list_item(ListItem("a" * 32, first.id, "agreement", "Listen first"))
    store.save_mark(GroupMark(first.id, "elders", "not-here"))
    second = begin_session(store, "Second meeting", DAY, after=first)
    assert [kept.name for kept in the_map(store, second.id).values()] == ["Library"]
    assert sorted(kept.what for kept in the_plan(store, second.id).values()) == ["doing", "to-do"]
    assert [item.text for item in store.list_items(second.id)] == ["Listen first"]
    assert store.community_changes(second.id).marks["elders"].mark == "not-here"
    assert len(the_plan(store, first.id)) == 4


def test_nothing_in_the_next_meeting_is_tied_to_an_answer_of_the_one_before(store: Store) -> None:
    first = begin_session(store, "First meeting", DAY)
    origins = {"1" * 32: "card:" + "c" * 32, "2" * 32: "theme:" + "d" * 32, "3" * 32: "gap:elders"}
    for name, origin in origins.items():
        store.save_action(Action(name, first.id, "What", origin=origin))
        store.save_entry(replace(entry(), id=name, session_id=first.id, origin=origin))
        store.save_list_item(ListItem(name, first.id, "learning", "Line", origin))
    second = begin_session(store, "Second meeting", DAY, after=first)
    for there in (the_map(store, second.id), the_plan(store, second.id)):
        assert {kept.origin for kept in there.values()} == {"", "gap:elders"}
    assert {item.origin for item in store.list_items(second.id)} == {"", "gap:elders"}
    assert {action.origin for action in the_plan(store, first.id).values()} == set(origins.values())


def test_the_next_meeting_begins_closed_to_nothing_and_with_nobodys_answers(store: Store) -> None:
    first = begin_session(store, "First meeting", DAY)
    store.save_response(Response("a" * 64, first.id, "start", "written", "words", 1))
    store.take_seat(first.id, "b" * 64, from_table=False)
    second = begin_session(store, "Second meeting", DAY, after=first)
    assert store.response_counts(second.id) == {}
    assert store.seat_counts(second.id) == (0, 0)
    assert store.takes_answers(second.id, "start") == "open"


def test_two_facilitators_that_begin_the_next_meeting_at_once_begin_one(tmp_path) -> None:
    with open_store(sqlite_url(tmp_path)) as store:
        first = begin_session(store, "First meeting", DAY)
        start, begun, told = threading.Barrier(4), [], []

        def begin() -> None:
            start.wait()
            try:
                begun.append(begin_session(store, "Second meeting", DAY, after=first, only_if=first))
            except NotFound as trouble:
                told.append(str(trouble))

        both = [threading.Thread(target=begin) for _ in range(4)]
        for one in both:
            one.start()
        for one in both:
            one.join()
        assert len(begun) == 1
        assert told == ["Another meeting has begun in the meantime. Look at it first."] * 3
        assert len(store.sessions()) == 2


def test_a_meeting_needs_a_name_that_fits(store: Store) -> None:
    for title in ("", " \n", "x" * 121):
        with pytest.raises(Refused) as refused:
            begin_session(store, title, DAY)
        assert refused.value.field == "title"
    assert store.latest_session() is None
