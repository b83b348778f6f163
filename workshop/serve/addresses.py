"""Addresses: where a server listens, and what people in the hall type or scan to reach it."""

import contextlib
import errno
import html
import io
import socket
import webbrowser
from pathlib import Path

import psutil
import segno
from tornado.netutil import bind_sockets

from workshop.serve.secrets import write_private

ANYWHERE = ("", "0.0.0.0", "::")  # noqa: S104 (phones in the hall have to reach the laptop)


class AddressInUse(Exception):
    """A server can't listen where it should; the text says why and what to do."""


def bind(host: str, port: int) -> tuple[list[socket.socket], int]:
    """Return sockets that listen at an address, and the port, which is a free one when ``port`` is 0.

    Raises
    ------
    AddressInUse
        When another program listens there, or this computer may not.
    """
    family = socket.AF_INET if host in ("", "0.0.0.0") else socket.AF_UNSPEC  # noqa: S104
    try:
        sockets = bind_sockets(port, host or None, family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            reason = f"Port {port} is in use, perhaps by another workshop. Stop that, or choose another with --port."
        elif error.errno == errno.EACCES:
            reason = f"This computer does not allow port {port}. Choose one above 1023 with --port."
        else:
            reason = (
                f"This computer can't listen at {host}. Leave out --host, or give one of its own addresses."
            )
        raise AddressInUse(reason) from None
    return sockets, sockets[0].getsockname()[1]


def reachable_host(host: str) -> str:
    """Return the name under which phones reach a server that listens at ``host``."""
    return _lan_address() if host in ANYWHERE else host


def _lan_address() -> str:
    """Return this computer's address in the local network, or its own loopback address without one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address for documentation: nothing is sent
            return probe.getsockname()[0]
        except OSError:
            return _interface_address()


def _interface_address() -> str:
    """Return the address of a network that leads nowhere else, such as this computer's own hotspot."""
    addresses = (
        address.address
        for addresses in psutil.net_if_addrs().values()
        for address in addresses
        if address.family == socket.AF_INET and not address.address.startswith("127.")
    )
    return next(addresses, "127.0.0.1")


def http_url(host: str, port: int, path: str = "/", *, encrypted: bool = False) -> str:
    """Return the address of a page."""
    return f"http{'s' * encrypted}://{f'[{host}]' if ':' in host else host}:{port}{path}"


def qr_for_terminal(text: str) -> str:
    """Return a QR code made of characters, to be scanned from a terminal."""
    out = io.StringIO()
    segno.make(text, error="m").terminal(out, compact=True, border=2)
    return out.getvalue()


def open_in_browser(url: str, through: Path) -> None:
    """Open a page on this computer; without a browser the printed address has to do.

    The browser is given a file that leads on: its command line can be read by every program on this computer, and
    the address has a token in it.
    """
    with contextlib.suppress(webbrowser.Error, OSError):
        write_private(through, f'<meta http-equiv="refresh" content="0; url={html.escape(url)}">\n')
        webbrowser.open(through.absolute().as_uri(), new=2)
