"""Visitors who never finish what they say, and visitors who never answer again."""

import asyncio
import contextlib
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psutil

from tests.faults.places import Place, Told, place, under_load
from tests.faults.seats import Load
from tests.server import Server
from tests.test_serve_access import Visitor


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
    listening = psutil.Process(int(server.info["pid"]))
    return sum(connection.status == "ESTABLISHED" for connection in listening.net_connections("tcp"))
