"""The published folder: what a town reads, what nobody finds in it, and what happens when somebody takes words back."""

import json
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.browser import hosts_asked
from tests.conftest import DESK, PHONE
from tests.hostile import HOSTILE
from tests.published import PLANTED, RIGHT_TO_LEFT, agree_to_all, change, everything, sign
from tests.reading import grade, plain
from workshop.plan import save_action
from workshop.publish.folder import OWN, publish
from workshop.publish.publication import read
from workshop.publish.review import agreed_publication, read_draft
from workshop.publish.site import FOLDER, MOST_BYTES, PAGES
from workshop.refusal import Refused
from workshop.settings import sqlite_url
from workshop.store import Action, Response, Session, Store, open_store
from workshop.toolkit import load_toolkit

TOOLKIT = load_toolkit()


@pytest.fixture(scope="module")
def out(planted_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that was published from the planted town."""
    folder = tmp_path_factory.mktemp("published")
    with open_store(sqlite_url(planted_town)) as store:
        publish(store, TOOLKIT, store.latest_session().id, folder)
    return folder


@pytest.fixture
def session(town: Store) -> Session:
    """The town's meeting."""
    return town.latest_session()


# What is there, and what is not


def test_nothing_that_was_planted_is_in_any_byte_of_what_is_published(out: Path, session: Session) -> None:
    folder, session_id = out, session.id
    found = everything(folder)
    assert "The Planted Kitchen" in found  # it is not empty, and looked through
    assert RIGHT_TO_LEFT.split()[0] in found
    assert [name for name, secret in PLANTED.items() if secret.lower() in found.lower()] == []
    assert session_id not in found


def test_no_key_of_the_store_is_in_what_is_published(out: Path, town: Store, session: Session) -> None:
    folder, session_id, store = out, session.id, town
    draft, material = read_draft(store, TOOLKIT, session_id)
    keys = [item.key.partition(":")[2] for item in draft.items if ":" in item.key]
    assert len(keys) > 20
    found = everything(folder)
    assert [key for key in keys if key in found] == []
    assert material.session.join_code not in found


def test_each_page_is_small_and_has_no_script_and_asks_nobody(out: Path) -> None:
    for name in PAGES:
        text = (out / f"{name}.html").read_text(encoding="utf-8")
        assert len(text.encode()) < MOST_BYTES
        assert not re.search(
            r"<script|javascript:|\son\w+\s*=|<iframe|<object|<form|@import|url\(", text, re.IGNORECASE
        )
        fetched = re.findall(r'(?:src|srcset)="([^"]*)"|<link[^>]*href="([^"]*)"', text)
        assert {address for pair in fetched for address in pair if address} == {"data:,"}
        assert "default-src 'none'" in text


def test_the_pages_say_what_was_agreed(out: Path, town: Store, session: Session) -> None:
    folder, session_id, store = out, session.id, town
    heard = (folder / "what-we-heard.html").read_text(encoding="utf-8")
    assert "Put the help line numbers in every washroom in town." in heard
    assert "The travelling clinic comes to town every week." in heard
    assert "The nurse who runs the travelling clinic" not in heard
    assert "36 dots" in heard
    assert "9 dots" not in heard
    assert "15 dots" not in heard  # hidden, or the smaller one could be worked out
    publication = agreed_publication(store, session_id)
    assert read((folder / OWN).read_text(encoding="utf-8")).of("action") == publication.of("action")


@pytest.mark.parametrize("device", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_pages_read_from_disk_with_scripts_off_and_axe_finds_nothing(
    browser: Browser, out: Path, device: dict, colours: str
) -> None:
    with browser.new_context(**device, color_scheme=colours) as context:
        page = context.new_page()
        asked = hosts_asked(page)
        for name in PAGES:
            page.goto((out / f"{name}.html").as_uri())
            assert _violations(page) == [], name
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
            assert page.evaluate(_SMALL) == [], name
        assert asked == set()
    with browser.new_context(**device, color_scheme=colours, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto((out / "index.html").as_uri())
        expect(page.get_by_role("link", name="Emergency: Exit this page")).to_have_attribute(
            "href", TOOLKIT.fact("weather").value
        )
        for title in ("The community map", "What we heard", "The action plan"):
            page.get_by_role("navigation").get_by_role("link", name=title).click()
            expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
            expect(page.get_by_text("1-800-563-0808").first).to_be_visible()
            expect(page.get_by_text("To ask, to come, or to have something removed")).to_be_visible()
            expect(page.get_by_text("Published on 31 March 2027")).to_be_visible()


_SMALL = """() => [...document.querySelectorAll(".safety a, .help a, .pages a, .card a, .files a")]
    .filter((link) => link.getBoundingClientRect().height < 44).map((link) => link.outerHTML.slice(0, 100))"""


def _violations(page: Page) -> list[str]:
    # Axe needs scripts; the page itself has none, and its policy forbids them to others than the test.
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:140]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("paper", ["Letter", "A4"])
def test_every_printed_sheet_has_the_help_lines_and_fits(browser: Browser, out: Path, paper: str) -> None:
    with browser.new_context(**DESK) as context:
        page = context.new_page()
        for name, sheets in zip(PAGES, (1, 4, 3, 1), strict=True):
            page.goto((out / f"{name}.html").as_uri())
            printed = PdfReader(BytesIO(page.pdf(format=paper))).pages
            assert len(printed) <= sheets, name
            assert all("1-800-563-0808" in sheet.extract_text() for sheet in printed), name
            page.emulate_media(media="print")
            page.set_viewport_size({"width": 700, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name


@pytest.mark.parametrize("name", PAGES)
def test_our_own_words_on_the_pages_are_easy_to_read(name: str) -> None:
    cells = json.loads((FOLDER / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    prose = "\n".join(plain("".join(cell["source"])) for cell in cells if cell["cell_type"] == "markdown")
    assert grade(prose) <= 6.5


# Publishing again


def test_an_answer_that_is_taken_back_is_gone_from_the_store_and_the_next_pages(
    town: Store, session: Session, tmp_path: Path
) -> None:
    words = "Put the help line numbers in every washroom in town."
    publish(town, TOOLKIT, session.id, tmp_path / "out")
    assert words in everything(tmp_path / "out")
    _, material = read_draft(town, TOOLKIT, session.id)
    answer = next(one for one in material.answers if one.text == words)
    town.save_response(Response(answer.handle, session.id, answer.prompt, "withdrawn", "", answer.seq + 1))
    assert answer.handle not in town.agreed(session.id).quoted
    done = publish(town, TOOLKIT, session.id, tmp_path / "out")
    assert words not in everything(tmp_path / "out")
    assert done.changes.removed == ("An answer",)
    assert not done.changes.added


def test_an_organisation_that_takes_its_yes_back_is_gone_from_every_page(
    town: Store, session: Session, tmp_path: Path
) -> None:
    draft, _ = read_draft(town, TOOLKIT, session.id)
    kitchen = next(
        one for one in draft.decided if one.proposal.item.says.get("name") == "The Planted Kitchen"
    )
    publish(town, TOOLKIT, session.id, tmp_path / "out")
    change(town, TOOLKIT, kitchen.choice, consent=False)
    done = publish(town, TOOLKIT, session.id, tmp_path / "out")
    assert done.withdrawn.removed == ("Listed: The Planted Kitchen",)
    assert "Planted Kitchen" not in everything(tmp_path / "out")


def test_what_changed_after_it_was_agreed_waits_for_two_people(
    town: Store, session: Session, tmp_path: Path
) -> None:
    changes = town.community_changes(session.id)
    action = next(one for _, one in changes.actions.values() if one and one.what == "Open the hall")
    save_action(town, TOOLKIT, replace(action, what="Open the hall at night"))
    publish(town, TOOLKIT, session.id, tmp_path / "out")
    assert "Open the hall at night" not in everything(tmp_path / "out")
    draft, _ = read_draft(town, TOOLKIT, session.id)
    decided = next(
        one for one in draft.decided if one.proposal.item.says.get("what") == "Open the hall at night"
    )
    assert decided.waits == "It has changed since somebody looked."
    change(town, TOOLKIT, decided.choice)
    sign(town, TOOLKIT, session.id)
    done = publish(town, TOOLKIT, session.id, tmp_path / "out")
    assert done.changes.lines() == ["New: Action: Open the hall at night", "Taken out: Action: Open the hall"]


def test_hostile_words_are_only_words(town: Store, session: Session, tmp_path: Path) -> None:
    for text in HOSTILE:
        save_action(town, TOOLKIT, Action("", session.id, text, who=text, means=text))
    agree_to_all(town, TOOLKIT, session.id)
    publish(town, TOOLKIT, session.id, tmp_path / "out")
    page = (tmp_path / "out" / "action-plan.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;" in page
    assert not re.search(r"<script|<img|<textarea|</style>\*", page)


@pytest.mark.parametrize("name", ["letter.docx", OWN])
def test_a_folder_with_something_else_in_it_is_left_alone(
    town: Store, session: Session, tmp_path: Path, name: str
) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / name).write_text("mine", encoding="utf-8")
    with pytest.raises(Refused, match="Choose an empty one with --to FOLDER"):
        publish(town, TOOLKIT, session.id, tmp_path / "theirs")
    assert [path.name for path in (tmp_path / "theirs").iterdir()] == [name]
    assert (tmp_path / "theirs" / name).read_text(encoding="utf-8") == "mine"
