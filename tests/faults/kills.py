"""The server is killed at random moments, again and again, with all its processes."""

import asyncio
import os
import random
import signal
import time
from collections import Counter
from functools import partial
from pathlib import Path
from typing import IO

from tests.faults.forks import Fork, Forks, forks
from tests.faults.places import Place, Told, place, under_load
from tests.faults.seats import Load, lost_words
from tests.server import Server
from workshop.store import read_store

#: The longest that a server lives between two kills.
LIFE_SECONDS = 0.8
#: How many of the kills come while the server starts, and how long after it began.
IN_ITS_START, START_SECONDS = 0.2, 0.5


class ForkedServer(Server):
    """A server that is forked from a process that has imported it."""

    def __init__(self, process: Forks, data: Path, *options: str, **environment: str) -> None:
        super().__init__(data, *options, **environment)
        self._forks = process

    def _run(self, command: list[str], environment: dict[str, str], log: IO[bytes]) -> Fork:
        return self._forks.start(["-m", "workshop.cli", *command], environment, log)

    def kill(self) -> None:
        """End the server as a power cut does, with all the processes that it started."""
        assert self._process.poll() is None, f"It had ended by itself. It said:\n{self.said()}"
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:  # it is so new that it has no group yet
            self._process.kill()
        self._process.wait(timeout=10)


def kills(engine: str, count: int) -> Told:
    """Kill the server at random moments under load, start it again, and look each time if every word is there."""
    with forks() as process:
        return kills_with(process, engine, count)


def kills_with(process: Forks, engine: str, count: int, seats: int = 20) -> Told:
    """Do so with servers that a process forks.

    How often the store was changed tells how many saves were kept whose acknowledgement nobody heard.
    """
    started = time.monotonic()
    with place(engine, "--no-warm", run=partial(ForkedServer, process)) as at:
        before = _changes(at)
        load, found, wrong = asyncio.run(_kill(at, count, seats))
        unheard = _changes(at) - before - sum(seat.saves for seat in load.seats)
        if unheard < 0:
            wrong.append(f"{-unheard} answers fewer were kept than acknowledged")
        minutes = (time.monotonic() - started) / 60
        return at.told(
            load,
            f"{found['kills']:,} kills in {minutes:.1f} minutes, {found['in its start']:,} of them while it started; "
            f"{_cut_off(load):,} saves cut off, in {found['hits']:,} of {found['rounds']:,} rounds, "
            f"and {unheard:,} of them had been kept",
            wrong,
        )


def _changes(at: Place) -> int:
    with read_store(at.url) as store:
        return store.revision()


async def _kill(at: Place, count: int, seats: int) -> tuple[Load, Counter[str], list[str]]:
    chance, found, wrong = random.Random(count), Counter(), []
    async with under_load(at, seats) as load:
        while found["kills"] < count:
            await asyncio.sleep(chance.random() * LIFE_SECONDS)
            cut_off = _cut_off(load)
            await asyncio.to_thread(at.server.kill)
            found["kills"] += 1
            at.server.begin_again()
            if chance.random() < IN_ITS_START / (1 - IN_ITS_START) and found["kills"] < count:
                await asyncio.sleep(chance.random() * START_SECONDS)
                await asyncio.to_thread(at.server.kill)
                found += Counter({"kills": 1, "in its start": 1})
                at.server.begin_again()
            told = load.acknowledged()
            await asyncio.to_thread(at.server.wait_until_ready)
            wrong += await asyncio.to_thread(_lost, at, told)
            found["rounds"] += 1
            found["hits"] += _cut_off(load) > cut_off
            if found["kills"] // 50 > found["said"]:
                found["said"] += 1
                print(f"    {found['kills']} kills, {len(wrong)} words lost", flush=True)
        await load.all_save_again()
    return load, found, wrong


def _cut_off(load: Load) -> int:
    return sum(seat.cut_off for seat in load.seats)


def _lost(at: Place, told: dict) -> list[str]:
    with read_store(at.url) as store:
        return lost_words(store, told)
