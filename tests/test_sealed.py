"""What is sealed with a passphrase is opened by it alone, by other programs too, and every change is noticed."""

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.sealed import Broken, WrongPassphrase, seal, unseal

WORDS = "four plain words here"
CHUNK = 64 * 1024
#: Cheap to open: these tests open many.
WORK = 4


@pytest.mark.parametrize("length", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_what_is_sealed_here_is_opened_by_another_program_and_the_other_way_round(length: int) -> None:
    data = bytes(range(256)) * (length // 256 + 1)
    data = data[:length]
    assert pyrage.passphrase.decrypt(seal(data, WORDS, work=WORK), WORDS) == data
    assert unseal(seal(data, WORDS, work=WORK), WORDS) == data


def test_what_another_program_sealed_is_opened_here() -> None:
    assert (
        unseal(pyrage.passphrase.encrypt("A room \N{EVERGREEN TREE}".encode(), WORDS), WORDS).decode()
        == "A room \N{EVERGREEN TREE}"
    )


@given(st.binary(max_size=300), st.text(min_size=1, max_size=40).filter(lambda text: text.isprintable()))
def test_whatever_the_words_and_the_passphrase_are_they_come_back(data: bytes, passphrase: str) -> None:
    assert unseal(seal(data, passphrase, work=1), passphrase) == data


def test_another_passphrase_opens_nothing() -> None:
    with pytest.raises(WrongPassphrase):
        unseal(seal(b"words", WORDS, work=WORK), WORDS + " ")


def test_the_same_words_are_sealed_in_another_way_each_time() -> None:
    assert len({seal(b"words", WORDS, work=WORK) for _ in range(5)}) == 5


SEALED = seal(b"x" * (2 * CHUNK + 100), WORDS, work=WORK)


@given(st.integers(0, len(SEALED) - 1), st.integers(1, 255))
def test_a_single_changed_byte_is_noticed_wherever_it_is(place: int, by: int) -> None:
    changed = bytearray(SEALED)
    changed[place] ^= by
    with pytest.raises((Broken, WrongPassphrase)):
        unseal(bytes(changed), WORDS)


@given(st.integers(0, len(SEALED) - 1))
def test_an_end_that_was_cut_off_is_noticed_wherever_it_was_cut(length: int) -> None:
    with pytest.raises(Broken):
        unseal(SEALED[:length], WORDS)


def test_pieces_that_were_left_out_swapped_or_added_are_noticed() -> None:
    size = CHUNK + 16
    last = len(SEALED) - (100 + 16)
    first, second, end = SEALED[last - 2 * size : last - size], SEALED[last - size : last], SEALED[last:]
    head = SEALED[: last - 2 * size]
    assert head + first + second + end == SEALED
    for changed in (head + second + first + end, head + first + end, head + first + second, SEALED + end):
        with pytest.raises(Broken):
            unseal(changed, WORDS)


def test_a_file_that_asks_for_more_work_than_any_of_ours_is_not_even_tried() -> None:
    header, rest = SEALED.split(b"\n", 2)[1], SEALED.split(b"\n", 2)[2]
    dear = b"\n".join((SEALED.split(b"\n")[0], header.replace(b" 4", b" 30"), rest))
    with pytest.raises(Broken):
        unseal(dear, WORDS)


@pytest.mark.parametrize("data", [b"", b"Minutes of the last meeting\n", b"age-encryption.org/v1\n-> scrypt"])
def test_a_file_that_was_never_sealed_is_called_broken(data: bytes) -> None:
    with pytest.raises(Broken):
        unseal(data, WORDS)
