"""A code lets a browser into the hall and a token into the facilitator's room; nothing else opens either."""

import contextlib
import json
import re
import ssl
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
import websocket

from tests.halls import begin
from tests.plans import records
from tests.server import Server
from workshop.ending import end_session
from workshop.session import spoken_code
from workshop.toolkit import load_toolkit

FIRST_PAGE = "/voila/render/01-goal.ipynb"
CONSOLE = "/voila/render/facilitator/console.ipynb"
EXIT = load_toolkit().fact("weather").value
SEAT = "0123456789abcdef" * 2
WRONG = "AAAAAA"  # no code has an A


class Answer:
    """What a server answered, read to its end."""

    def __init__(self, response: HTTPResponse) -> None:
        self.status, self.headers = response.status, response.headers
        self.body = response.read()
        self.text = "" if response.headers.get("Content-Encoding") else self.body.decode("utf-8", "replace")
        self.location = response.getheader("Location", "")

    @property
    def json(self) -> dict:
        return json.loads(self.text)


class Visitor:
    """A browser as far as a server can tell: it keeps cookies, and follows nothing by itself."""

    def __init__(
        self, url: str, address: str = "127.0.0.1", trusts: Path | None = None, **headers: str
    ) -> None:
        self.host = urlsplit(url).netloc
        self.origin = f"{urlsplit(url).scheme}://{self.host}"
        self._encryption = ssl.create_default_context(cafile=trusts) if trusts else None
        self._headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self.cookies: dict[str, str] = {}
        self._address = address

    @contextlib.contextmanager
    def asking(
        self, method: str, path: str, body: bytes | str | None = None, headers: dict[str, str] | None = None
    ) -> Iterator[HTTPResponse]:
        """Ask, and hand out the answer to be read as it comes."""
        from_here = {"timeout": 60, "source_address": (self._address, 0)}
        if self._encryption:
            connection = HTTPSConnection(self.host, context=self._encryption, **from_here)
        else:
            connection = HTTPConnection(self.host, **from_here)
        cookies = {"Cookie": self.cookie} if self.cookies else {}
        try:
            connection.request(method, path, body, self._headers | cookies | (headers or {}))
            response = connection.getresponse()
            for line in response.headers.get_all("Set-Cookie", ()):
                for name, morsel in SimpleCookie(line).items():
                    self.cookies[name] = morsel.value
                    if not morsel.value:
                        del self.cookies[name]
            yield response
        finally:
            connection.close()

    @property
    def cookie(self) -> str:
        quoted = {name: value if value.isalnum() else f'"{value}"' for name, value in self.cookies.items()}
        return "; ".join(f"{name}={value}" for name, value in quoted.items())

    def ask(self, method: str, path: str, body: bytes | str | None = None, **headers: str) -> Answer:
        """Ask; a header's name is written with underscores."""
        with self.asking(
            method, path, body, {n.replace("_", "-"): v for n, v in headers.items()}
        ) as response:
            return Answer(response)

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, **headers)

    def type_code(self, code: str) -> Answer:
        """Fill in the form that asks for the code."""
        return self.ask(
            "POST", "/join", urlencode({"code": code}), Content_Type="application/x-www-form-urlencoded"
        )

    def join(self, served: Server) -> "Visitor":
        """Go in as the QR code does."""
        assert self.get(urlsplit(served.join_url).path).status == 303
        return self

    def say(self, kind: str, **fields: object) -> Answer:
        """Send a message as a widget does."""
        body = json.dumps({"kind": kind} | fields)
        return self.ask(
            "POST", "/workshop/messages", body, Content_Type="application/json", Origin=self.origin
        )

    def save(self, text: str, seq: int = 1, prompt: str = "start", seat: str = SEAT) -> Answer:
        return self.say("save-response", seat=seat, prompt=prompt, state="written", text=text, seq=seq)

    def read(self, prompt: str = "start", seat: str = SEAT) -> dict:
        return self.say("read-responses", seat=seat).json["responses"][prompt]

    def socket(self, path: str = "/workshop/live", origin: str = "") -> websocket.WebSocket:
        """Open a web socket; the caller closes it."""
        return websocket.create_connection(
            f"{self.origin.replace('http', 'ws')}{path}",
            timeout=20,
            cookie=self.cookie,
            origin=origin or self.origin,
            header=self._headers,
            sslopt={"context": self._encryption} if self._encryption else None,
        )


def kernel_of(page: Answer) -> str:
    """Return the id of the process behind a page."""
    return re.search(r'workshopPage\("([0-9a-f-]{36})"\)', page.text)[1]


