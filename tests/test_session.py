"""A session begins once, with a code that can be read out, guessed by nobody, and typed in any way."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
from workshop.store import NotFound, Store, open_store

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
