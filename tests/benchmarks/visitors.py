"""Visitors without a browser: each does what a browser does with one page, and notes how long it took.

A visit is: the page to its last byte, the connection that keeps it alive, the state of its widgets and what was
answered before, and one answer sent and saved. Scripts and styles are left out: a browser keeps them (``phones``
counts them). Times are in seconds.
"""

import asyncio
import gzip
import json
import re
import secrets
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from tornado.httpclient import AsyncHTTPClient, HTTPRequest, HTTPResponse
from tornado.websocket import WebSocketClientConnection, websocket_connect

from tests.benchmarks.servers import PROMPT, Served, state_of

#: Nobody waits longer than this for a page.
PATIENCE = 300


@dataclass(frozen=True, slots=True)
class Visit:
    """What one visitor measured: the page, all of it with its widgets' state, an answer until it was saved; bytes.

    The bytes are those that came, of the page and over its connections.
    """

    page: float
    usable: float
    saved: float
    bytes_sent: int


class Browser:
    """What the visitors share: cookies, connections, and how much has come over them."""

    def __init__(self, served: Served) -> None:
        self.served, self.cookie, self.received = served, "", 0
        self.client = AsyncHTTPClient(force_instance=True, max_clients=1000)
        self.held: list[WebSocketClientConnection] = []
        self.kernels: list[str] = []

    def __enter__(self) -> "Browser":
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()

    async def get(self, address: str, **headers: str) -> HTTPResponse:
        """Ask for an address, and keep the cookies that come with it."""
        headers |= {"Cookie": self.cookie, "Accept-Encoding": "gzip"}
        request = HTTPRequest(
            address, headers=headers, request_timeout=PATIENCE, connect_timeout=60, follow_redirects=False,
            decompress_response=False,
        )  # fmt: skip
        answer = await self.client.fetch(request, raise_error=False)
        for line in answer.headers.get_list("Set-Cookie"):
            self.cookie = "; ".join(filter(None, (self.cookie, line.partition(";")[0])))
        self.received += len(answer.body or b"")
        return answer

    async def hear(self, socket: WebSocketClientConnection) -> str | bytes:
        """Wait for the next message of a connection."""
        message = await asyncio.wait_for(socket.read_message(), PATIENCE)
        if message is None:
            raise ConnectionError("the connection was closed")
        self.received += len(message)
        return message

    async def post(self, address: str, body: str = "") -> HTTPResponse:
        """Send something, and return what is answered."""
        headers = {"Cookie": self.cookie, "Content-Type": "application/json"}
        request = HTTPRequest(address, method="POST", body=body, headers=headers, request_timeout=60)
        answer = await self.client.fetch(request, raise_error=False)
        self.received += len(answer.body or b"")
        return answer

    async def socket(self, path: str, **headers: str) -> WebSocketClientConnection:
        """Open a connection that stays."""
        parts = urlsplit(self.served.url)
        headers |= {"Cookie": self.cookie, "Origin": f"http://{parts.netloc}"}
        request = HTTPRequest(f"ws://{parts.netloc}{path}", headers=headers, connect_timeout=60)
        opened = await websocket_connect(request, max_message_size=50 * 2**20)
        self.held.append(opened)
        return opened

    def leave(self) -> None:
        """Close everything."""
        for socket in self.held:
            socket.close()
        self.client.close()


async def visit_workshop(served: Served, page: str, browser: Browser) -> Visit:
    """Visit a page of the workshop: one that comes with its models, or one with a kernel of its own."""
    await browser.get(served.door)
    browser.received, began = 0, time.perf_counter()
    answer = await browser.get(f"{served.url}voila/render/{page}")
    text = plain(answer)
    took = time.perf_counter() - began
    kernel = re.search(r'workshopPage\("([0-9a-f-]{36})"\)', text)
    live = await browser.socket("/workshop/live")
    await live.write_message(json.dumps({"page": kernel[1] if kernel else ""}))
    if kernel:
        browser.kernels.append(kernel[1])
        await states_of_kernel(browser, kernel[1])
    else:
        assert state_of(text)
    seat = secrets.token_hex(16)
    await ask(browser, {"kind": "read-responses", "seat": seat})
    usable = time.perf_counter() - began
    began = time.perf_counter()
    message = {"kind": "save-response", "seat": seat, "prompt": PROMPT, "state": "written"}
    reply = await ask(browser, message | {"text": "words", "seq": 1})
    assert reply["saved"] is True
    return Visit(took, usable, time.perf_counter() - began, browser.received)


async def ask(browser: Browser, message: dict) -> dict:
    """Send a message as a widget does: one that the server has no time for is sent again."""
    for wait in (0.5, 1, 2, 4, 8):
        reply = await browser.post(f"{browser.served.url}workshop/messages", json.dumps(message))
        if reply.code == 200:
            break
        await asyncio.sleep(wait)
    return json.loads(reply.body)


