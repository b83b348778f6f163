"""The clock on the wall jumps, of the server and not of the phones."""

import asyncio
import contextlib
import json
import tempfile
import time
from pathlib import Path

from websocket import WebSocketTimeoutException

from tests.faketime import SEEN_SECONDS, Clock
from tests.faults.places import Place, Told, place, under_load
from tests.faults.seats import Load
from tests.test_serve_access import Visitor

HOUR, DAY = 3600, 86_400
#: Seconds ahead, or back. The last one but one is some months: before the day on which facts were checked.
JUMPS = (DAY, -HOUR, 30 * DAY, 366 * DAY, -200 * DAY, 0)
LATE_SECONDS = 10


def clock_jumps(engine: str) -> Told:
    """Let the clock jump ahead and back, to 1970 too, while seats save; then while nobody does; then over a start."""
    with tempfile.TemporaryDirectory(prefix="clock-") as folder:
        clock = Clock(Path(folder))
        with place(engine, **clock.environment) as at:
            load, saves = asyncio.run(_while_seats_save(at, clock))
            news = max(_news_after(at, clock, jump) for jump in _jumps())
            said = _start_again(at, clock)
            late = [f"a seat waited {saves:.1f} s"] if saves > LATE_SECONDS else []
            late += [f"news took {news:.1f} s"] if news > LATE_SECONDS else []
            return at.told(
                load,
                f"{len(_jumps())} jumps: all saved again within {saves:.1f} s, a facilitator's move was seen within "
                f"{news:.1f} s; at a start a year ahead {said}",
                late + ([] if said else ["a start a year ahead did not say what it keeps"]),
            )


def _jumps() -> tuple[float, ...]:
    return (*JUMPS[:-1], 1 - time.time(), JUMPS[-1])


async def _while_seats_save(at: Place, clock: Clock) -> tuple[Load, float]:
    """Return how long the slowest seat took to save after a jump."""
    slowest = 0.0
    async with under_load(at) as load:
        for jump in _jumps():
            clock.jump(jump)
            await asyncio.sleep(SEEN_SECONDS)
            slowest = max(slowest, await load.all_save_again())
            await asyncio.to_thread(_come_in, at)
    return load, slowest


def _come_in(at: Place) -> None:
    """Come in as a new phone does, and read."""
    phone = Visitor(at.server.url).join(at.server)
    assert phone.read()["state"] == "none"


def _news_after(at: Place, clock: Clock, jump: float) -> float:
    """Let the clock jump in a quiet room, and return how long a facilitator's move takes to a phone then."""
    phone = Visitor(at.server.url).join(at.server)
    with contextlib.closing(phone.socket()) as socket:
        clock.jump(jump)
        time.sleep(2 * SEEN_SECONDS)  # what is done by that clock was done once more
        desk = Visitor(
            at.server.facilitator_url
        )  # a facilitator's browser is let in for a week by that clock
        assert desk.get(at.server.facilitator_url.partition(desk.host)[2]).status == 302
        version = desk.say("read-console").json["content"]["stage"]["version"]
        socket.settimeout(0.01)
        with contextlib.suppress(WebSocketTimeoutException):
            while socket.recv():
                pass  # older news
        socket.settimeout(60)
        moved = time.monotonic()
        answer = desk.say("set-clock", change="start", seconds=600, version=version)
        assert answer.status == 200, answer.text
        while "revision" not in json.loads(socket.recv()):
            pass
        return time.monotonic() - moved


def _start_again(at: Place, clock: Clock) -> str:
    """Start a year ahead, twice, and then at the right time; return what was said of answers past their day."""
    clock.jump(366 * DAY)
    for _ in range(2):
        at.server.kill()
        at.server.start_again()
    said = [line for line in at.server.said().splitlines() if "past their day if it is" in line]
    clock.jump(0)
    at.server.kill()
    at.server.start_again()
    return f"it said: {said[-1]}" if said else ""
