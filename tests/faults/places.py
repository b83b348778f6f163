"""A workshop to be broken, the load on it, and what is said of its words afterwards."""

import contextlib
import random
import socket
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.faults.seats import Load, doubled_words, lost_words
from tests.postgres import Postgres, find_postgres
from tests.server import Server
from workshop.settings import sqlite_url
from workshop.store import read_store

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
    postgres: Postgres | None = None

    def told(self, load: Load, line: str, wrong: list[str] | None = None) -> Told:
        """Say what became of the words; more that is ``wrong`` may be known already."""
        with read_store(self.url) as store:
            lost = lost_words(store, load.acknowledged()) + doubled_words(store, load.acknowledged())
        saved, again = (sum(getattr(seat, name) for seat in load.seats) for name in ("saves", "sent_again"))
        return Told(
            f"{line}; {saved:,} answers acknowledged, {again:,} sent again, {len(lost)} lost or doubled",
            lost + (wrong or []),
        )


@contextmanager
def place(
    engine: str,
    *options: str,
    run: Callable[..., Server] = Server,
    make: Callable[[], Postgres] = lambda: Postgres(find_postgres(), safe=True),
    **environment: str,
) -> Iterator[Place]:
    """Open a workshop on a new database that waits for the disk, as for people."""
    with tempfile.TemporaryDirectory(prefix="faults-") as folder, contextlib.ExitStack() as held:
        data, postgres = Path(folder) / "data", None
        url = sqlite_url(data)
        if engine == "postgresql":
            postgres = make()
            held.callback(postgres.remove)
            url = environment["WORKSHOP_DATABASE_URL"] = postgres.start().new_database()
        server = run(data, *options, **environment)
        try:
            yield Place(server.start(*_lasting_ports()), url, postgres)
        finally:
            server.stop()


def _lasting_ports() -> list[int]:
    """Return two ports that are still ours when the server comes back.

    They are below those that computers give to connections: a seat that knocks while nobody is there may be given the
    very port at which it knocks, and then holds it.
    """
    ports: list[int] = []
    while len(ports) < 2:
        port = random.randrange(10_000, 30_000)
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            ports.append(port)
    return ports


@asynccontextmanager
async def under_load(at: Place, seats: int = 20, pause: float = 0.2) -> AsyncIterator[Load]:
    """Let seats save, and have each save once before anything breaks."""
    async with Load(at.server.url, at.server.join_code, seats, pause=pause) as load:
        await load.all_have_saved()
        yield load