async def visit_voila(served: Served, _page: str, browser: Browser) -> Visit:
    """Visit the page of stock Voila; an answer is a message to the widget in its kernel, and its reply."""
    began = time.perf_counter()
    answer = await browser.get(f"{served.url}?token={served.door}")
    while answer.code in (301, 302):
        location = answer.headers["Location"]
        answer = await browser.get(
            f"{served.url.rstrip('/')}{location}" if location.startswith("/") else location
        )
    text = plain(answer)
    took = time.perf_counter() - began
    kernel = re.search(r'"kernelId":\s*"([0-9a-f-]{36})"', text)
    assert kernel, text[:500]
    socket, states = await states_of_kernel(browser, kernel[1], token=served.door)
    usable = time.perf_counter() - began
    began = time.perf_counter()
    comm = next(key for key, model in states.items() if model["state"].get("prompt") == PROMPT)
    said = {"kind": "save-response", "seat": secrets.token_hex(16), "prompt": PROMPT, "state": "written"}
    content = {"id": secrets.token_hex(4), "message": said | {"text": "words", "seq": 1}}
    await tell(socket, "comm_msg", comm_id=comm, data={"method": "custom", "content": content})
    await heard(browser, socket, lambda news: news.get("content", {}).get("reply", {}).get("saved"))
    return Visit(took, usable, time.perf_counter() - began, browser.received)


async def visit_streamlit(served: Served, _page: str, browser: Browser) -> Visit:
    """Visit the page of Streamlit; an answer is a run of its script with the new words."""
    from streamlit.proto.BackMsg_pb2 import BackMsg
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    began = time.perf_counter()
    await browser.get(served.url)
    socket = await browser.socket("/_stcore/stream", Sec_WebSocket_Protocol="streamlit")
    first = BackMsg()
    first.rerun_script.query_string = ""
    await socket.write_message(first.SerializeToString(), binary=True)
    areas: list[str] = []

    async def until_finished() -> None:
        while True:
            news = ForwardMsg()
            news.ParseFromString(await browser.hear(socket))
            if (
                news.WhichOneof("type") == "delta"
                and news.delta.new_element.WhichOneof("type") == "text_area"
            ):
                areas.append(news.delta.new_element.text_area.id)
            if news.WhichOneof("type") == "script_finished":
                return

    await until_finished()
    took = usable = time.perf_counter() - began
    began = time.perf_counter()
    again = BackMsg()
    state = again.rerun_script.widget_states.widgets.add()
    state.id, state.string_value = areas[2], "words"
    await socket.write_message(again.SerializeToString(), binary=True)
    await until_finished()
    return Visit(took, usable, time.perf_counter() - began, browser.received)


def plain(answer: HTTPResponse) -> str:
    """Return the text of an answer, whichever way it travelled."""
    body = answer.body
    return (gzip.decompress(body) if answer.headers.get("Content-Encoding") == "gzip" else body).decode()


async def states_of_kernel(
    browser: Browser, kernel: str, token: str = ""
) -> tuple[WebSocketClientConnection, dict]:
    """Ask a kernel for the state of all its widgets, as a front end does."""
    query = f"&token={token}" if token else ""
    socket = await browser.socket(f"/api/kernels/{kernel}/channels?session_id={uuid.uuid4().hex}{query}")
    comm = uuid.uuid4().hex
    opened = {"comm_id": comm, "target_name": "jupyter.widget.control", "data": {}}
    await tell(socket, "comm_open", metadata={"version": "1.0.0"}, **opened)
    await tell(socket, "comm_msg", comm_id=comm, data={"method": "request_states"})
    return socket, (await heard(browser, socket, lambda news: news.get("method") == "update_states"))[
        "states"
    ]


async def tell(
    socket: WebSocketClientConnection, kind: str, metadata: dict | None = None, **content: object
) -> None:
    """Send a message to a kernel's shell."""
    header = {
        "msg_id": uuid.uuid4().hex,
        "msg_type": kind,
        "session": "bench",
        "username": "",
        "version": "5.3",
    }
    header["date"] = datetime.now(UTC).isoformat()
    message = {"header": header, "parent_header": {}, "metadata": metadata or {}, "content": content}
    await socket.write_message(json.dumps(message | {"channel": "shell", "buffers": []}))


async def heard(
    browser: Browser, socket: WebSocketClientConnection, wanted: Callable[[dict], object]
) -> dict:
    """Return the data of the first comm message that is wanted."""
    while True:
        message = await browser.hear(socket)
        news = json.loads(message if isinstance(message, str) else message[: message.rfind(b"}") + 1])
        data = news.get("content", {}).get("data", {})
        if news.get("msg_type", news.get("header", {}).get("msg_type")) == "comm_msg" and wanted(data):
            return data
