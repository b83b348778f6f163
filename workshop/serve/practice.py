"""Made-up people who come to a rehearsal as phones do: by the join code, over HTTP and a web socket, a seat each.

The facilitator's server starts this (``python -m workshop.serve.practice``) and ends it by closing its standard
input. It ends by itself when the rehearsal is deleted, and after two hours.
"""

import asyncio
import json
import os
import random
import secrets
import sys
import threading
import time
from typing import Any

import click
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest, HTTPResponse
from tornado.websocket import WebSocketClientConnection, WebSocketClosedError, websocket_connect

from workshop.rehearsal import Part, dots_for, load_script, parts

#: Seconds after which everybody goes home.
MOST_SECONDS = 2 * 60 * 60
#: Seconds that people take, from and to: until they come in, to write, to choose, and to look again when it is quiet.
COMING, WRITING, CHOOSING = (0, 20), (6, 60), (4, 25)
QUIET = 20


class Home(Exception):
    """The rehearsal is over for this seat."""


class MadeUpSeat:
    """One phone: it has a seat key, a cookie, and a web socket on which it hears of changes.

    ``pace`` is how long everything takes; 1 is the pace of people.
    """

    def __init__(self, base: str, code: str, part: Part, chance: random.Random, pace: float) -> None:
        self._base, self._code, self._part = base.rstrip("/"), code, part
        self._chance, self._pace = chance, pace
        self._seat = secrets.token_hex(16)
        self._cookie = ""
        self._mark = ""
        self._room: dict[str, Any] = {}
        self._due: dict[str, float] = {}  # when it will have written or chosen what
        self._done: set[str] = set()

    async def take_part(self) -> None:
        """Come in, and answer what is open, until the rehearsal is over."""
        await self._pause(*COMING)
        try:
            await self._join()
            await self._say("take-seat", table=False)
            socket = await self._listen()
            for entry in self._part.entries:
                self._soon(f"entry {entry['name']}", *WRITING)
            while True:
                await self._look()
                await self._do_what_is_due()
                await self._hear(socket)
        except Home:
            return

    async def _join(self) -> None:
        answer = await self._ask("GET", f"/join/{self._code}")
        if answer.code != 303:
            raise Home
        self._cookie = "; ".join(line.partition(";")[0] for line in answer.headers.get_list("Set-Cookie"))

    async def _listen(self) -> WebSocketClientConnection:
        address = f"ws{self._base.removeprefix('http')}/workshop/live"
        try:
            request = HTTPRequest(address, headers={"Cookie": self._cookie}, validate_cert=False)
            return await websocket_connect(request)
        except (HTTPClientError, OSError):
            raise Home from None

    async def _hear(self, socket: WebSocketClientConnection) -> None:
        """Wait until something changed, or something is due."""
        now = time.monotonic()
        seconds = min((self._due[name] - now for name in self._due.keys() - self._done), default=QUIET)
        try:
            if await asyncio.wait_for(socket.read_message(), timeout=min(max(seconds, 0.01), QUIET)) is None:
                raise Home  # the server has closed
        except TimeoutError:
            pass
        except WebSocketClosedError:
            raise Home from None

    async def _look(self) -> None:
        reply = await self._say("read-room", mark=self._mark)
        if "content" in reply:
            self._room, self._mark = reply["content"], reply["mark"]
        if self._room.get("session", {}).get("ended"):
            raise Home
        for prompt, stage in self._room["prompts"].items():
            if stage["open"] and prompt in self._part.answers:
                self._soon(f"prompt {prompt}", *WRITING)
        for vote in self._room["votes"]:
            if vote["state"] == "open":
                self._soon(f"vote {vote['id']}", *CHOOSING)

    def _soon(self, name: str, least: float, most: float) -> None:
        """Note when this will be done, unless it was noted before."""
        self._due.setdefault(name, time.monotonic() + self._chance.uniform(least, most) * self._pace)

    async def _do_what_is_due(self) -> None:
        for name in [name for name, at in self._due.items() if at <= time.monotonic()]:
            if name in self._done:
                continue
            kind, _, what = name.partition(" ")
            reply = await {"prompt": self._answer, "vote": self._vote, "entry": self._add}[kind](what)
            if reply.get("closed") or reply.get("gone"):
                del self._due[name]  # it may open again
            else:
                self._done.add(name)

    async def _answer(self, prompt: str) -> dict[str, Any]:
        text = self._part.answers[prompt]
        state = "written" if text else "passed"
        return await self._say("save-response", prompt=prompt, state=state, text=text, seq=1, table=False)

    async def _vote(self, vote_id: str) -> dict[str, Any]:
        vote = next((vote for vote in self._room["votes"] if vote["id"] == vote_id), None)
        if vote is None or vote["state"] != "open":
            return {"closed": True}
        dots = dots_for([option["option"] for option in vote["options"]], vote["dots"], self._chance)
        return await self._say("save-ballot", vote=vote_id, dots=dots, seq=1)

    async def _add(self, name: str) -> dict[str, Any]:
        entry = next(entry for entry in self._part.entries if entry["name"] == name)
        return await self._say("save-entry", entry=entry | {"id": secrets.token_hex(16), "version": 0})

    async def _say(self, kind: str, **fields: object) -> dict[str, Any]:
        """Send a message as a page does, again while the workshop is busy."""
        body = json.dumps({"kind": kind, "seat": self._seat} | fields)
        while True:
            answer = await self._ask("POST", "/workshop/messages", body)
            if answer.code == 200:
                return json.loads(answer.body)
            if answer.code != 429 and answer.code < 500:
                raise Home
            await asyncio.sleep(1 + self._chance.random())

    async def _ask(self, method: str, path: str, body: str | None = None) -> HTTPResponse:
        headers = {"Cookie": self._cookie, "Content-Type": "application/json"}
        request = HTTPRequest(
            self._base + path,
            method,
            headers,
            body,
            follow_redirects=False,
            request_timeout=30,
            validate_cert=False,  # our own server, on this computer, has the name of another address
        )
        try:
            return await AsyncHTTPClient().fetch(request, raise_error=False)
        except OSError:
            raise Home from None

    async def _pause(self, least: float, most: float) -> None:
        await asyncio.sleep(self._chance.uniform(least, most) * self._pace)


async def rehearse(base: str, code: str, seats: int, pace: float, most_seconds: float) -> None:
    """Let made-up people take part until they are all home, or the time is over."""
    AsyncHTTPClient.configure(None, max_clients=2 * seats)
    chance = random.Random()  # noqa: S311 (who says what is no secret)
    people = [
        MadeUpSeat(base, code, part, chance, pace).take_part() for part in parts(load_script(), seats, chance)
    ]
    try:
        await asyncio.wait_for(asyncio.gather(*people, return_exceptions=True), most_seconds)
    except TimeoutError:
        return


@click.command()
@click.option("--base", required=True)
@click.option("--code", required=True)
@click.option("--seats", type=int, required=True)
@click.option("--pace", type=float, default=1.0)
@click.option("--most-seconds", type=float, default=MOST_SECONDS)
def main(base: str, code: str, seats: int, pace: float, most_seconds: float) -> None:
    """Take part in a rehearsal until it is over, or standard input is closed."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    asyncio.run(rehearse(base, code, seats, pace, most_seconds))


def _end_with_parent() -> None:
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
