"""What one seat costs a server and its database, in seconds of a processor and in bytes: docs/hosting.md sizes by it.

Seconds of a processor are the same on a busy computer and on a quiet one, nearly; how long people wait is not.
"""

import asyncio
import json
import os
import secrets
import sys
import tempfile
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from tornado.httpclient import AsyncHTTPClient, HTTPRequest, HTTPResponse
from tornado.simple_httpclient import SimpleAsyncHTTPClient
from tornado.websocket import WebSocketClientConnection, websocket_connect

from tests.benchmarks.servers import PAGE, cpu_seconds, memory
from tests.postgres import Postgres, find_postgres
from tests.server import Server
from workshop.responses import save_response
from workshop.session import current_session
from workshop.settings import sqlite_url
from workshop.store import open_store
from workshop.toolkit import load_toolkit

HEAD = ("", "on a file", "on PostgreSQL", "PostgreSQL's own")
PAGES, SAVES, READS = 400, 600, 600
SOCKETS = 500
#: How many changes are told to so many open pages.
NEWS = 40
IDLE_SECONDS = 20
WRITERS, WRITING_SECONDS = (1, 8), 5
PROMPTS = ("start", "impact", "learn")


@dataclass(frozen=True)
class Watched:
    """A server, and its database where that is a program of its own."""

    server: Server
    database: int = 0

    def spent(self) -> tuple[float, float]:
        """Return the seconds of the processor that both have taken until now."""
        return cpu_seconds(int(self.server.info["pid"])), cpu_seconds(self.database) if self.database else 0.0


class Crowd:
    """Phones that have come in by the join code."""

    def __init__(self, server: Server, seats: int) -> None:
        self.url = server.url.rstrip("/")
        self._code = server.join_code
        self._client: AsyncHTTPClient = SimpleAsyncHTTPClient(force_instance=True, max_clients=8)
        self.seats = [secrets.token_hex(16) for _ in range(seats)]
        self._cookie = ""
        self._sent = 0

    async def come_in(self) -> "Crowd":
        answer = await self.ask("GET", f"/join/{self._code}")
        self._cookie = answer.headers["Set-Cookie"].partition(";")[0]
        return self

    async def ask(self, method: str, path: str, body: str | None = None) -> HTTPResponse:
        headers = {"Cookie": self._cookie, "Content-Type": "application/json", "Accept-Encoding": "gzip"}
        request = HTTPRequest(
            self.url + path, method, headers, body, follow_redirects=False, decompress_response=False
        )
        return await self._client.fetch(request, raise_error=False)

    async def page(self, _number: int) -> None:
        answer = await self.ask("GET", f"/voila/render/{PAGE}")
        assert answer.code == 200, answer.code

    async def save(self, number: int) -> None:
        seat, prompt = self.seats[number % len(self.seats)], PROMPTS[number % len(PROMPTS)]
        self._sent += 1
        text = f"We could ask the library, and the school, number {number}"
        await self.say("save-response", seat=seat, prompt=prompt, state="written", text=text, seq=self._sent)

    async def read(self, _number: int) -> None:
        await self.say("read-community", since=10**6)

    async def say(self, kind: str, **fields: object) -> None:
        message = json.dumps({"kind": kind} | fields)
        # Busy just now, or a lot at once from one address: a page sends it again, too.
        while (answer := await self.ask("POST", "/workshop/messages", message)).code in (429, 503):
            await asyncio.sleep(0.2)
        assert answer.code == 200, (answer.code, answer.body)

    async def listen(self) -> WebSocketClientConnection:
        address = f"{self.url.replace('http', 'ws', 1)}/workshop/live"
        return await websocket_connect(HTTPRequest(address, headers={"Cookie": self._cookie}))


async def each(watched: Watched, count: int, work: Callable[[int], Awaitable[None]]) -> tuple[float, float]:
    """Do something so often, eight at a time, and return what one of them cost."""
    waiting = iter(range(count))

    async def hand() -> None:
        for number in waiting:
            await work(number)

    before = watched.spent()
    await asyncio.gather(*(hand() for _ in range(8)))
    return tuple((after - was) / count for after, was in zip(watched.spent(), before, strict=True))


