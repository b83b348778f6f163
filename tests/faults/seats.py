"""Seats that save again and again, and remember what was acknowledged: the words that may never be lost.

A seat does what a page does: it sends an answer until it hears that it is saved, and holds a connection for news. Each
says at the end how long it was without either.
"""

import asyncio
import json
import random
import secrets
import ssl
import time
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest, HTTPResponse
from tornado.simple_httpclient import HTTPStreamClosedError, SimpleAsyncHTTPClient
from tornado.websocket import WebSocketClientConnection, websocket_connect

from workshop.privacy import handle
from workshop.store import Response, Store

PROMPTS = ("start", "impact", "learn")
#: As long as a page waits before it sends again.
AGAIN_SECONDS = 0.5
CUT_OFF = "cut off"


#: By seat and prompt, the count and the text of an answer.
Words = dict[str, dict[str, tuple[int, str]]]


def _said(seat: str, number: int) -> str:
    return f"{seat[:8]} says {number} \N{EVERGREEN TREE}"


@dataclass
class Seat:
    """One seat, with what it was told is saved: by prompt, the count and the text."""

    key: str = field(default_factory=lambda: secrets.token_hex(16))
    acknowledged: dict[str, tuple[int, str]] = field(default_factory=dict)
    saves: int = 0
    #: Of the saves that were sent again, those that were on their way to a server when it was gone.
    cut_off: int = 0
    sent_again: int = 0
    #: When each acknowledgement and each opened connection for news came.
    heard: list[float] = field(default_factory=list)
    listening: list[float] = field(default_factory=list)


