"""The community map in a real browser: adding, changing and removing entries, alone and with others."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.maps import add, change, community, entries, entry, form, list_of, open_map, other, row
from tests.server import Server

__all__ = ["other"]  # a fixture

LIBRARY = "Alder Flats Library"


def save(page: Page) -> None:
    form(page).get_by_role("button", name="Save", exact=True).click()


def write(page: Page, **fields: str) -> None:
    """Fill in fields of the open form by their labels, with spaces for the underlines."""
    for label, text in fields.items():
        form(page).get_by_label(label.replace("_", " "), exact=True).fill(text)


# Adding and changing


def test_an_entry_is_added_with_its_essentials(phone: Page, served: Server) -> None:
    community(served)
    open_map(phone, served)
    expect(phone.get_by_text("Nobody is on the map yet.")).to_be_visible()
    phone.get_by_role("button", name="Add to the map").click()
    expect(form(phone).get_by_label("Name", exact=True)).to_be_focused()
    write(phone, Name=f"  {LIBRARY} ")
    form(phone).get_by_label("What it is").select_option("Resource")
    form(phone).get_by_text("None yet. Choose").click()
    write(phone, Find_a_group="ELD")
    expect(form(phone).get_by_role("checkbox", name="Parents")).to_be_hidden()
    form(phone).get_by_role("checkbox", name="Elders").check()
    expect(form(phone).get_by_text("Elders", exact=True).first).to_be_visible()
    form(phone).get_by_label("Status", exact=True).select_option("At the table")
    save(phone)
    expect(row(phone, LIBRARY)).to_contain_text("At the table")
    expect(row(phone, LIBRARY)).to_contain_text("Elders")
    expect(phone.get_by_text(f"Saved “{LIBRARY}”.")).to_be_visible()
    expect(phone.get_by_role("button", name="Add to the map")).to_be_focused()
    kept = entry(served, LIBRARY)
    assert (kept.kind, kept.groups, kept.status) == ("resource", ("elders",), "at-table")
    assert (kept.listed, kept.tie, kept.version) == (False, 0, 1)


def test_all_that_can_be_said_of_an_organisation_is_kept(phone: Page, served: Server) -> None:
    community(served)
    open_map(phone, served)
    phone.get_by_role("button", name="Add to the map").click()
    write(phone, Name="Two Rivers")
    expect(form(phone).get_by_label("Notes")).to_be_hidden()
    form(phone).get_by_text("More about it").click()
    write(phone, Who_will_contact_them="Soup team", Public_contact="Office, 555-0131", For_whom="Families")
    write(phone, Web_page="two-rivers.example.org", What_they_offer="A van.", Notes="Closed\nin July.")
    form(phone).get_by_label("How well we know them").select_option("Very well")
    form(phone).get_by_label("How much they can change here").select_option("Some")
    form(phone).get_by_label("How much they care about this").select_option("Much")
    form(phone).get_by_label("May be listed publicly").check()
    assert form(phone).get_by_text("Write nothing here about what happened to someone.").count() == 2
    expect(form(phone).get_by_text("Never write the address of a safe house")).to_be_visible()
    save(phone)
    expect(row(phone, "Two Rivers")).to_be_visible()
    kept = entry(served, "Two Rivers")
    assert (kept.asks, kept.contact, kept.for_whom) == ("Soup team", "Office, 555-0131", "Families")
    assert (kept.web, kept.offers) == ("https://two-rivers.example.org", "A van.")
    assert (kept.tie, kept.influence, kept.interest, kept.listed) == (3, 2, 3, True)
    assert kept.notes == "Closed\nin July."


def test_people_are_not_rated_and_lived_experience_is_no_choice(phone: Page, served: Server) -> None:
    community(served)
    open_map(phone, served)
    phone.get_by_role("button", name="Add to the map").click()
    form(phone).get_by_text("More about it").click()
    form(phone).get_by_label("How much they can change here").select_option("Much")
    form(phone).get_by_label("What it is").select_option("Person")
    expect(form(phone).get_by_label("How much they can change here")).to_be_hidden()
    expect(form(phone).get_by_text("Ask people before you write their name.")).to_be_visible()
    form(phone).get_by_text("None yet. Choose").click()
    assert form(phone).get_by_role("checkbox").count() == 26  # 25 groups, and “May be listed publicly”
    expect(form(phone).get_by_text("People with lived experience are not in this list.")).to_be_visible()
    write(phone, Name="A hockey coach")
    save(phone)
    expect(row(phone, "A hockey coach")).to_contain_text("Person")
    assert entry(served, "A hockey coach").influence == 0


def test_what_is_missing_or_wrong_is_told_beside_its_field(phone: Page, served: Server) -> None:
    community(served)
    open_map(phone, served)
    phone.get_by_role("button", name="Add to the map").click()
    save(phone)
    expect(form(phone).get_by_text("Not saved: give it a name")).to_be_visible()
    expect(form(phone).get_by_label("Name", exact=True)).to_be_focused()
    write(phone, Name=LIBRARY)
    form(phone).get_by_text("More about it").click()
    write(phone, Web_page="javascript:alert(1)")
    form(phone).get_by_text("More about it").click()
    save(phone)
    expect(form(phone).get_by_label("Web page")).to_be_focused()
    expect(form(phone).get_by_label("Web page")).to_have_attribute("aria-invalid", "true")
    write(phone, Web_page="", Name="x" * 121)
    save(phone)
    expect(form(phone).get_by_text("120 characters at most; yours has 121")).to_be_visible()
    assert entries(served) == []


def test_a_name_that_is_there_already_is_said_while_it_is_typed(phone: Page, served: Server) -> None:
    community(served, named=["Musée d'Alder", LIBRARY])
    open_map(phone, served)
    phone.get_by_role("button", name="Add to the map").click()
    write(phone, Name="alder flats l")
    expect(form(phone).get_by_text(f"On the map already: “{LIBRARY}”.")).to_be_visible()
    write(phone, Name="musee d'a")
    expect(form(phone).get_by_text("On the map already: “Musée d'Alder”.")).to_be_visible()
    write(phone, Name="Town hall")
    expect(form(phone).get_by_text("On the map already")).to_have_count(0)


@pytest.mark.parametrize("screen", ["phone", "desk"])
def test_an_entry_is_changed_and_the_focus_comes_back(
    screen: str, request: pytest.FixtureRequest, served: Server
) -> None:
    page: Page = request.getfixturevalue(screen)
    community(served, {"name": LIBRARY, "offers": "A room."}, named=["Town hall"])
    open_map(page, served)
    row(page, LIBRARY).get_by_role("button", name="Change").click()
    expect(form(page).get_by_label("What they offer")).to_have_value("A room.")
    write(page, What_they_offer="Two rooms.")
    save(page)
    expect(row(page, LIBRARY).get_by_role("button", name="Change")).to_be_focused()
    assert entry(served, LIBRARY).offers == "Two rooms."
    row(page, LIBRARY).get_by_role("button", name="Change").click()
    form(page).get_by_role("button", name="Cancel").click()
    expect(form(page)).to_have_count(0)
    expect(row(page, LIBRARY).get_by_role("button", name="Change")).to_be_focused()


def test_an_entry_is_removed_and_put_back(phone: Page, served: Server) -> None:
    community(served, {"name": LIBRARY, "notes": "Ask early."}, named=["Town hall"])
    open_map(phone, served)
    row(phone, LIBRARY).get_by_role("button", name="Remove").click()
    expect(phone.get_by_role("button", name="Put back")).to_be_focused()
    expect(row(phone, LIBRARY)).to_have_count(0)
    assert [kept.name for kept in entries(served)] == ["Town hall"]
    phone.get_by_role("button", name="Put back").click()
    expect(row(phone, LIBRARY).get_by_role("button", name="Change")).to_be_focused()
    assert entry(served, LIBRARY).notes == "Ask early."


# Two people at once


def test_two_people_change_the_same_row_and_the_second_sees_both(
    phone: Page, other: Page, served: Server
) -> None:
    community(served, {"name": LIBRARY, "offers": "A room.", "asks": "Rosa"})
    for page in (open_map(phone, served), open_map(other, served)):
        row(page, LIBRARY).get_by_role("button", name="Change").click()
    write(phone, What_they_offer="Two rooms.", Who_will_contact_them="Soup team")
    save(phone)
    expect(form(phone)).to_have_count(0)
    write(other, What_they_offer="No room.")
    save(other)
    expect(form(other).get_by_role("alert")).to_contain_text("Someone else changed this meanwhile.")
    expect(form(other).get_by_text("Yours: No room.")).to_be_visible()
    expect(form(other).get_by_text("Theirs: Two rooms.")).to_be_visible()
    assert entry(served, LIBRARY).offers == "Two rooms."
    form(other).get_by_label("Theirs: Two rooms.").check()
    form(other).get_by_role("button", name="Save what I chose").click()
    expect(form(other)).to_have_count(0)
    kept = entry(served, LIBRARY)
    # Who will contact them was changed by one of the two only.
    assert (kept.offers, kept.asks) == ("Two rooms.", "Soup team")


def test_what_only_one_of_two_people_changed_is_kept_from_each(phone: Page, served: Server) -> None:
    community(served, {"name": LIBRARY, "groups": ("elders",)})
    open_map(phone, served)
    row(phone, LIBRARY).get_by_role("button", name="Change").click()
    change(served, LIBRARY, status="invited", groups=("elders", "parents"))
    form(phone).get_by_text("More about it").click()
    write(phone, Notes="Ask early.")
    save(phone)
    expect(form(phone)).to_have_count(0)
    expect(row(phone, LIBRARY)).to_contain_text("Invited")
    kept = entry(served, LIBRARY)
    assert (kept.status, set(kept.groups), kept.notes) == ("invited", {"elders", "parents"}, "Ask early.")


def test_what_one_phone_adds_is_soon_on_the_other(phone: Page, other: Page, served: Server) -> None:
    community(served, named=["Town hall"])
    open_map(phone, served)
    open_map(other, served)
    other.get_by_role("button", name="Add to the map").click()
    write(other, Name="Half a na")
    add(served, name=LIBRARY, groups=("elders",), status="at-table")
    for page in (phone, other):
        expect(row(page, LIBRARY)).to_be_visible(timeout=3000)
        expect(page.locator(".go-coverage-words")).to_contain_text("1 of 26 groups is here.")
    expect(form(other).get_by_label("Name", exact=True)).to_have_value("Half a na")
    expect(form(other).get_by_label("Name", exact=True)).to_be_focused()


def test_news_leave_the_focus_and_what_was_opened_alone(phone: Page, served: Server) -> None:
    community(served, {"name": LIBRARY, "notes": "Ask early."}, named=["Town hall"])
    open_map(phone, served)
    row(phone, LIBRARY).get_by_text("More").click()
    row(phone, LIBRARY).get_by_role("button", name="Change").focus()
    change(served, "Town hall", name="Aaa hall")
    expect(row(phone, "Aaa hall")).to_be_visible()
    expect(row(phone, LIBRARY).get_by_role("button", name="Change")).to_be_focused()
    expect(row(phone, LIBRARY).get_by_text("Ask early.")).to_be_visible()


# The workshop goes away


def test_the_map_survives_a_killed_server_and_so_does_what_is_being_written(
    phone: Page, served: Server
) -> None:
    community(served, named=["Town hall"])
    open_map(phone, served)
    phone.get_by_role("button", name="Add to the map").click()
    write(phone, Name=LIBRARY)
    served.kill()
    save(phone)
    expect(form(phone).get_by_text("Your words stay on this screen.")).to_be_visible()
    served.start_again()
    expect(row(phone, LIBRARY)).to_be_visible(timeout=60_000)
    assert sorted(kept.name for kept in entries(served)) == [LIBRARY, "Town hall"]


def test_words_that_were_not_sent_are_there_after_the_page_was_loaded_anew(
    phone: Page, served: Server
) -> None:
    community(served, {"name": LIBRARY, "offers": "A room."})
    open_map(phone, served)
    row(phone, LIBRARY).get_by_role("button", name="Change").click()
    write(phone, What_they_offer="Two rooms.")
    phone.reload()
    expect(form(phone).get_by_label("What they offer")).to_have_value("Two rooms.")
    expect(form(phone).get_by_text("It is not saved yet.")).to_be_visible()
    save(phone)
    expect(form(phone)).to_have_count(0)
    assert entry(served, LIBRARY).offers == "Two rooms."
    expect(list_of(phone)).to_contain_text(re.compile(LIBRARY))
