"""A facilitator rehearses, enters what a table wrote on paper, ends a meeting with a receipt, and begins the next."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import DESK, PHONE
from tests.pages import ALL_READY, wait_until
from tests.seats import key
from tests.server import Server
from tests.test_accessibility import TARGETS, violations
from tests.test_serve_access import Visitor

HOSTILE = "<img src=x onerror=document.title='hit'>"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A workshop whose meetings may end."""
    server = Server(tmp_path_factory.mktemp("meetings") / "data", "--no-warm")
    try:
        yield server.start()
    finally:
        server.stop()


def facilitator(served: Server) -> Visitor:
    room = Visitor(served.facilitator_url)
    room.get(served.facilitator_url.partition(room.host)[2])
    return room


def open_page(page: Page, served: Server, name: str) -> Page:
    """Come in by the address, and open one of the facilitator's pages."""
    page.goto(served.facilitator_url)
    page.goto(f"{served.facilitator_url.partition('/?')[0]}/voila/render/facilitator/{name}.ipynb")
    wait_until(page, ALL_READY)
    return page


def console(served: Server) -> dict:
    return facilitator(served).say("read-console").json["content"]


def field(page: Page, words: str):
    """Return the part of a table's sheet that asks this."""
    return page.locator(".go-listing", has_text=words)


def enter(page: Page, words: str, text: str) -> None:
    field(page, words).get_by_role("textbox").fill(text)
    field(page, words).get_by_role("textbox").blur()
    expect(field(page, words).get_by_role("status")).to_contain_text("Saved")


def open_sheet(page: Page, table: str) -> None:
    page.get_by_label("Number of the table").fill(table)
    page.get_by_role("button", name="Open its sheet").click()
    expect(page.get_by_text(f"Table {table}", exact=True)).to_be_visible()


# Paper


def test_what_a_table_wrote_on_paper_counts_as_that_tables_and_can_be_corrected(
    phone: Page, own: Server
) -> None:
    room = facilitator(own)
    room.say("set-prompt", prompt="learn", open=False, revealed=False, version=0)
    open_page(phone, own, "paper")
    open_sheet(phone, "3")
    enter(phone, "How can we start", f"A library evening {HOSTILE}")
    enter(
        phone, "What do we need to know", "What the law says"
    )  # it is closed by now; the paper is from before
    told = console(own)
    assert told["seats"] == {"joined": 1, "tables": 1}
    assert {card["from_table"] for card in told["cards"]} == {True}
    expect(phone.get_by_text("Question 7 is not here")).to_be_visible()
    assert field(phone, "What can I offer").count() == 0
    assert violations(phone) == []
    assert phone.evaluate(TARGETS) == []
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")

    phone.get_by_role("button", name="Next table").click()
    open_sheet(phone, "4")
    expect(field(phone, "How can we start").get_by_role("textbox")).to_have_value("")
    names = phone.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('workshop-paper'))")
    assert sorted(re.sub("-[A-Z0-9]{6}-", "-CODE-", name) for name in names) == [
        "workshop-paper-CODE-3",
        "workshop-paper-CODE-4",
    ]

    phone.reload()
    phone.get_by_role("button", name="Open table 3 again").click()
    box = field(phone, "How can we start").get_by_role("textbox")
    expect(box).to_have_value(f"A library evening {HOSTILE}")
    enter(phone, "How can we start", "A library evening, with tea")
    enter(phone, "What do we need to know", "")
    assert [card["text"] for card in console(own)["cards"]] == ["A library evening, with tea"]
    assert phone.title() != "hit"


def test_what_a_scribe_could_not_send_stays_on_the_screen_and_is_saved_later(
    phone: Page, own: Server
) -> None:
    open_page(phone, own, "paper")
    open_sheet(phone, "7")
    phone.context.route("**/workshop/messages", lambda route: route.abort())
    box = field(phone, "Who else").get_by_role("textbox")
    box.fill("Bus drivers")
    box.blur()
    expect(field(phone, "Who else").get_by_role("status")).to_contain_text("Not saved yet")
    phone.context.unroute("**/workshop/messages")
    expect(field(phone, "Who else").get_by_role("status")).to_contain_text("Saved.", timeout=20_000)
    assert "Bus drivers" in [card["text"] for card in console(own)["cards"]]


def test_words_that_are_too_long_are_told_beside_them(phone: Page, own: Server) -> None:
    open_page(phone, own, "paper")
    open_sheet(phone, "8")
    box = field(phone, "Who else").get_by_role("textbox")
    box.fill("x" * 2001)
    box.blur()
    expect(field(phone, "Who else").get_by_role("status")).to_contain_text(
        "2,000 characters at most; this has 2,001"
    )
    expect(box).to_have_value("x" * 2001)


# Meetings


def test_a_rehearsal_begins_and_is_deleted_in_one_press_each(desk: Page, own: Server) -> None:
    before = console(own)["session"]
    open_page(desk, own, "meetings")
    desk.get_by_label("Made-up people").fill("5")
    desk.get_by_role("button", name="Rehearse").click()
    expect(desk.get_by_text("This is a rehearsal. 5 made-up people are in it.")).to_be_visible()
    expect(desk.get_by_role("heading", name="After the meeting")).to_be_hidden()
    assert console(own)["session"]["practice"]
    assert violations(desk) == []
    desk.get_by_role("button", name="Delete the rehearsal").click()
    expect(desk.locator(":focus")).to_have_text("Receipt: “Rehearsal”")
    expect(desk.get_by_text("Your meeting is the present one again.")).to_be_visible()
    assert console(own)["session"] == before


