"""What breaks, and what has to hold then: each scene breaks one thing under load, and says what became of the words."""

import asyncio
import contextlib
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.faults.seats import Load, lost_words
from tests.haproxy import Proxy, two_servers
from tests.postgres import Postgres, find_postgres
from tests.server import Server
from workshop.settings import sqlite_url
from workshop.store import open_store
from workshop.store.postgres import TURN

ENGINES = ("sqlite", "postgresql")


@dataclass(frozen=True, slots=True)
class Told:
    """What a scene found: a line for people, and what is wrong."""

    line: str
    wrong: list[str]


@dataclass
class Place:
    """A workshop to be broken, and the database under it."""

    server: Server
    url: str
    postgres: Postgres | None

    def told(self, load: Load, line: str) -> Told:
        """Say what became of the words."""
        with open_store(self.url) as store:
            wrong = lost_words(store, [load])
        saved, again = (sum(getattr(seat, name) for seat in load.seats) for name in ("saves", "sent_again"))
        return Told(
            f"{line}; {saved:,} answers acknowledged, {again:,} sent again, {len(wrong)} lost or doubled",
            wrong,
        )


@contextmanager
def place(engine: str, *options: str) -> Iterator[Place]:
    """Open a workshop on a new database that waits for the disk, as for people."""
    with tempfile.TemporaryDirectory(prefix="faults-") as folder, contextlib.ExitStack() as held:
        data, environment, postgres = Path(folder) / "data", {}, None
        url = sqlite_url(data)
        if engine == "postgresql":
            postgres = Postgres(find_postgres(), safe=True)
            held.callback(postgres.remove)
            url = environment["WORKSHOP_DATABASE_URL"] = postgres.start().new_database()
        server = Server(data, *options, **environment)
        try:
            yield Place(server.start(), url, postgres)
        finally:
            server.stop()


@asynccontextmanager
async def under_load(at: Place, seats: int = 20, pause: float = 0.2) -> AsyncIterator[Load]:
    """Let seats save, and have each save once before anything breaks."""
    async with Load(at.server.url, at.server.join_code, seats, pause=pause) as load:
        await load.all_have_saved()
        yield load


# The server ends


def kills(engine: str, count: int) -> Told:
    """Kill the server at random moments under load, and start it again."""
    chance, started = random.Random(count), time.monotonic()

    async def run(at: Place) -> Load:
        async with under_load(at) as load:
            for number in range(count):
                await asyncio.sleep(chance.random() * 0.8)
                at.server.kill()
                await asyncio.to_thread(at.server.start_again)
                if number % 25 == 24:
                    print(f"    {number + 1} kills", flush=True)
            await load.all_have_saved(1 + min(seat.saves for seat in load.seats))
        return load

    with place(engine, "--no-warm") as at:
        load = asyncio.run(run(at))
        return at.told(load, f"{count} kills in {time.monotonic() - started:.0f} s")


def one_of_two_servers(seats: int) -> Told:
    """Kill one of two servers behind HAProxy in the middle of a load."""
    with tempfile.TemporaryDirectory(prefix="faults-") as folder, contextlib.ExitStack() as held:
        for name in ("one", "two"):
            (Path(folder) / name).mkdir()
        postgres = Postgres(find_postgres(), safe=True)
        held.callback(postgres.remove)
        servers, ports = two_servers(Path(folder), postgres.start().new_database())
        for server in servers:
            server.choose_ports().start_again()
            held.callback(server.stop)
        proxy = Proxy(Path(folder), ports, servers)
        held.callback(proxy.stop)
        proxy.wait()

        async def run() -> tuple[Load, float]:
            load = Load(proxy.url, servers[0].join_code, seats, pause=1, trusts=str(proxy.certificate))
            async with load:
                await load.all_have_saved(3)
                killed = time.monotonic()
                servers[0].kill()
                await asyncio.sleep(10)
            return load, killed

        load, killed = asyncio.run(run())
        saves, live = load.longest_wait_after(killed), load.longest_silence_after(killed)
        told = Place(servers[1], postgres.url("workshop"), postgres).told(
            load,
            f"{seats} seats: the last saved again after {saves:.1f} s, and had news again after {live:.1f} s",
        )
        late = (
            [f"not everyone was back within 5 s: {saves:.1f} s, {live:.1f} s"] if max(saves, live) > 5 else []
        )
        return Told(told.line, told.wrong + late)


# The database is away, or busy


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


# Strange visitors


@contextmanager
def slow_clients(at: Place, count: int = 100) -> Iterator[list[socket.socket]]:
    """Send requests that never come to an end."""
    where = urlsplit(at.server.url)
    with contextlib.ExitStack() as held:
        sockets = [
            held.enter_context(socket.create_connection((where.hostname, where.port))) for _ in range(count)
        ]
        for number, one in enumerate(sockets):
            one.sendall(
                b"POST /workshop/messages HTTP/1.1\r\nHost: x\r\n"
                + (b"Content-Length: 9999\r\n\r\n" if number % 2 else b"")
            )
        yield sockets


SILENT = """
import sys, time
import websocket
sockets = [websocket.create_connection(sys.argv[1], cookie=sys.argv[2], origin=sys.argv[3]) for _ in range(50)]
print("open", flush=True)
time.sleep(600)
"""


@contextmanager
def half_open(at: Place) -> Iterator[None]:
    """Hold connections for news by a process that is stopped in its sleep: it answers nothing any more."""
    from tests.test_serve_access import Visitor

    phone = Visitor(at.server.url).join(at.server)
    address = f"ws://{phone.host}/workshop/live"
    command = [sys.executable, "-c", SILENT, address, phone.cookie, phone.origin]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout.readline() == "open\n"
            process.send_signal(signal.SIGSTOP)
            yield
        finally:
            process.kill()


def strange_visitors(engine: str) -> Told:
    """Have 100 visitors who never finish what they say, and 50 who never answer again."""

    async def run(at: Place) -> tuple[Load, float, int]:
        async with under_load(at) as load:
            with slow_clients(at), half_open(at):
                began = time.monotonic()
                await asyncio.sleep(15)
                slowest = max(
                    max(later - earlier for earlier, later in zip(seat.heard, seat.heard[1:], strict=False))
                    for seat in load.seats
                )
                await asyncio.sleep(max(0, began + 45 - time.monotonic()))
                left = _connections(at.server)
        return load, slowest, left

    with place(engine) as at:
        load, slowest, left = asyncio.run(run(at))
        told = at.told(
            load,
            f"150 strange visitors: no seat waited more than {slowest:.1f} s, {left} connections after 45 s",
        )
        late = [f"a seat waited {slowest:.1f} s"] if slowest > 5 else []
        # Who never answers is let go after two rounds of asking; who only speaks slowly has two minutes.
        kept = [f"{left} connections are held"] if left > 2 * len(load.seats) + 100 else []
        return Told(told.line, told.wrong + late + kept)


def _connections(server: Server) -> int:
    import psutil

    listening = psutil.Process(int(server.info["pid"]))
    return sum(connection.status == "ESTABLISHED" for connection in listening.net_connections("tcp"))
