"""The database goes away and comes back, and is held by somebody else."""

import asyncio
import contextlib
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.faults.places import Place, Told, place, under_load
from tests.faults.seats import Load
from workshop.store.postgres import TURN


def database_gone(engine: str, seconds: float = 6) -> Told:
    """End the database server as a power cut does, and start it again."""
    if engine == "sqlite":
        return Told("a file has no server that could go", [])

    async def run(at: Place) -> tuple[Load, float]:
        async with under_load(at) as load:
            at.postgres.stop("immediate")
            await asyncio.sleep(seconds)
            await asyncio.to_thread(at.postgres.start)
            back = time.monotonic()
            await asyncio.sleep(5)
        return load, load.longest_wait_after(back)

    with place(engine) as at:
        load, waited = asyncio.run(run(at))
        return at.told(load, f"away for {seconds:.0f} s: all saved again {waited:.1f} s after it was back")


def database_locked(engine: str, seconds: float = 33) -> Told:
    """Let another program hold the database for longer than anybody waits."""

    @contextmanager
    def held(at: Place) -> Iterator[None]:
        if at.postgres:
            with at.postgres.raw("workshop") as raw, raw.transaction():
                raw.execute(f"SELECT pg_advisory_xact_lock({TURN})")
                yield
        else:
            with contextlib.closing(sqlite3.connect(at.url.removeprefix("sqlite:///"), timeout=30)) as raw:
                raw.execute("BEGIN IMMEDIATE")
                yield

    async def run(at: Place) -> tuple[Load, float]:
        async with under_load(at) as load:
            with held(at):
                await asyncio.sleep(seconds)
            back = time.monotonic()
            await asyncio.sleep(8)
        return load, load.longest_wait_after(back)

    with place(engine) as at:
        load, waited = asyncio.run(run(at))
        return at.told(load, f"held for {seconds:.0f} s: all saved again {waited:.1f} s after")
