"""Who tries too often waits a little, is told how long, and nobody else waits with them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.serve.limits import Allowance


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_ten_tries_are_free_and_the_eleventh_waits_ten_seconds(clock: Clock) -> None:
    tries = Allowance(at_once=10, seconds_each=10, clock=clock)
    for _ in range(10):
        assert tries.wait("phone") == 0
        tries.spend("phone")
    assert tries.wait("phone") == 10
    clock.now += 9
    assert tries.wait("phone") == 1
    clock.now += 1
    assert tries.wait("phone") == 0
    tries.spend("phone")
    assert tries.wait("phone") == 10


def test_one_phone_that_waits_holds_up_no_other(clock: Clock) -> None:
    tries = Allowance(at_once=1, seconds_each=10, clock=clock)
    tries.spend("phone")
    assert tries.wait("phone") > 0
    assert tries.wait("another phone") == 0


def test_asking_how_long_to_wait_costs_nothing(clock: Clock) -> None:
    tries = Allowance(at_once=1, seconds_each=10, clock=clock)
    assert [tries.wait("phone") for _ in range(50)] == [0] * 50


def test_a_long_rest_gives_back_the_whole_allowance_and_not_more(clock: Clock) -> None:
    tries = Allowance(at_once=3, seconds_each=10, clock=clock)
    for _ in range(3):
        tries.spend("phone")
    clock.now += 1_000_000
    for _ in range(3):
        assert tries.wait("phone") == 0
        tries.spend("phone")
    assert tries.wait("phone") > 0


def test_names_are_remembered_up_to_a_number_and_the_one_not_seen_for_longest_is_forgotten(
    clock: Clock,
) -> None:
    tries = Allowance(at_once=1, seconds_each=10, names=2, clock=clock)
    for name in ("first", "second", "first", "third"):
        tries.spend(name)
    assert tries.wait("second") == 0
    assert tries.wait("first") > 0
    assert tries.wait("third") > 0


@given(
    at_once=st.integers(1, 12),
    seconds_each=st.sampled_from([0.1, 1, 10]),
    pauses=st.lists(st.floats(0, 30), max_size=80),
)
def test_nobody_ever_gets_more_tries_than_the_allowance_and_the_time_that_passed(
    at_once: int, seconds_each: float, pauses: list[float]
) -> None:
    clock = Clock()
    tries = Allowance(at_once=at_once, seconds_each=seconds_each, clock=clock)
    taken = 0
    for pause in pauses:
        clock.now += pause
        if not tries.wait("phone"):
            tries.spend("phone")
            taken += 1
        assert taken <= at_once + (clock.now - 1000.0) / seconds_each + 1e-6


@given(at_once=st.integers(1, 12), seconds_each=st.sampled_from([0.1, 1, 10]), spent=st.integers(0, 40))
def test_who_waits_as_long_as_they_were_told_may_try(at_once: int, seconds_each: float, spent: int) -> None:
    clock = Clock()
    tries = Allowance(at_once=at_once, seconds_each=seconds_each, clock=clock)
    for _ in range(spent):
        tries.spend("phone")
    told = tries.wait("phone")
    assert (told > 0) == (spent >= at_once)
    clock.now += told
    assert tries.wait("phone") == 0
