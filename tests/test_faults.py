"""A small part of what `make faults` does: the server is killed under load, and every word is there, once."""

import os
from collections.abc import Iterator

import pytest

from tests.faults.forks import Forks, forks
from tests.faults.kills import kills_with

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="servers are forked on Linux alone")


@pytest.fixture(scope="module")
def process() -> Iterator[Forks]:
    with forks() as held:
        yield held


@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_a_server_that_is_killed_while_people_save_has_lost_no_word_that_it_said_was_saved(
    process: Forks, engine: str
) -> None:
    told = kills_with(process, engine, 5, seats=10)
    assert told.wrong == []
    assert "5 kills" in told.line
