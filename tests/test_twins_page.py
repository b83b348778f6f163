"""What may be on the map twice, in a real browser: merged, put apart again, or told apart."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.maps import change, community, entries, entry, open_map, other, row
from tests.plans import before_saving
from tests.server import Server

__all__ = ["other"]  # a fixture

LIBRARY, LIBARY = "Alder Flats Library", "The Alder Flats Libary"
PAIR = (
    {"name": LIBRARY, "kind": "resource", "contact": "Front desk, 555-0110", "status": "at-table", "tie": 3},
    {"name": LIBARY, "kind": "resource", "contact": "Children's corner, 555-0112", "groups": ("newcomers",)},
)


def twins(page: Page) -> Locator:
    return page.locator(".go-twins")


def said(page: Page) -> Locator:
    return twins(page).get_by_role("status")


def keep(page: Page, name: str) -> Locator:
    return twins(page).get_by_role("button", name=re.compile(rf"^Merge: keep this one\W+{name}$"))


def test_two_that_look_alike_are_shown_side_by_side(desk: Page, served: Server) -> None:
    community(served, *PAIR, {"name": "Town hall"})
    open_map(desk, served)
    expect(twins(desk).get_by_role("heading", name="May be here twice")).to_be_visible()
    cards = twins(desk).locator(".go-card")
    expect(cards).to_have_count(2)
    expect(cards.filter(has_text="Front desk")).to_contain_text("At the table")
    expect(cards.filter(has_text="Children's corner")).to_contain_text("Newcomers")
    left, right = (cards.nth(number).bounding_box() for number in (0, 1))
    assert left["y"] == right["y"]
    assert left["x"] + left["width"] <= right["x"]


def test_without_twins_nothing_is_asked(phone: Page, served: Server) -> None:
    community(served, named=["Town hall", LIBRARY])
    open_map(phone, served)
    expect(row(phone, LIBRARY)).to_be_visible()
    expect(phone.get_by_role("heading", name="May be here twice")).to_be_hidden()


def test_two_are_merged_without_losing_a_word_and_put_apart_again(
    phone: Page, other: Page, served: Server
) -> None:
    community(served, *PAIR)
    before = {kept.name: kept for kept in entries(served)}
    open_map(phone, served)
    open_map(other, served)
    keep(phone, LIBRARY).click()
    expect(said(phone)).to_contain_text("Merged.")
    expect(row(phone, LIBARY)).to_have_count(0)
    expect(row(other, LIBARY)).to_have_count(0, timeout=3000)
    merged = entry(served, LIBRARY)
    words = str(merged)
    for word in ("555-0110", "555-0112", "Children's corner", LIBARY, "newcomers"):
        assert word in words
    expect(phone.get_by_role("button", name="Undo")).to_be_focused()
    phone.get_by_role("button", name="Undo").click()
    expect(said(phone)).to_contain_text("Both are back.")
    expect(row(other, LIBARY)).to_be_visible()
    expect(keep(phone, LIBRARY)).to_be_visible()
    for kept in entries(served):
        old = before[kept.name]
        assert [getattr(kept, field) for field in old.__slots__ if field != "version"] == [
            getattr(old, field) for field in old.__slots__ if field != "version"
        ]


def test_what_became_of_the_two_is_said_where_people_read(desk: Page, served: Server) -> None:
    community(served, *PAIR)
    open_map(desk, served)
    keep(desk, LIBRARY).click()
    undo = desk.get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    above = desk.get_by_role("heading", name="Who is on the map")
    places = [place.bounding_box()["x"] for place in (above, said(desk), undo)]
    assert max(places) - min(places) < 2


def test_either_of_the_two_can_be_kept(phone: Page, served: Server) -> None:
    community(served, *PAIR)
    open_map(phone, served)
    keep(phone, LIBARY).click()
    expect(said(phone)).to_contain_text(f"“{LIBARY}” has the words of both.")
    assert [kept.name for kept in entries(served)] == [LIBARY]


def test_two_that_are_not_the_same_are_not_asked_about_again(
    phone: Page, other: Page, served: Server
) -> None:
    community(served, *PAIR)
    open_map(phone, served)
    open_map(other, served)
    twins(phone).get_by_role("button", name="They are not the same").click()
    expect(said(phone)).to_contain_text("are not the same.")
    for page in (phone, other):
        expect(page.get_by_role("heading", name="May be here twice")).to_be_hidden(timeout=3000)
    assert len(entries(served)) == 2
    phone.reload()
    expect(row(phone, LIBARY)).to_be_visible()
    expect(phone.get_by_role("heading", name="May be here twice")).to_be_hidden()


def test_nothing_is_merged_that_someone_else_has_just_changed(phone: Page, served: Server) -> None:
    community(served, *PAIR)
    open_map(phone, served)
    before_saving(phone, "merge-entries", lambda: change(served, LIBARY, notes="Do not lose this."))
    keep(phone, LIBRARY).click()
    expect(said(phone)).to_contain_text("someone else has just changed one of them")
    expect(twins(phone)).to_contain_text("Do not lose this.")
    assert len(entries(served)) == 2
    keep(phone, LIBRARY).click()
    expect(said(phone)).to_contain_text("Merged.")
    assert "Do not lose this." in entry(served, LIBRARY).notes


def test_a_merge_is_not_undone_over_someone_elses_change(phone: Page, served: Server) -> None:
    community(served, *PAIR)
    open_map(phone, served)
    keep(phone, LIBRARY).click()
    expect(phone.get_by_role("button", name="Undo")).to_be_visible()
    change(served, LIBRARY, for_whom="Everyone")
    phone.get_by_role("button", name="Undo").click()
    expect(said(phone)).to_contain_text("Not changed: someone else")
    assert entry(served, LIBRARY).for_whom == "Everyone"
    assert len(entries(served)) == 1