def processes() -> dict[int, tuple[int, str]]:
    """Return the parent and the command of every process on this computer that still runs."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError):
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            if state not in "ZX":
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                found[int(folder.name)] = int(parent), command
    return found


def below(pid: int) -> dict[int, str]:
    """Return the processes that a process started, and those that they started, with their commands."""
    everything = processes()
    found: dict[int, str] = {}
    parents = {pid}
    while parents:
        started = {child: command for child, (parent, command) in everything.items() if parent in parents}
        found |= started
        parents = set(started)
    return found


def facilitators_kernels(served: Server) -> set[int]:
    """Return the processes behind the facilitator's pages."""
    (room,) = (pid for pid, command in below(served.info["pid"]).items() if "serve.facilitator" in command)
    return {pid for pid, command in below(room).items() if "ipykernel" in command}


def token_of(served: Server) -> str:
    return parse_qs(urlsplit(served.facilitator_url).query)["token"][0]


@pytest.fixture
def visitor(served: Server) -> Visitor:
    """Somebody who has not joined."""
    return Visitor(served.url)


@pytest.fixture
def participant(served: Server) -> Visitor:
    """Somebody who has."""
    return Visitor(served.url).join(served)


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A workshop where it does no harm that this computer is slowed down."""
    server = Server(tmp_path_factory.mktemp("apart") / "data")
    try:
        yield server.start()
    finally:
        server.stop()


# The way into the hall


def test_the_code_on_the_wall_leads_to_the_first_page_with_a_cookie_that_no_script_can_read(
    served: Server, visitor: Visitor
) -> None:
    answer = visitor.get(f"/join/{served.join_code}")
    assert (answer.status, answer.location) == (303, FIRST_PAGE)
    cookie, group = answer.headers.get_all("Set-Cookie")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    # Scripts read which people a page is with, and nobody comes in by that.
    assert re.match(r"workshop-(desk-)?group=[0-9a-f]{16};", group)
    assert "HttpOnly" not in group
    assert visitor.get("/").location == FIRST_PAGE
    assert visitor.get("/join").location == FIRST_PAGE


@pytest.mark.parametrize("keep", ["all", ""])
def test_a_phone_whose_meeting_is_over_or_destroyed_can_type_the_next_code(hall: Server, keep: str) -> None:
    over = begin(hall)
    visitor = Visitor(hall.url)
    assert visitor.type_code(over.join_code).status == 303
    assert visitor.get("/join").location == FIRST_PAGE
    with records(hall) as (store, session):
        end_session(store, session, keep or "nothing")
    assert "Code on the wall" in visitor.get("/join").text
    following = begin(hall)
    assert visitor.type_code(following.join_code).location == FIRST_PAGE
    assert visitor.get("/join").location == FIRST_PAGE


def test_everybody_in_a_session_carries_the_same_cookie_but_for_its_date(served: Server) -> None:
    one, other = (Visitor(served.url).join(served) for _ in range(2))
    assert one.cookies.keys() == other.cookies.keys() == {"workshop-session", "workshop-group"}
    values = [visitor.cookies["workshop-session"].split("|")[4] for visitor in (one, other)]
    assert values[0] == values[1]


def test_a_code_can_be_typed_in_small_letters_and_with_a_gap(served: Server, visitor: Visitor) -> None:
    answer = visitor.type_code(f" {spoken_code(served.join_code).lower()} ")
    assert (answer.status, answer.location) == (303, FIRST_PAGE)


def test_a_wrong_code_is_told_kindly_on_a_page_with_the_help_lines_and_the_exit(visitor: Visitor) -> None:
    answer = visitor.type_code(WRONG)
    assert answer.status == 404
    assert "Please look at the wall and try again." in answer.text
    assert f'value="{WRONG}"' in answer.text
    assert EXIT in answer.text
    bar = load_toolkit().bar_facts()
    assert bar
    assert all(fact.value in answer.text for fact in bar)
    assert visitor.cookies == {}


def test_hostile_text_in_the_code_stays_text(visitor: Visitor) -> None:
    hostile = '"><script>x</script>'
    for answer in (visitor.type_code(hostile), visitor.get("/join/" + quote(hostile, safe=""))):
        assert answer.status == 404
        assert "<script>x" not in answer.text
        assert "&lt;script&gt;x" in answer.text


def test_ten_wrong_codes_slow_a_phone_down_in_words_and_no_other_phone(apart: Server) -> None:
    guesser, neighbour = Visitor(apart.url, "127.0.0.2"), Visitor(apart.url, "127.0.0.3")
    assert [guesser.type_code(WRONG).status for _ in range(10)] == [404] * 10
    slowed = guesser.get(f"/join/{WRONG}")
    assert slowed.status == 429
    assert re.search(r"Please wait \d+ seconds, then try again\.", slowed.text)
    assert EXIT in slowed.text
    assert neighbour.type_code(apart.join_code).status == 303


@pytest.mark.parametrize("path", ["/", FIRST_PAGE, "/voila/render/06-reflecting.ipynb"])
def test_who_has_not_joined_is_led_to_the_door(visitor: Visitor, path: str) -> None:
    answer = visitor.get(path)
    assert (answer.status, answer.location) == (302, "/join")


def test_who_has_not_joined_can_not_send_a_message_and_hears_where_to_join(visitor: Visitor) -> None:
    answer = visitor.save("words")
    assert answer.status == 401
    assert answer.json["refused"].endswith(".")
    assert answer.json["join"] == "/join"


def test_a_cookie_that_this_workshop_did_not_sign_opens_nothing(
    served: Server, visitor: Visitor, participant: Visitor, apart: Server
) -> None:
    own = participant.cookies["workshop-session"]
    elsewhere = Visitor(apart.url, "127.0.0.4").join(apart).cookies["workshop-session"]
    for forged in ("1", "5" * 32, own[:-1] + ("0" if own[-1] != "0" else "1"), elsewhere):
        visitor.cookies = {"workshop-session": forged}
        assert visitor.get(FIRST_PAGE).location == "/join"
        assert visitor.save("words").status == 401


def test_a_phone_counts_the_days_of_its_cookie_itself_whatever_the_laptop_takes_the_time_to_be(
    served: Server, visitor: Visitor
) -> None:
    cookie = visitor.get(urlsplit(served.join_url).path).headers["Set-Cookie"]
    assert "Max-Age=604800;" in cookie
    assert "expires" not in cookie.lower()


def test_who_leaves_is_out_at_once(participant: Visitor) -> None:
    assert participant.save("words").status == 200
    assert participant.ask("POST", "/leave").status == 204
    assert participant.get(FIRST_PAGE).location == "/join"
    assert participant.save("more words", 2).status == 401


# What a participant finds of the rest of Jupyter: nothing


@pytest.mark.parametrize(
    "path",
    [
        CONSOLE,
        "/voila/render/console.ipynb",
        "/voila/render/../facilitator/console.ipynb",
        "/voila/render/facilitator%2Fconsole.ipynb",
        "/voila/render/",
        "/voila/tree",
        "/voila/tree/facilitator",
        "/voila/files/01-goal.ipynb",
        "/voila/files/data/workshop.db",
        "/voila/execution/01-goal.ipynb",
        "/voila/templates/lab/index.html",
        "/voila/themes/x",
        "/files/01-goal.ipynb",
        "/api",
        "/api/contents",
        "/api/contents/01-goal.ipynb",
        "/api/kernels",
        "/api/kernelspecs",
        "/api/sessions",
        "/api/terminals",
        "/api/status",
        "/api/shutdown",
        "/tree",
        "/lab",
        "/login",
        "/metrics",
        "/static/x/../../app.py",
        "/static/x/..%2f..%2fapp.py",
        "/static/x//etc/passwd",
    ],
)
def test_the_hall_has_no_such_address(participant: Visitor, path: str) -> None:
    assert participant.get(path).status in (403, 404)


@pytest.mark.parametrize(
    "path", ["/api/kernels", "/api/sessions", "/api/terminals", "/api/contents", "/api/shutdown"]
)
def test_nobody_starts_or_stops_anything_by_hand(participant: Visitor, path: str) -> None:
    assert participant.ask("POST", path, "{}", Content_Type="application/json").status in (404, 405)


@pytest.fixture(scope="module")
def opened(lab_served: Server) -> tuple[Visitor, str]:
    """A participant with a page open, and the id of the process behind it."""
    visitor = Visitor(lab_served.url).join(lab_served)
    return visitor, kernel_of(visitor.get(FIRST_PAGE))


def test_the_process_behind_a_page_can_not_be_ended_restarted_or_stopped_through_jupyters_addresses(
    opened: tuple[Visitor, str],
) -> None:
    participant, kernel = opened
    assert participant.get(f"/api/kernels/{kernel}").status == 200
    assert participant.ask("DELETE", f"/api/kernels/{kernel}").status == 405
    for action in ("restart", "interrupt", "shutdown"):
        assert participant.ask("POST", f"/api/kernels/{kernel}/{action}").status in (404, 405)
    assert participant.get(f"/api/kernels/{kernel}").status == 200


def test_who_has_not_joined_learns_nothing_of_a_page_and_can_not_end_it(
    opened: tuple[Visitor, str],
) -> None:
    participant, kernel = opened
    visitor = Visitor(participant.origin)
    assert visitor.get(f"/api/kernels/{kernel}").status == 403
    assert visitor.ask("POST", f"/voila/api/shutdown/{kernel}").status == 403
    assert participant.get(f"/api/kernels/{kernel}").status == 200


def test_only_pages_of_the_workshop_reach_the_process_behind_a_page(
    opened: tuple[Visitor, str],
) -> None:
    participant, kernel = opened
    visitor = Visitor(participant.origin)
    path = f"/api/kernels/{kernel}/channels"
    participant.socket(path).close()
    for who, origin in ((participant, "http://elsewhere.example"), (visitor, "")):
        with pytest.raises(websocket.WebSocketBadStatusException) as told:
            who.socket(path, origin)
        assert told.value.status_code == 403


# The facilitator's room


@pytest.mark.parametrize("path", ["/", CONSOLE, "/?token=", "/?token=wrong", f"{CONSOLE}?token=wrong"])
def test_without_the_token_the_facilitators_room_stays_shut_and_nothing_is_started(
    served: Server, path: str
) -> None:
    before = facilitators_kernels(served)
    answer = Visitor(served.facilitator_url).get(path)
    assert answer.status == 403
    assert facilitators_kernels(served) <= before


def test_a_participants_cookie_opens_nothing_of_the_facilitators(
    served: Server, participant: Visitor
) -> None:
    room = Visitor(served.facilitator_url)
    own = participant.cookies["workshop-session"]
    for name in ("workshop-session", "workshop-facilitator"):
        room.cookies = {name: own}
        assert room.get(CONSOLE).status == 403


def test_the_token_opens_the_console_and_is_gone_from_the_address(served: Server) -> None:
    room = Visitor(served.facilitator_url)
    door = urlsplit(served.facilitator_url)
    answer = room.get(f"{door.path}?{door.query}")
    assert (answer.status, answer.location) == (302, "/")
    cookie, group = answer.headers.get_all("Set-Cookie")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    # Scripts read which people a page is with, and nobody comes in by that.
    assert re.match(r"workshop-(desk-)?group=[0-9a-f]{16};", group)
    assert "HttpOnly" not in group
    assert room.get("/").location == CONSOLE
    page = room.get(CONSOLE)
    assert page.status == 200
    assert token_of(served) not in page.text
    # It was made once for every facilitator; what made it is not needed any more.
    assert "workshopPage(" not in page.text
    assert room.get(CONSOLE).text == page.text
    assert facilitators_kernels(served) == set()


def test_the_token_is_taken_off_the_address_of_a_page_too(served: Server) -> None:
    answer = Visitor(served.facilitator_url).get(f"{CONSOLE}?token={token_of(served)}")
    assert (answer.status, answer.location) == (302, CONSOLE)


def test_the_facilitators_token_opens_nothing_in_the_hall(served: Server, visitor: Visitor) -> None:
    assert visitor.get(f"/?token={token_of(served)}").location == "/join"
    assert visitor.get(f"{CONSOLE}?token={token_of(served)}").status == 404


def test_the_facilitators_room_takes_messages_of_a_facilitator_alone(
    served: Server, participant: Visitor
) -> None:
    room = Visitor(served.facilitator_url)
    assert room.say("read-community", since=0).status == 401
    room.cookies = {"workshop-facilitator": participant.cookies["workshop-session"]}
    assert room.say("export-sheet", format="csv").status == 401
    room.cookies = {}
    room.get(f"/?token={token_of(served)}")
    assert room.say("export-sheet", format="csv").json["name"].endswith(".csv")


@pytest.mark.parametrize("kind", ["preview-sheet", "import-sheet", "export-sheet"])
def test_the_hall_has_no_spreadsheets(participant: Visitor, kind: str) -> None:
    assert "refused" in participant.say(kind, format="csv", name="a.csv", data="").json


def test_ten_wrong_tokens_slow_a_browser_down(apart: Server) -> None:
    guesser = Visitor(apart.facilitator_url, "127.0.0.2")
    assert [guesser.get("/?token=wrong").status for _ in range(10)] == [403] * 10
    assert guesser.get("/?token=wrong").status == 429
    assert Visitor(apart.facilitator_url).get(f"/?token={token_of(apart)}").status == 302
