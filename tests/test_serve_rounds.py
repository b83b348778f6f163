"""What a server does from time to time goes on, whatever becomes of the clock on the wall and of one round."""

import asyncio
import time
from collections.abc import Callable

import pytest

from workshop.serve.rounds import every


def go_round(seconds: float, work: Callable[[], object], *, wait: float = 0.1) -> None:
    """Let a server's loop do something from time to time, for a while."""

    async def loop() -> None:
        every(seconds, work)
        await asyncio.sleep(wait)

    asyncio.run(loop())


def test_a_clock_that_jumps_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds, now, jumps = [], time.time, iter((86_400, -3600, -1_700_000_000))

    def work() -> None:
        rounds.append(1)
        jump = next(jumps, 0)
        if jump:
            monkeypatch.setattr(time, "time", lambda: now() + jump)

    go_round(0.01, work)
    assert len(rounds) > 4


def test_a_round_that_fails_is_logged_and_the_next_one_comes(caplog: pytest.LogCaptureFixture) -> None:
    rounds = []

    async def work() -> None:
        rounds.append(1)
        raise ValueError

    go_round(0.01, work)
    assert len(rounds) > 1
    assert "work failed" in caplog.text


def test_a_round_begins_when_the_one_before_has_ended() -> None:
    rounds, at_work = [], []

    async def work() -> None:
        at_work.append(1)
        rounds.append(len(at_work))
        await asyncio.sleep(0.02)
        at_work.pop()

    go_round(0.001, work)
    assert set(rounds) == {1}
