"""How browsers reach a server: in the clear, encrypted by the server itself, or through a proxy in front of it."""

import re
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tornado.httpserver import HTTPServer
from tornado.httputil import (
    HTTPConnection,
    HTTPHeaders,
    HTTPMessageDelegate,
    HTTPServerConnectionDelegate,
    RequestStartLine,
    ResponseStartLine,
)
from tornado.iostream import IOStream

from workshop.serve.addresses import http_url

#: What an address may have after its host, where the workshop is one of several things that are served there.
PREFIX = re.compile(r"(/[A-Za-z0-9_~-][A-Za-z0-9_.~-]*)*/?")


class NoWay(Exception):
    """A server can't be reached like this; the text says why and what to do."""


@dataclass(frozen=True)
class Way:
    """How browsers reach the workshop.

    Parameters
    ----------
    certificate, key
        The files to encrypt with, if the server itself does.
    proxies
        The addresses of the proxies in front, or networks that they are in; what they say of where a request came
        from is believed.
    address
        The address that people open, where it is not the server's own. All that the server has is under its path.
    """

    certificate: Path | None = None
    key: Path | None = None
    proxies: tuple[str, ...] = ()
    address: str = ""
    _context: list[ssl.SSLContext] = field(default_factory=list, compare=False, repr=False)

    def check(self) -> None:
        """Make sure that a server can be reached like this.

        Raises
        ------
        NoWay
            When it can not.
        """
        if bool(self.certificate) != bool(self.key):
            raise NoWay("A certificate and its key belong together: give both --certificate and --key.")
        for proxy in self.proxies:
            try:
                ip_network(proxy)
            except ValueError:
                raise NoWay(
                    "--behind-proxy wants the address of a proxy in numbers, or its network such as 10.2.0.0/16, "
                    f"not {proxy}."
                ) from None
        if self.address:
            _check_address(self.address)
        self.encryption()

    @property
    def base_url(self) -> str:
        """The path under which everything is served; begins and ends with a slash."""
        return f"{urlsplit(self.address).path.rstrip('/')}/"

    def is_proxy(self, address: str) -> bool:
        """Return whether a proxy in front has this address; a text that is none is no proxy's."""
        try:
            found = ip_address(address)
        except ValueError:
            return False
        found = getattr(found, "ipv4_mapped", None) or found
        return any(found in ip_network(proxy) for proxy in self.proxies)

    def encryption(self) -> ssl.SSLContext | None:
        """Return what encrypts, read from the files once, or None where nothing is encrypted here.

        Raises
        ------
        NoWay
            When the files can't be used.
        """
        if self.certificate and not self._context:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            self._read_into(context)
            self._context.append(context)
        return self._context[0] if self._context else None

    def read_again(self) -> None:
        """Use a certificate that has been renewed for those who come from now on; a bad one is told and not used."""
        if self._context:
            self._read_into(ssl.create_default_context(ssl.Purpose.CLIENT_AUTH))
            self._read_into(self._context[0])

    def _read_into(self, context: ssl.SSLContext) -> None:
        try:
            context.load_cert_chain(self.certificate, self.key, password=lambda: "")
        except ssl.SSLError:
            raise NoWay(
                f"The certificate {self.certificate} and the key {self.key} do not belong together, "
                "or are none. Keys with a passphrase can't be used."
            ) from None
        except OSError as error:
            raise NoWay(f"The certificate or its key can't be read: {error.strerror}.") from None

    def url(self, host: str, port: int, path: str = "/") -> str:
        """Return the address of a page as a browser opens it."""
        if self.address:
            return self.address.rstrip("/") + path
        return http_url(host, port, path, encrypted=bool(self.certificate))

    def own_url(self, host: str, port: int, path: str = "/") -> str:
        """Return the address of a page at the server itself."""
        return http_url(host, port, path, encrypted=bool(self.certificate))

    def options(self) -> dict[str, Any]:
        """Return what the facilitator's process is told of this, as options of its command."""
        given = {"certificate": self.certificate, "key": self.key, "proxies": ",".join(self.proxies)}
        return {name: str(value) for name, value in given.items() if value}

    def server(self, app: HTTPServerConnectionDelegate, **options: Any) -> HTTPServer:
        """Return the server for an application."""
        if not self.proxies:
            return HTTPServer(app, xheaders=False, ssl_options=self.encryption(), **options)
        server = _ProxiedServer(app, xheaders=True, ssl_options=self.encryption(), **options)
        server.is_proxy = self.is_proxy
        return server


def _check_address(address: str) -> None:
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise NoWay("--address wants the whole address that people open, such as https://example.org.")
    if not PREFIX.fullmatch(parts.path):
        raise NoWay(f"--address can't be under {parts.path}: use letters, digits and dashes after the host.")


class _ProxiedServer(HTTPServer):
    """Speaks with its proxies alone (and with programs on this computer), and believes where they say people are."""

    is_proxy: Callable[[str], bool]

    def handle_stream(self, stream: IOStream, address: tuple) -> None:
        """Refuse whoever comes past the proxy: they could say of themselves what they like."""
        if ip_address(address[0]).is_loopback or self.is_proxy(address[0]):
            super().handle_stream(stream, address)
        else:
            stream.close()

    def start_request(self, server_conn: object, request_conn: HTTPConnection) -> HTTPMessageDelegate:
        """Hear where a request came from in one way only."""
        return _OneWay(super().start_request(server_conn, request_conn), self.is_proxy)


class _OneWay(HTTPMessageDelegate):
    """Leaves out what a browser itself may have sent: proxies add to X-Forwarded-For, and few take the others away."""

    def __init__(self, delegate: HTTPMessageDelegate, is_proxy: Callable[[str], bool]) -> None:
        self._delegate, self._is_proxy = delegate, is_proxy

    def headers_received(self, start_line: RequestStartLine | ResponseStartLine, headers: HTTPHeaders) -> Any:
        """Pass on the headers but those, and of where people are what the outermost of our proxies says."""
        for name in ("X-Real-Ip", "X-Scheme"):
            headers.pop(name, None)
        if said := headers.get("X-Forwarded-For"):
            places = [place.strip() for place in said.split(",")]
            others = (place for place in reversed(places) if not self._is_proxy(place))
            headers["X-Forwarded-For"] = next(others, places[0])
        return self._delegate.headers_received(start_line, headers)

    def data_received(self, chunk: bytes) -> Any:
        """Pass on a piece."""
        return self._delegate.data_received(chunk)

    def finish(self) -> None:
        """Pass on the end."""
        self._delegate.finish()

    def on_connection_close(self) -> None:
        """Pass on that the browser has gone."""
        self._delegate.on_connection_close()