class Load:
    """Seats that save against one address until they are told to stop."""

    def __init__(self, url: str, join_code: str, seats: int, *, pause: float = 1.0, trusts: str = "") -> None:
        self.url, self._join_code, self._pause = url.rstrip("/"), join_code, pause
        self.seats = [Seat() for _ in range(seats)]
        self._encryption = ssl.create_default_context(cafile=trusts) if trusts else None
        self._client: AsyncHTTPClient | None = None
        self._stop = asyncio.Event()

    async def __aenter__(self) -> "Load":
        self._client = SimpleAsyncHTTPClient(force_instance=True, max_clients=10_000)
        self._running = [asyncio.create_task(self._sit(seat)) for seat in self.seats]
        self._running += [asyncio.create_task(self._listen(seat)) for seat in self.seats]
        return self

    async def __aexit__(self, *_: object) -> None:
        """Let every seat finish what it is sending, then stop."""
        self._stop.set()
        _, late = await asyncio.wait(self._running, timeout=30)
        for task in late:
            task.cancel()
        self._client.close()
        for task in self._running:
            if task.done() and not task.cancelled():
                task.result()

    async def all_have_saved(self, times: int = 1, seconds: float = 60) -> None:
        """Wait until every seat has saved so often."""
        deadline = time.monotonic() + seconds
        while any(seat.saves < times for seat in self.seats):
            assert time.monotonic() < deadline, "Not every seat could save."
            await asyncio.sleep(0.05)

    async def all_save_again(self, seconds: float = 60) -> float:
        """Wait until every seat has saved once more, and return how long the last one took."""
        began = time.monotonic()
        before = {seat.key: seat.saves for seat in self.seats}
        while any(seat.saves == before[seat.key] for seat in self.seats):
            assert time.monotonic() < began + seconds, "Not every seat could save again."
            await asyncio.sleep(0.05)
        return time.monotonic() - began

    async def _sit(self, seat: Seat) -> None:
        cookies = await self._join()
        number = 0
        await asyncio.sleep(random.random() * self._pause)
        while not self._stop.is_set():
            number += 1
            prompt = random.choice(PROMPTS)
            text = _said(seat.key, number)
            if await self._save(seat, cookies, prompt, number, text):
                seat.acknowledged[prompt] = (number, text)
                seat.saves += 1
                seat.heard.append(time.monotonic())
            await asyncio.sleep(self._pause * (0.5 + random.random()))

    async def _join(self) -> str:
        while True:
            answer = await self._ask("GET", f"/join/{self._join_code}")
            if answer.code == 303:
                return "; ".join(line.partition(";")[0] for line in answer.headers.get_list("Set-Cookie"))
            await asyncio.sleep(AGAIN_SECONDS)

    async def _save(self, seat: Seat, cookies: str, prompt: str, number: int, text: str) -> bool:
        """Send an answer until it is acknowledged; return False if the load ended before."""
        message = {"kind": "save-response", "seat": seat.key, "prompt": prompt}
        body = json.dumps(message | {"state": "written", "text": text, "seq": number})
        headers = {"Cookie": cookies, "Content-Type": "application/json"}
        while True:
            answer = await self._ask("POST", "/workshop/messages", body, headers)
            if answer.code == 200:
                assert json.loads(answer.body)["seq"] == number
                return True
            assert answer.code in (429, 502, 503, 504, 599), (answer.code, answer.body)
            seat.cut_off += answer.reason == CUT_OFF
            if self._stop.is_set():
                return False
            seat.sent_again += 1
            await asyncio.sleep(AGAIN_SECONDS)

    async def _ask(
        self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None
    ) -> HTTPResponse:
        request = HTTPRequest(
            self.url + path, method, headers, body, connect_timeout=3, request_timeout=40,
            follow_redirects=False, ssl_options=self._encryption,
        )  # fmt: skip
        try:
            return await self._client.fetch(request, raise_error=False)
        except HTTPStreamClosedError:
            return HTTPResponse(request, 599, reason=CUT_OFF)
        except (HTTPClientError, OSError):  # nobody is there, or who is there never answers
            return HTTPResponse(request, 599)

    async def _listen(self, seat: Seat) -> None:
        """Hold a connection for news, and open it again when it is gone."""
        cookies = await self._join()
        parts = urlsplit(self.url)
        while not self._stop.is_set():
            request = HTTPRequest(
                f"{self.url.replace('http', 'ws', 1)}/workshop/live", connect_timeout=3,
                headers={"Cookie": cookies, "Origin": f"{parts.scheme}://{parts.netloc}"}, ssl_options=self._encryption,
            )  # fmt: skip
            with suppress(OSError, Exception):
                await self._hold(seat, await websocket_connect(request))
            await asyncio.sleep(AGAIN_SECONDS)

    async def _hold(self, seat: Seat, socket: WebSocketClientConnection) -> None:
        seat.listening.append(time.monotonic())
        stopped = asyncio.create_task(self._stop.wait())
        try:
            while not self._stop.is_set():
                news = asyncio.ensure_future(socket.read_message())
                await asyncio.wait((news, stopped), return_when=asyncio.FIRST_COMPLETED)
                if not news.done() or news.result() is None:
                    news.cancel()
                    return
        finally:
            stopped.cancel()
            socket.close()

    def longest_wait_after(self, moment: float) -> float:
        """Return how long after a moment the last seat had heard again that it is saved."""
        return max(min(at for at in seat.heard if at > moment) - moment for seat in self.seats)

    def longest_silence_after(self, moment: float) -> float:
        """Return how long after a moment the last of those who lost their connection for news had it again."""
        back = [
            min((at for at in seat.listening if at > moment), default=moment) - moment for seat in self.seats
        ]
        return max(back)

    def acknowledged(self) -> Words:
        """Return what every seat was told is saved, as of now."""
        return {seat.key: dict(seat.acknowledged) for seat in self.seats}


def lost_words(store: Store, told: Words) -> list[str]:
    """Return which acknowledged words are not in the store, and what is there in place of them."""
    wrong, found = [], _kept(store, told)
    for seat, words in told.items():
        for prompt, (number, text) in words.items():
            kept = found.get((seat, prompt))
            if kept is None or kept.seq < number or (kept.seq == number and kept.text != text):
                wrong.append(f"{prompt} {number}: acknowledged {text!r}, kept {kept and kept.text!r}")
            elif kept.text != _said(seat, kept.seq):
                wrong.append(f"{prompt} {number}: kept {kept.text!r}, which was never written")
    return wrong


def doubled_words(store: Store, told: Words, *, others: int = 0) -> list[str]:
    """Return what is wrong with how many answers are kept after a load; ``others`` are of seats outside it."""
    counted = sum(store.response_counts(store.latest_session().id).values())
    known = len(_kept(store, told)) + others
    return [f"{counted} answers are kept, and seats know of {known}"] if counted != known else []


def _kept(store: Store, told: Words) -> dict[tuple[str, str], Response]:
    session = store.latest_session().id
    handles = {handle(seat, session, prompt): (seat, prompt) for seat in told for prompt in PROMPTS}
    return {handles[name]: response for name, response in store.responses(handles).items()}
