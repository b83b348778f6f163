"""The disk of the records is full, and then there is room again."""

import asyncio
import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.places import Place, Told, place, under_load
from tests.faults.seats import Load
from tests.postgres import ACCOUNT, Postgres, find_postgres
from tests.server import Server
from workshop.settings import sqlite_url

FULL_SECONDS = 6
#: The longest that the disk of PostgreSQL's log is kept full until PostgreSQL ends of it.
END_SECONDS = 60


def disk_full(engine: str) -> Told:
    """Fill the disk of the records under load, and make room again."""
    if os.geteuid() != 0:
        return Told("left out: it fills a small disk of its own, which only root may make", [])
    return _disk_of_a_file_full() if engine == "sqlite" else _disks_of_a_server_full()


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[None]:
    """Let a folder be a disk of its own."""
    size = f"size={megabytes}m"
    subprocess.run(["mount", "-t", "tmpfs", "-o", size, "none", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def _disk_of_a_file_full() -> Told:
    async def run(at: Place, disk: Path) -> Told:
        async with under_load(at) as load:
            line, wrong = await _fill_and_empty(load, disk)
        return at.told(load, line, wrong)

    with tempfile.TemporaryDirectory(prefix="faults-") as folder, small_disk(Path(folder), 6):
        data = Path(folder) / "data"
        server = Server(data)
        try:
            return asyncio.run(run(Place(server.start(), sqlite_url(data)), Path(folder)))
        finally:
            server.stop()


class SmallPostgres(Postgres):
    """A PostgreSQL with its data on one small disk and its log of changes on another."""

    def _places(self) -> tuple[str, ...]:
        self.log_disk, self._disks = self.folder / "log-disk", contextlib.ExitStack()
        for folder, megabytes in ((self.data, 64), (self.log_disk, 8)):
            folder.mkdir()
            self._disks.enter_context(small_disk(folder, megabytes))
            shutil.chown(folder, ACCOUNT, ACCOUNT)
        (self.log_disk / "log").mkdir()
        shutil.chown(self.log_disk / "log", ACCOUNT, ACCOUNT)
        # In pieces of one megabyte, the log comes to the end of its disk within seconds.
        return f"--waldir={self.log_disk / 'log'}", "--wal-segsize=1"

    def remove(self) -> None:
        """Stop if it runs, and remove every trace."""
        with contextlib.suppress(subprocess.CalledProcessError):
            self.stop()
        self._disks.close()
        super().remove()

    def panicked(self) -> bool:
        """Return whether it has ended because it could not go on."""
        return "PANIC: " in (self.folder / "log").read_text(errors="replace")

    async def look_after(self) -> None:
        """Start it again whenever it has ended, as a service manager does."""
        while True:
            await asyncio.sleep(0.5)
            if not await asyncio.to_thread(self.runs):
                with contextlib.suppress(subprocess.CalledProcessError):
                    await asyncio.to_thread(self.start)


def _disks_of_a_server_full() -> Told:
    async def run(at: Place) -> tuple[Load, str, list[str]]:
        async with under_load(at) as load:
            looking = asyncio.create_task(at.postgres.look_after())
            data = await _fill_and_empty(load, at.postgres.data)
            log = await _fill_and_empty(load, at.postgres.log_disk, at.postgres.panicked)
            looking.cancel()
        return load, f"its data: {data[0]}; its log: {log[0]}", data[1] + log[1]

    with place("postgresql", make=lambda: SmallPostgres(find_postgres(), safe=True)) as at:
        load, line, wrong = asyncio.run(run(at))
        wrong += [] if at.postgres.panicked() else ["a full disk of its log did not end PostgreSQL"]
        return at.told(load, line, wrong)


async def _fill_and_empty(
    load: Load, disk: Path, has_ended: Callable[[], bool] = lambda: True
) -> tuple[str, list[str]]:
    """Keep a disk full for some seconds, and on until something has ended of it; then make room."""
    before, began = _sent_again(load), time.monotonic()
    filling = asyncio.create_task(_keep_full(disk / "minutes.txt"))
    await asyncio.sleep(FULL_SECONDS)
    while not has_ended() and time.monotonic() < began + END_SECONDS:
        await asyncio.sleep(0.5)
    refused, seconds = _sent_again(load) - before, time.monotonic() - began
    filling.cancel()
    (disk / "minutes.txt").unlink()
    waited = await load.all_save_again()
    return (
        f"full for {seconds:.0f} s, {refused} saves not taken, all saved again {waited:.1f} s after",
        [] if refused else ["nobody was told that the disk is full"],
    )


def _sent_again(load: Load) -> int:
    return sum(seat.sent_again for seat in load.seats)


async def _keep_full(file: Path) -> None:
    """Write a file until the disk takes no more, and what gets free afterwards too."""
    with file.open("wb", buffering=0) as filling:
        while True:
            with contextlib.suppress(OSError):
                while True:
                    filling.write(b"x" * 4096)
            await asyncio.sleep(0.05)
