"""The review in a browser: two people, item by item, and the pages as a stranger would see them."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.conftest import DESK, PHONE
from tests.published import PLANTED
from tests.server import Server
from tests.test_accessibility import TARGETS, violations
from workshop.publish.review import agreed_publication
from workshop.settings import sqlite_url
from workshop.store import open_store


@pytest.fixture(scope="module")
def hall(planted_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The planted town, served."""
    data = tmp_path_factory.mktemp("hall") / "data"
    data.mkdir()
    shutil.copy(planted_town / "workshop.db", data)
    server = Server(data)
    try:
        yield server.start()
    finally:
        server.stop()


def open_review(context: BrowserContext, hall: Server) -> Page:
    page = context.new_page()
    page.goto(hall.facilitator_url)
    page.goto(f"{page.url.partition('voila/')[0]}voila/render/facilitator/review.ipynb")
    expect(page.get_by_text("Two people agree")).to_be_visible(timeout=30_000)
    return page


def item(page: Page, words: str) -> Locator:
    return page.locator(".go-item", has_text=words)


def agree(page: Page, initials: str) -> Locator:
    page.get_by_label("Your initials").fill(initials)
    page.get_by_role("button", name="I agree to publish exactly this").click()
    return page.get_by_role("status").filter(has_text="agreed")


def test_two_people_in_two_browsers_agree_on_what_goes_out(browser: Browser, hall: Server) -> None:
    with browser.new_context(**DESK) as one, browser.new_context(**DESK) as other:
        page, second = open_review(one, hall), open_review(other, hall)
        expect(page.get_by_text("Nothing: it is what was agreed last.")).to_be_visible()
        item(page, "Start small. Three people").get_by_label("Leave out").check()
        expect(item(page, "Start small. Three people")).to_contain_text("This stays here.")
        kitchen = item(page, "The Planted Kitchen")
        kitchen.get_by_label("In our own words").check()
        kitchen.get_by_label("What they offer").fill("Soup. Ask Ottoline.")
        kitchen.get_by_role("button", name="Save these words").click()
        expect(kitchen).to_contain_text("This may be a name: “Ottoline”")
        expect(kitchen).to_contain_text("Look at it first.")
        kitchen.get_by_label("What they offer").fill("Soup for everybody.")
        kitchen.get_by_role("button", name="Save these words").click()
        expect(kitchen).to_contain_text("This goes out.")
        expect(page.get_by_text("Changed: Listed: The Planted Kitchen")).to_be_visible()
        expect(page.get_by_text("Taken out: An answer", exact=True)).to_be_visible()
        expect(agree(page, "ab")).to_contain_text("Now a second person")
        expect(page.get_by_text("AB has agreed to exactly this.")).to_be_visible()
        expect(agree(page, "AB").or_(page.get_by_text("You have agreed already"))).to_be_visible()
        # What one of them sees is what the other one sees, within a second.
        expect(second.get_by_text("AB has agreed to exactly this.")).to_be_visible()
        expect(item(second, "Start small. Three people")).to_contain_text("This stays here.")
        expect(agree(second, "CD")).to_contain_text("Publication 3 is ready")
        expect(page.get_by_text("Nothing: it is what was agreed last.")).to_be_visible()
    with open_store(sqlite_url(hall.data)) as store:
        publication = agreed_publication(store, store.latest_session().id)
    assert "Soup for everybody." in publication.as_json()
    assert "Start small" not in publication.as_json()


def test_a_stranger_sees_the_preview_only_through_the_facilitator(browser: Browser, hall: Server) -> None:
    with browser.new_context(**DESK) as context:
        page = open_review(context, hall)
        with context.expect_page() as opened:
            page.get_by_role("link", name="See it as a stranger does").click()
        seen = opened.value
        expect(seen.get_by_role("heading", level=1)).to_have_text("Our town against human trafficking")
        seen.get_by_role("link", name="The community map").first.click()
        expect(seen.get_by_role("heading", name="The Planted Kitchen")).to_be_visible()
        assert not [secret for secret in PLANTED.values() if secret in seen.content()]
        address = seen.url
    with browser.new_context(**DESK) as stranger:
        assert stranger.new_page().goto(address).status == 403


@pytest.mark.parametrize("device", [PHONE, DESK], ids=["phone", "desk"])
def test_the_review_is_for_everybody(browser: Browser, hall: Server, device: dict) -> None:
    with browser.new_context(**device) as context:
        page = open_review(context, hall)
        item(page, "Open the hall").get_by_label("In our own words").check()
        page.get_by_text("On the map, and never listed").click()
        expect(page.get_by_text("Nobody is listed as a person.").first).to_be_visible()
        assert violations(page) == []
        assert page.evaluate(TARGETS) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.get_by_label("Show only what waits for a decision").check()
        expect(page.get_by_text(" to decide.")).to_be_visible()
        expect(item(page, "Put the help line numbers")).to_be_hidden()
        expect(item(page, PLANTED["no-consent"])).to_be_visible()


def test_a_phone_of_a_participant_can_not_open_the_review_or_the_preview(phone: Page, hall: Server) -> None:
    phone.goto(hall.join_url)
    for path in ("voila/render/facilitator/review.ipynb", "preview/index.html"):
        assert phone.goto(f"{hall.url}{path}").status == 404
