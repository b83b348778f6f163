"""The disk of the records is full, and then there is room again."""

import asyncio
import contextlib
import os
import subprocess
import tempfile
import time
from pathlib import Path

from tests.faults.places import Place, Told, under_load
from tests.faults.seats import Load
from tests.server import Server
from workshop.settings import sqlite_url


def disk_full(engine: str) -> Told:
    """Fill the disk of the records, then make room."""
    if engine != "sqlite" or os.geteuid() != 0:
        return Told("left out: it fills a small disk of its own, which only root may make, with a file", [])
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        disk = Path(folder) / "disk"
        disk.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "none", disk], check=True)
        try:
            data = disk / "data"
            server = Server(data)
            at = Place(server.start(), sqlite_url(data), None)
            try:
                load, refused, waited = asyncio.run(_fill_and_empty(at, disk / "minutes.txt"))
                told = at.told(load, f"full for 6 s: {refused} told so, all saved again {waited:.1f} s after")
                return Told(
                    told.line, told.wrong + ([] if refused else ["nobody was told that the disk is full"])
                )
            finally:
                server.stop()
        finally:
            subprocess.run(["umount", "-l", disk], check=True)


async def _fill_and_empty(at: Place, file: Path) -> tuple[Load, int, float]:
    async with under_load(at) as load:
        before = sum(seat.sent_again for seat in load.seats)
        with file.open("wb", buffering=0) as filling, contextlib.suppress(OSError):
            while True:
                filling.write(b"x" * 4096)
        await asyncio.sleep(6)
        refused = sum(seat.sent_again for seat in load.seats) - before
        file.unlink()
        back = time.monotonic()
        await asyncio.sleep(6)
    return load, refused, load.longest_wait_after(back)
