"""Words are kept apart from people, and text is made safe to keep without being changed for its writer."""

import string
import unicodedata
from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from workshop.privacy import clean_line, clean_text, handle
from workshop.toolkit import load_toolkit

PROMPTS = tuple(prompt.key for prompt in load_toolkit().prompts)

#: Any text at all, broken Unicode and control characters among it.
anything = st.text(st.characters(exclude_categories=()))
seats = st.binary(min_size=16, max_size=16).map(bytes.hex)
sessions = st.text(string.hexdigits[:16], min_size=32, max_size=32)
prompts = st.sampled_from(PROMPTS)
places = st.tuples(seats, sessions, prompts)

#: Marks that turn the reading direction of what stands around them.
TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


# Handles


@given(places, places)
def test_two_handles_are_the_same_only_for_the_same_seat_session_and_prompt(a: tuple, b: tuple) -> None:
    assert (handle(*a) == handle(*b)) == (a == b)


@given(places, seats, sessions, prompts)
def test_another_seat_or_session_or_prompt_alone_gives_another_handle(
    place: tuple, seat: str, session: str, prompt: str
) -> None:
    others = {(seat, *place[1:]), (place[0], session, place[2]), (*place[:2], prompt)} - {place}
    assert handle(*place) not in {handle(*other) for other in others}


@given(seats, st.text(min_size=1), st.text(min_size=1), st.data())
def test_the_end_of_one_name_is_never_read_as_the_start_of_the_next(
    seat: str, session: str, prompt: str, data: st.DataObject
) -> None:
    assume("\n" not in session + prompt)
    joined = session + prompt
    cut = data.draw(st.integers(0, len(joined)))
    assume(cut != len(session))
    assert handle(seat, session, prompt) != handle(seat, joined[:cut], joined[cut:])


@given(st.lists(seats, min_size=2, max_size=6, unique=True), sessions)
def test_no_two_answers_of_a_seat_can_be_told_to_be_from_one_seat(kept_by: list[str], session: str) -> None:
    handles = [handle(seat, session, prompt) for seat in kept_by for prompt in PROMPTS]
    assert len(set(handles)) == len(kept_by) * len(PROMPTS)
    for one, other in combinations(handles, 2):
        # What two random handles have in common by chance stays far below sixteen digits in a row.
        assert not any(one[at : at + 16] in other for at in range(0, len(one) - 15))


@given(places)
def test_a_handle_holds_nothing_of_the_key_it_was_made_with(place: tuple) -> None:
    made = handle(*place)
    assert place[0] not in made
    assert place[1] not in made
    assert len(made) == 64


@given(anything)
def test_only_the_keys_that_browsers_make_give_a_handle(text: str) -> None:
    assume(not (len(text) == 32 and set(text) <= set("0123456789abcdef")))
    with pytest.raises(ValueError, match="32 hexadecimal"):
        handle(text, "session", "impact")


# Text


@given(anything)
def test_cleaning_never_fails_and_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once
    assert clean_line(clean_line(text)) == clean_line(text)


@given(anything)
def test_clean_text_can_be_stored_and_sent(text: str) -> None:
    assert clean_text(text).encode("utf-8").decode("utf-8") == clean_text(text)


@given(anything)
def test_no_control_character_is_left_but_line_ends_and_tabs(text: str) -> None:
    controls = {letter for letter in clean_text(text) if unicodedata.category(letter) == "Cc"}
    assert controls <= {"\n", "\t"}


@given(anything, st.sampled_from(TURNS), anything)
def test_no_mark_that_turns_the_text_around_it_is_left(before: str, turn: str, after: str) -> None:
    assert not set(clean_text(before + turn + after)) & set(TURNS)


@given(anything)
def test_a_line_has_one_line(text: str) -> None:
    assert clean_line(text).splitlines() in ([], [clean_line(text)])


@pytest.mark.parametrize(
    "text",
    [
        "What can we do? 🌲",
        "👩🏽\u200d🚒 and 👨\u200d👩\u200d👧\u200d👦 and 🏳️\u200d🌈",
        "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        "مرحبا، كيف نبدأ؟",
        "می\u200cخواهم کمک کنم",  # noqa: RUF001
        "שלום, איך מתחילים?",
        "ᓄᓇᕗᑦ and Secwepemctsín and Nuučaan̓uɫ",
        "नमस्ते क्\u200dष",
        "First line\nSecond line\n\nAfter a gap\tand a tab",
        "<script>alert('not ours')</script> & \"quotes\" \\ 100 % ; DROP TABLE responses",
        "=1+1",
    ],
)
def test_what_people_write_in_any_script_comes_back_letter_by_letter(text: str) -> None:
    assert clean_text(text) == unicodedata.normalize("NFC", text)


def test_the_line_ends_of_every_computer_become_the_same() -> None:
    assert clean_text("one\r\ntwo\rthree\nfour") == "one\ntwo\nthree\nfour"


def test_equal_words_compare_equal_however_a_phone_spells_them() -> None:
    assert clean_text("Que\u0301bec") == clean_text("Qu\u00e9bec")


def test_half_a_character_becomes_a_question_mark_and_the_rest_stays() -> None:
    assert clean_text("half \ud83c here") == "half ? here"


def test_zeros_are_left_out_and_the_words_around_them_stay() -> None:
    assert clean_text("\0one\0 two\0") == "one two"


def test_space_around_the_words_is_not_kept() -> None:
    assert clean_text(" \n\t words \u3000\n") == "words"
