"""A phone that slept for hours: its connections are dead and it does not know; touched again, its page works."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.maps import WHO, add, community, row
from tests.pages import REFLECTING, box, write
from tests.server import Server

START = "How can we start"


#: Closing with this tells the other end at once that there is no such connection, as a computer does that has
#: forgotten it.
FORGOTTEN = struct.pack("ii", 1, 0)


class Wire:
    """A way to a server on which connections can die without a word, as they do while a phone sleeps."""

    def __init__(self, url: str) -> None:
        self._server = (urlsplit(url).hostname, urlsplit(url).port)
        self._door = socket.create_server(("127.0.0.1", 0))
        self._ends: list[socket.socket] = []
        self._silent: set[socket.socket] = set()
        self.address = f"127.0.0.1:{self._door.getsockname()[1]}"
        threading.Thread(target=self._let_in, daemon=True).start()

    def fall_silent(self) -> None:
        """Let the server forget every connection that there is now, and the phone not hear of it until it asks."""
        self._silent.update(self._ends)

    def close(self) -> None:
        for end in (self._door, *self._ends):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _let_in(self) -> None:
        with suppress(OSError):
            while True:
                phone, _ = self._door.accept()
                server = socket.create_connection(self._server)
                self._ends += [phone, server]
                for one, other in ((phone, server), (server, phone)):
                    threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65536):
                if one in self._silent:
                    one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, FORGOTTEN)
                    one.close()
                    return
                other.sendall(data)
            if one not in self._silent:
                other.shutdown(socket.SHUT_WR)


@pytest.fixture
def wire(served: Server) -> Iterator[Wire]:
    with closing(Wire(served.url)) as wire:
        yield wire


def open_over(phone: Page, served: Server, wire: Wire, notebook: str) -> None:
    server = urlsplit(served.url).netloc
    phone.goto(served.join_url.replace(server, wire.address), wait_until="commit")
    phone.wait_for_url("**/01-goal.ipynb")
    phone.goto(f"http://{wire.address}/voila/render/{notebook}")


def wake(phone: Page) -> None:
    phone.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_a_page_that_slept_shows_what_others_did_meanwhile(phone: Page, served: Server, wire: Wire) -> None:
    community(served)
    open_over(phone, served, wire, WHO)
    add(served, name="Library")
    expect(row(phone, "Library")).to_be_visible()
    phone.wait_for_timeout(1500)  # what the page still asks of the first entry is answered by then
    wire.fall_silent()
    add(served, name="Boathouse bank")
    phone.wait_for_timeout(1500)
    expect(row(phone, "Boathouse bank")).to_be_hidden()
    wake(phone)
    expect(row(phone, "Boathouse bank")).to_be_visible(timeout=15_000)


def test_words_that_are_written_on_a_page_that_slept_are_saved(
    phone: Page, served: Server, wire: Wire
) -> None:
    open_over(phone, served, wire, REFLECTING)
    write(phone, START, "Coffee.")
    wire.fall_silent()
    write(phone, START, "Coffee, and three people.")
    phone.reload()
    expect(box(phone, START)).to_have_value("Coffee, and three people.")