def test_the_number_of_made_up_people_is_refused_in_a_sentence(desk: Page, own: Server) -> None:
    open_page(desk, own, "meetings")
    desk.get_by_label("Made-up people").fill("99")
    desk.get_by_role("button", name="Rehearse").click()
    expect(desk.get_by_text("Choose from 5 to 30 made-up people.")).to_be_visible()


def test_a_meeting_ends_goes_on_and_ends_with_a_summary_and_a_receipt(
    browser: Browser, own: Server, tmp_path: Path
) -> None:
    phone = Visitor(own.url).join(own)
    phone.save("xylophone", prompt="start", seat=key(1))
    phone.say("save-action", action={"id": key(2), "what": f"Ask the library {HOSTILE}"})
    with browser.new_context(**PHONE) as context:
        page = open_page(context.new_page(), own, "meetings")
        page.get_by_label("Its name").first.fill(f"An evening {HOSTILE}")
        page.get_by_role("button", name="Save the name").click()
        expect(page.get_by_text(f"“An evening {HOSTILE}” holds:")).to_be_visible()
        assert violations(page) == []
        assert page.evaluate(TARGETS) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

        page.get_by_role("button", name="End it and keep everything").click()
        expect(page.get_by_text("This meeting has ended. Everything is kept.")).to_be_visible()
        assert phone.save("late", 2, prompt="start", seat=key(1)).json["closed"]
        page.get_by_role("button", name="Go on with this meeting").click()
        expect(page.get_by_text("The meeting goes on.")).to_be_visible()
        assert phone.save("xylophone again", 2, prompt="start", seat=key(1)).json["saved"]

        page.get_by_role("button", name="Keep a summary").click()
        page.get_by_role("button", name="Leave it").click()
        assert console(own)["session"]["ended"] == ""
        page.get_by_role("button", name="Keep a summary").click()
        page.get_by_role("button", name=re.compile(r"Destroy what people wrote \(\d+\)")).click()
        receipt = page.get_by_role("group", name=re.compile("Receipt"))
        expect(receipt).to_contain_text("answers to the questions")
        with page.expect_download() as download:
            page.get_by_role("button", name="Save it as a text").click()
        saved = tmp_path / "receipt.txt"
        download.value.save_as(saved)
        text = saved.read_text(encoding="utf-8")
        assert "A summary is kept." in text
        assert re.search(r"- \d+ answers to the questions", text)
        assert "overwritten on the disk" in text
        assert violations(page) == []
        page.evaluate("window.print = () => {}")
        page.get_by_role("button", name="Print the receipt").click()
        assert "answers to the questions" in page.evaluate(
            "document.querySelector('.go-sheet-letter').innerText"
        )
        assert page.title() != "hit"
    files = b"".join(path.read_bytes() for path in own.data.glob("workshop.db*"))
    assert b"xylophone" not in files
    assert b"Ask the library" in files


def test_the_next_meeting_begins_with_what_is_not_done(desk: Page, own: Server) -> None:
    open_page(desk, own, "meetings")
    expect(desk.get_by_text("So does 1 action that is not done:")).to_be_visible()
    desk.get_by_role("button", name="Begin the next meeting").click()
    expect(desk.get_by_text("Give the meeting a name.")).to_be_visible()
    desk.get_by_label("Its name").last.fill("Second evening")
    desk.get_by_role("button", name="Begin the next meeting").click()
    expect(desk.get_by_text("It has begun, with a new code.")).to_be_visible()
    expect(desk.get_by_text("Meeting 2: “Second evening”")).to_be_visible()
    plan = facilitator(own).say("read-community", since=0).json["actions"]
    assert [action["what"] for action in plan] == [f"Ask the library {HOSTILE}"]


def test_everything_is_destroyed_only_after_the_word_is_typed(desk: Page, own: Server) -> None:
    title = console(own)["session"]["title"]
    open_page(desk, own, "meetings")
    desk.get_by_role("button", name="Destroy everything").click()
    expect(desk.get_by_text("Type the word “destroy” first. Nothing is destroyed.")).to_be_visible()
    assert console(own)["session"]["title"] == title
    desk.get_by_label("Type “destroy” to go on").fill("Destroy ")
    desk.get_by_role("button", name="Destroy everything").click()
    expect(desk.get_by_text(f"Receipt: “{title}”")).to_be_visible()
    assert console(own)["session"]["title"] != title


# The address


def test_a_new_address_is_shown_to_the_browser_that_stays_in(browser: Browser, own: Server) -> None:
    with browser.new_context(**DESK) as mine, browser.new_context(**DESK) as theirs:
        page = open_page(mine.new_page(), own, "meetings")
        other = open_page(theirs.new_page(), own, "meetings")
        page.get_by_role("button", name="Change the facilitator's address").click()
        page.get_by_role("button", name="Change it: every other browser is out").click()
        expect(page.get_by_text("Changed. This browser stays in")).to_be_visible()
        address = page.get_by_label("The new address").input_value()
        assert violations(page) == []
        assert other.reload().status == 403
        page.reload()
        expect(page.get_by_role("heading", name="This meeting")).to_be_visible()
        assert other.goto(own.facilitator_url).status == 403
        own.info["facilitator_url"] = address
        open_page(other, own, "meetings")
        expect(other.get_by_role("heading", name="This meeting")).to_be_visible()
