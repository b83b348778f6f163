"""Local resources in section 5, in a real browser: what stands on the map and is not a person."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.maps import add, community, entries, entry, open_map, other, row
from tests.pages import join, open_section
from tests.server import Server

__all__ = ["other"]  # a fixture

WHAT = "05-what.ipynb"
TOWN = (
    {"name": "Library", "kind": "resource", "offers": "A free room.", "contact": "Front desk, 555-0110"},
    {
        "name": "Safe Streets",
        "kind": "committee",
        "for_whom": "Neighbours",
        "web": "https://example.org/safe",
    },
    {"name": "A coach", "kind": "person"},
    {"name": "Chaplains", "kind": "organisation", "status": "not-here"},
)


def open_directory(page: Page, served: Server) -> Page:
    open_section(join(page, served), served, WHAT)
    expect(page.locator(".go-local").get_by_role("button", name="Add a local resource")).to_be_visible()
    return page


def item(page: Page, name: str) -> Locator:
    return page.locator(".go-local li.go-listing", has_text=name)


def test_local_resources_are_what_is_on_the_map_and_no_person(phone: Page, served: Server) -> None:
    community(served, *TOWN)
    open_directory(phone, served)
    expect(item(phone, "Library")).to_contain_text("A free room.")
    expect(item(phone, "Library")).to_contain_text("Front desk, 555-0110")
    expect(item(phone, "Safe Streets")).to_contain_text("Committee, for Neighbours")
    expect(item(phone, "Safe Streets").get_by_role("link")).to_have_attribute(
        "href", "https://example.org/safe"
    )
    expect(phone.locator(".go-local li.go-listing")).to_have_count(2)


def test_a_local_resource_is_added_and_stands_on_the_map(phone: Page, other: Page, served: Server) -> None:
    community(served)
    open_map(other, served)
    open_directory(phone, served)
    expect(phone.get_by_text("Nothing here yet. What is there in your own town?")).to_be_visible()
    phone.get_by_role("button", name="Add a local resource").click()
    form = phone.locator(".go-local form")
    expect(form.get_by_label("What it is")).to_have_value("resource")
    form.get_by_label("Name", exact=True).fill("Library")
    form.get_by_text("More about it").click()
    form.get_by_label("What they offer").fill("A free room.")
    form.get_by_role("button", name="Save").click()
    expect(item(phone, "Library")).to_be_visible()
    expect(phone.get_by_role("button", name="Add a local resource")).to_be_focused()
    expect(row(other, "Library")).to_be_visible(timeout=3000)
    assert entry(served, "Library").offers == "A free room."


def test_a_local_resource_is_changed_removed_and_put_back(phone: Page, served: Server) -> None:
    community(served, *TOWN)
    open_directory(phone, served)
    item(phone, "Library").get_by_role("button", name="Change").click()
    phone.locator(".go-local form").get_by_label("What they offer").fill("Two rooms.")
    phone.locator(".go-local form").get_by_role("button", name="Save").click()
    expect(item(phone, "Two rooms.").get_by_role("button", name="Change")).to_be_focused()
    item(phone, "Library").get_by_role("button", name="Remove").click()
    expect(item(phone, "Library")).to_have_count(0)
    assert len(entries(served)) == 3
    phone.get_by_role("button", name="Put back").click()
    expect(item(phone, "Library").get_by_role("button", name="Change")).to_be_focused()
    assert entry(served, "Library").offers == "Two rooms."


def test_the_search_of_the_directory_finds_local_resources_too(phone: Page, served: Server) -> None:
    community(served, *TOWN)
    open_directory(phone, served)
    expect(item(phone, "Library")).to_be_visible()
    phone.get_by_label("Find a word").fill("FREE room")
    expect(item(phone, "Safe Streets")).to_have_count(0)
    expect(item(phone, "Library")).to_be_visible()
    add(served, name="Church", kind="organisation", offers="Another free room.")
    expect(item(phone, "Church")).to_be_visible(timeout=3000)
    expect(item(phone, "Safe Streets")).to_have_count(0)
    phone.get_by_role("button", name="Show all").click()
    expect(phone.locator(".go-local li.go-listing")).to_have_count(3)


@pytest.mark.parametrize("screen", ["phone", "desk"])
def test_a_long_list_comes_in_parts(screen: str, request: pytest.FixtureRequest, served: Server) -> None:
    page: Page = request.getfixturevalue(screen)
    community(served, named=[f"Shop {number:02}" for number in range(35)])
    open_directory(page, served)
    expect(page.locator(".go-local li.go-listing")).to_have_count(30)
    page.get_by_role("button", name="Show more").click()
    expect(page.locator(".go-local li.go-listing")).to_have_count(35)
    expect(page.get_by_role("button", name="Show more")).to_be_hidden()
