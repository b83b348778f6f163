"""Cohorts on a real server: each by its own code and key, and a trainer by the workshop's own address."""

import contextlib
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.cohorts import MARK, SEAT
from tests.pages import ALL_READY, SECTIONS, wait_until
from tests.published import inside
from tests.server import Server
from tests.test_accessibility import TARGETS, violations
from tests.test_serve_access import Visitor, token_of
from workshop.cohorts import begin_cohort
from workshop.paths import NOTEBOOKS
from workshop.serve.published import FILES
from workshop.session import current_session
from workshop.settings import sqlite_url
from workshop.store import open_store

#: What is the same for everybody who has come in, and what is a cohort's own: nothing that one sees of it is another's.
FACILITATORS_PAGES = sorted(path.name for path in (NOTEBOOKS / "facilitator").glob("*.ipynb"))
PREVIEWS = ("index", "community-map", "what-we-heard", "action-plan")


class Group:
    """A cohort of a served workshop: its desk, its phone, and its code."""

    def __init__(self, server: Server, number: int, name: str) -> None:
        with open_store(sqlite_url(server.data)) as store:
            self.cohort, self.key = begin_cohort(store, f"{number:032x}", name)
            self.session = current_session(store.of_cohort(self.cohort.id))
        self.code = self.session.join_code
        self.desk = Visitor(server.facilitator_url)
        assert self.desk.get(f"/?token={self.key}").status == 302
        self.phone = Visitor(server.url)
        assert self.phone.get(f"/join/{self.code}").status == 303


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A workshop in which cohorts come and go."""
    server = Server(tmp_path_factory.mktemp("cohorts") / "data", "--no-warm")
    try:
        yield server.start()
    finally:
        server.stop()


@pytest.fixture(scope="module")
def alder(own: Server) -> Group:
    """A cohort whose people have said something."""
    group = Group(own, 1, "Alder Flats")
    assert group.phone.save(f"{MARK} words").json["saved"]
    entry = {"id": "0" * 32, "name": f"{MARK} library", "kind": "resource", "version": 0}
    assert group.phone.say("save-entry", entry=entry).json["saved"]
    assert group.desk.say(
        "rename-meeting", was=group.session.title, code=group.code, title=f"{MARK} meeting"
    ).json["saved"]
    assert group.desk.say("decide-item", item="about", choice="reword", words={"about": MARK}, version=0).json
    return group


@pytest.fixture(scope="module")
def birch(own: Server) -> Group:
    """Another cohort, which knows the address of everything."""
    return Group(own, 2, "Birch Bay")


@pytest.fixture
def trainer(own: Server) -> Visitor:
    """Whoever holds the workshop."""
    visitor = Visitor(own.facilitator_url)
    visitor.get(f"/?token={token_of(own)}")
    return visitor


def choose(trainer: Visitor, cohort: str) -> int:
    body = urlencode({"cohort": cohort})
    form = {"Content_Type": "application/x-www-form-urlencoded", "Origin": trainer.origin}
    return trainer.ask("POST", "/workshop/cohort", body, **form).status


# Apart


def words_of(visitor: Visitor, path: str) -> str:
    """Return what a page or a file says, also one that is packed."""
    return "\n".join(inside(path, visitor.get(path).body))


@pytest.mark.parametrize(
    "path",
    [
        "/",
        *(f"/voila/render/facilitator/{name}" for name in FACILITATORS_PAGES),
        *(f"/preview/{name}.html" for name in PREVIEWS),
        *(f"/preview/files/{name}" for name in FILES),
        "/workshop/hall",
        "/metrics",
    ],
)
def test_no_address_of_a_console_shows_a_cohorts_key_a_word_of_another(
    alder: Group, birch: Group, path: str
) -> None:
    said = words_of(birch.desk, path)
    assert MARK not in said
    assert alder.code not in said
    if path in ("/metrics", "/voila/render/facilitator/cohorts.ipynb"):
        assert birch.desk.get(path).status == 403


@pytest.mark.parametrize("path", ["/", "/join", *(f"/voila/render/{name}" for name in SECTIONS), "/healthz"])
def test_no_address_of_the_hall_shows_a_phone_a_word_of_another_cohort(
    alder: Group, birch: Group, path: str
) -> None:
    assert MARK not in birch.phone.get(path).text


def test_every_address_of_both_servers_is_tried_here(own: Server, alder: Group, birch: Group) -> None:
    """The lists above are whole: who adds an address says here what it shows of cohorts."""
    from workshop.serve import facilitator, participants

    sources = (facilitator.__file__, participants.__file__)
    said = "".join(Path(source).read_text(encoding="utf-8") for source in sources)
    assert set(re.findall(r'rf?"\{base\}([a-z/]+)', said)) == {
        *("workshop/messages", "workshop/address", "workshop/cohort", "workshop/hall", "metrics"),
        *("preview/", "preview/files/", "voila/render/", "leave", "join", "healthz"),
    }


def test_the_others_seat_finds_nothing_of_its_own_by_this_cohorts_code(alder: Group, birch: Group) -> None:
    assert alder.phone.read()["text"] == f"{MARK} words"
    assert birch.phone.read(seat=SEAT)["state"] == "none"


def test_a_preview_is_of_the_cohort_that_asks(alder: Group, birch: Group) -> None:
    for path in ("index.html", "files/meeting-summary.pdf", "files/meeting-summary.docx"):
        assert MARK in words_of(alder.desk, f"/preview/{path}")
        assert MARK not in words_of(birch.desk, f"/preview/{path}")


@pytest.mark.parametrize(
    "kind", ["read-cohorts", "add-cohort", "rename-cohort", "change-cohort-key", "remove-cohort"]
)
def test_what_is_about_all_cohorts_is_for_the_workshops_own_address_alone(
    alder: Group, birch: Group, trainer: Visitor, kind: str
) -> None:
    fields = {"id": alder.cohort.id, "name": alder.cohort.name, "trainer": True}
    assert "does not know" in birch.desk.say(kind, **fields).json["refused"]
    assert "does not know" in birch.phone.say(kind, **fields).json["refused"]
    assert alder.desk.say("read-console", mark="").json["content"]["session"]["cohort"] == "Alder Flats"
    if kind == "read-cohorts":
        assert {one["name"] for one in trainer.say(kind).json["cohorts"]} >= {"Alder Flats", "Birch Bay"}


def test_a_page_that_is_open_hears_of_its_own_cohort_and_of_no_other(alder: Group, birch: Group) -> None:
    with contextlib.closing(birch.phone.socket()) as phone, contextlib.closing(birch.desk.socket()) as desk:
        told = [json.loads(page.recv())["revision"] for page in (phone, desk)]
        alder.phone.save("more words", seq=int(time.time()))
        birch.phone.save("ours", prompt="learn", seq=int(time.time()))
        for page, before in zip((phone, desk), told, strict=True):
            news = json.loads(page.recv())
            assert (
                news["revision"] == before + 2
            )  # one change of theirs, of which nothing was said, and one of ours


def test_the_console_counts_the_pages_of_its_own_cohort(alder: Group, birch: Group) -> None:
    def pages(desk: Visitor) -> int:
        return desk.get("/workshop/hall").json["pages_open"]

    with contextlib.closing(alder.phone.socket()):
        deadline = time.monotonic() + 10
        while pages(alder.desk) != 1 and time.monotonic() < deadline:
            time.sleep(0.2)
        assert (pages(alder.desk), pages(birch.desk)) == (1, 0)


@pytest.mark.browser
def test_a_tablet_that_goes_from_one_group_to_the_next_keeps_unsent_words_for_the_first(
    own: Server, alder: Group, birch: Group, phone: Page
) -> None:
    def go_in(group: Group) -> Locator:
        phone.goto(f"{own.url}join/{group.code}")
        phone.goto(f"{own.url}voila/render/06-reflecting.ipynb")
        wait_until(phone, ALL_READY)
        return phone.locator(".go-reflection", has_text="How can we start").get_by_role("textbox")

    def without_alder(route: Route) -> None:
        """Let everything through but these words."""
        if "Alder" in (route.request.post_data or ""):
            route.abort()
        else:
            route.continue_()

    field = go_in(alder)
    expect(field).to_have_value("")
    expect(phone.get_by_text("Your earlier words can't be opened")).to_have_count(0)
    phone.wait_for_timeout(500)
    phone.route("**/workshop/messages", without_alder)
    field.fill("For Alder Flats alone")
    expect(phone.get_by_text("Not saved yet").first).to_be_visible()
    expect(go_in(birch)).to_have_value("")
    phone.unroute("**/workshop/messages")
    expect(go_in(alder)).to_have_value("For Alder Flats alone")


# Keys


def test_a_new_key_puts_the_old_one_out_and_leaves_the_other_cohorts_in(own: Server, birch: Group) -> None:
    cedar = Group(own, 3, "Cedar Point")
    second = Visitor(own.facilitator_url)
    second.get(f"/?token={cedar.key}")
    with contextlib.closing(second.socket()) as page:
        changed = cedar.desk.ask("POST", "/workshop/address", "", Origin=cedar.desk.origin).json
        page.settimeout(20)
        while page.recv():
            pass  # until there is no more
    assert second.say("read-console").status == 401
    assert second.get(f"/?token={cedar.key}").status == 403
    assert cedar.desk.say("read-console").status == 200
    assert birch.desk.say("read-console").status == 200
    assert second.get(f"/?{urlsplit(changed['address']).query}").status == 302
    assert second.say("read-console").json["content"]["session"]["cohort"] == "Cedar Point"


@pytest.mark.parametrize("key", ["0" * 48, "x" * 500, "é", "' OR 1=1 --"])
def test_a_key_that_is_none_opens_nothing(own: Server, key: str) -> None:
    stranger = Visitor(own.facilitator_url, address="127.0.0.9")
    assert stranger.get(f"/?{urlencode({'token': key})}").status == 403
    assert stranger.say("read-console").status == 401


def test_a_trainer_goes_from_cohort_to_cohort_and_a_page_left_behind_writes_nothing(
    alder: Group, birch: Group, trainer: Visitor
) -> None:
    def console(**headers: str) -> tuple[int, str, str]:
        body = json.dumps({"kind": "read-console"})
        read = trainer.ask(
            "POST",
            "/workshop/messages",
            body,
            Content_Type="application/json",
            Origin=trainer.origin,
            **headers,
        )
        session = read.json.get("content", {}).get("session", {})
        return read.status, session.get("cohort"), read.headers["X-Workshop-Room"]

    assert choose(trainer, alder.cohort.id) == 204
    status, cohort, room = console()
    assert (status, cohort) == (200, "Alder Flats")
    assert choose(trainer, birch.cohort.id) == 204
    assert console()[:2] == (200, "Birch Bay")
    assert console(X_Workshop_Room=room)[:2] == (409, None)  # the page of the cohort before
    assert choose(trainer, "f" * 32) == 404
    assert choose(trainer, "") == 204
    assert console()[:2] == (200, "")
    assert choose(alder.desk, birch.cohort.id) == 403
    # What is about all of them is the same wherever the browser went.
    body = json.dumps({"kind": "read-cohorts"})
    sent = {"Content_Type": "application/json", "Origin": trainer.origin, "X_Workshop_Room": room}
    assert trainer.ask("POST", "/workshop/messages", body, **sent).json["cohorts"]


def test_a_trainer_at_a_cohorts_console_changes_the_address_of_that_cohort(
    own: Server, birch: Group, trainer: Visitor
) -> None:
    fir = Group(own, 4, "Fir Grove")
    assert choose(trainer, fir.cohort.id) == 204
    changed = trainer.ask("POST", "/workshop/address", "", Origin=trainer.origin).json
    assert fir.desk.say("read-console").status == 401
    assert trainer.say("read-console").json["content"]["session"]["cohort"] == "Fir Grove"
    assert birch.desk.say("read-console").status == 200
    assert fir.desk.get(f"/?{urlsplit(changed['address']).query}").status == 302
    assert fir.desk.say("read-console").status == 200


# The trainer's page


def test_a_trainer_begins_a_cohort_hands_out_its_address_and_opens_its_console(
    own: Server, desk: Page, phone: Page
) -> None:
    page, leader = desk, phone
    page.goto(own.facilitator_url)
    page.get_by_role("link", name="All cohorts").click()
    wait_until(page, ALL_READY)
    page.get_by_role("button", name="Begin the cohort").click()
    expect(page.get_by_role("status").filter(has_text="Give the cohort a name.")).to_be_visible()
    page.get_by_label("Its name").first.fill("Dogwood <b>Valley</b>")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    address = page.get_by_label("The address for “Dogwood <b>Valley</b>”")
    expect(address).to_be_focused()
    card = page.locator("[data-cohort]", has_text="Dogwood <b>Valley</b>")
    card.get_by_text("Section by section").click()
    expect(card.get_by_text("0 of 26 community groups here")).to_be_visible()
    assert violations(page) == []

    leader.goto(address.input_value())
    wait_until(leader, ALL_READY)
    expect(leader.get_by_text("Dogwood <b>Valley</b> · ")).to_be_visible()
    assert not leader.get_by_role("link", name="All cohorts").is_visible()
    assert "token" not in leader.url

    card.get_by_role("button", name="Open the console of Dogwood").click()
    page.wait_for_url("**/console.ipynb")
    wait_until(page, ALL_READY)
    expect(page.get_by_text("Dogwood <b>Valley</b> · ")).to_be_visible()


def test_on_a_phone_a_cohort_is_renamed_and_removed_with_a_receipt(own: Server, phone: Page) -> None:
    with open_store(sqlite_url(own.data)) as store:
        begin_cohort(store, f"{9:032x}", "Elm Street")
    page = phone
    page.goto(own.facilitator_url)
    page.goto(f"{own.facilitator_url.partition('/?')[0]}/voila/render/facilitator/cohorts.ipynb")
    wait_until(page, ALL_READY)
    page.get_by_role("button", name="Rename Elm Street").click()
    card = page.locator("[data-cohort]", has_text="Elm")
    card.get_by_label("Its new name").fill("Elm Corner")
    card.get_by_role("button", name="Save the name").click()
    page.get_by_role("button", name="Remove Elm Corner").click()
    card.get_by_role("button", name="Destroy all its records").click()
    expect(page.get_by_text("Write the name of the cohort as it stands here.")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate(TARGETS) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.get_by_label("Type “Elm Corner” to go on").fill("elm corner")
    card.get_by_role("button", name="Destroy all its records").click()
    expect(page.locator(":focus", has_text="Receipt: “Elm Corner”")).to_be_visible()
    expect(page.locator("[data-cohort]", has_text="Elm Corner")).to_have_count(0)