async def costs_of(watched: Watched) -> dict[str, tuple[float, float]]:
    """Return what a page, a save, a look, a pause and an open page cost a server that does nothing else."""
    pid = int(watched.server.info["pid"])
    crowd = await Crowd(watched.server, 30).come_in()
    for warm in (crowd.page, crowd.save, crowd.read):
        await each(watched, 30, warm)
    found = {
        "page": await each(watched, PAGES, crowd.page),
        "save": await each(watched, SAVES, crowd.save),
        "look": await each(watched, READS, crowd.read),
    }
    before, (was, database_was) = time.monotonic(), watched.spent()
    await asyncio.sleep(IDLE_SECONDS)
    now, database_now = watched.spent()
    passed = time.monotonic() - before
    found["idle"] = (now - was) / passed, (database_now - database_was) / passed
    bytes_before = memory(pid)
    sockets = [await crowd.listen() for _ in range(SOCKETS)]
    await asyncio.sleep(2)
    found["bytes"] = (memory(pid) - bytes_before) / SOCKETS, 0.0
    was = watched.spent()[0]
    for number in range(NEWS):
        await crowd.save(number)
        await asyncio.sleep(0.6)
    rest = NEWS * found["save"][0] + NEWS * 0.6 * found["idle"][0]
    found["news"] = max(0.0, watched.spent()[0] - was - rest) / (NEWS * SOCKETS), 0.0
    # While a room writes, its pages are told a few times a second, and not of each save.
    found["save with pages open"] = await each(watched, SAVES // 2, crowd.save)
    for socket in sockets:
        socket.close()
    return found


def commits(url: str, writers: int) -> float:
    """Return how many answers a second a store takes from so many writers, each as quick as it can."""
    stop, counts = threading.Event(), []
    prompts = [load_toolkit().prompt(key) for key in PROMPTS]

    def write() -> None:
        own = 0
        while not stop.is_set():
            seat, prompt = secrets.token_hex(16), prompts[own % len(prompts)]
            save_response(
                store, session, seat, prompt, state="written", text="We could ask the library", seq=1
            )
            own += 1
        counts.append(own)

    with open_store(url) as store:
        session = current_session(store).id
        threads = [threading.Thread(target=write) for _ in range(writers)]
        began = time.monotonic()
        for thread in threads:
            thread.start()
        time.sleep(WRITING_SECONDS)
        stop.set()
        for thread in threads:
            thread.join()
        return sum(counts) / (time.monotonic() - began)


def forced(folder: Path, times: int = 200) -> float:
    """Return how many times a second this disk can be made to keep what was written."""
    with (folder / "forced").open("wb") as file:
        began = time.monotonic()
        for _ in range(times):
            file.write(b"x" * 512)
            file.flush()
            os.fdatasync(file.fileno())
        return times / (time.monotonic() - began)


def measured(folder: Path, **environment: str) -> dict[str, tuple[float, float]]:
    """Start a server, and return what it costs."""
    server = Server(folder / "data", **environment)
    try:
        server.start()
        database = int(environment.pop("DATABASE_PID", 0))
        time.sleep(5)  # its pages are made
        return asyncio.run(costs_of(Watched(server, database)))
    finally:
        server.stop()


def row(name: str, key: str, unit: float, found: list[dict[str, tuple[float, float]]]) -> list[str]:
    """Return one cost, on a file and on PostgreSQL, in some unit."""
    on_file, on_server = found
    return [
        name,
        f"{on_file[key][0] * unit:.2f}",
        f"{on_server[key][0] * unit:.2f}",
        f"{on_server[key][1] * unit:.2f}",
    ]


def main() -> list[list[str]]:
    """Measure, print, and return the rows."""
    programs = find_postgres()
    if programs is None:
        sys.exit("This needs PostgreSQL.")
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room)
        (folder / "on-file").mkdir()
        (folder / "on-server").mkdir()
        postgres = Postgres(programs, safe=True)
        try:
            postgres.start()
            pid = (postgres.data / "postmaster.pid").read_text().split()[0]
            url = postgres.new_database("sizing")
            found = [
                measured(folder / "on-file"),
                measured(folder / "on-server", WORKSHOP_DATABASE_URL=url, DATABASE_PID=pid),
            ]
            rows = [
                row("a page, ms of a processor", "page", 1000, found),
                row("a save, ms", "save", 1000, found),
                row(f"a save with {SOCKETS} pages open, ms", "save with pages open", 1000, found),
                row("a look that finds nothing new, ms", "look", 1000, found),
                row("a change told to one open page, ms", "news", 1000, found),
                row("a server that does nothing, ms in a second", "idle", 1000, found),
                row("an open page, kB", "bytes", 1e-3, found),
            ]
            for count in WRITERS:
                rates = [commits(address, count) for address in (sqlite_url(folder / "rate"), url)]
                name = f"answers a second, {count} writer{'s' * (count > 1)}"
                rows.append([name, *(f"{rate:.0f}" for rate in rates), ""])
            rows.append(["writes a second that this disk confirms", f"{forced(folder):.0f}", "", ""])
        finally:
            postgres.remove()
    for line in rows:
        print("  ".join(line), flush=True)
    return rows


if __name__ == "__main__":
    main()
