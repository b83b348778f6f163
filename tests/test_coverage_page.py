"""Who is missing, in a real browser: every group has a tile, and a missing one becomes an invitation."""

import pytest
from playwright.sync_api import Page, expect

from tests.maps import PLAN, change, community, entry, form, open_map, other, tile
from tests.pages import open_section
from tests.plans import actions, before_saving, records
from tests.server import Server
from workshop.store import GroupMark

__all__ = ["other"]  # a fixture

PEOPLE = "People with lived experience"


def marks(served: Server) -> dict[str, str]:
    """Return what is said of the groups themselves."""
    with records(served) as (store, session):
        return {
            mark.group: mark.mark for mark in store.community_changes(session).marks.values() if mark.mark
        }


def test_every_group_has_a_tile_that_says_who_stands_for_it(phone: Page, served: Server) -> None:
    community(
        served,
        {"name": "Library", "kind": "resource", "groups": ("parents", "elders"), "status": "at-table"},
        {"name": "A coach", "kind": "person", "groups": ("young-people",), "status": "at-table"},
        {"name": "School", "groups": ("schools", "young-people"), "status": "invited"},
        {"name": "Band of brothers", "groups": ("schools",), "status": "knows"},
        {"name": "Trade board", "groups": ("businesses",), "status": "not-yet"},
        {"name": "Chaplains", "groups": ("faith-groups",), "status": "not-here"},
    )
    open_map(phone, served)
    assert phone.locator(".go-tile").count() == 26
    expect(tile(phone, "Parents")).to_contain_text("Here: Library")
    expect(tile(phone, "Young people")).to_contain_text("Thin: only A coach")
    expect(tile(phone, "Young people")).to_contain_text("Invited: School")
    expect(tile(phone, "Teachers and schools")).to_contain_text("Missing")
    expect(tile(phone, "Teachers and schools")).to_contain_text("Knows about us: Band of brothers")
    expect(tile(phone, "Businesses")).to_contain_text("Not asked yet: Trade board")
    expect(tile(phone, "Faith groups")).to_contain_text("Not in our town")
    # An empty chair where nobody is, and only there.
    assert tile(phone, "Parents").locator(".go-chair").count() == 0
    assert tile(phone, "Faith groups").locator(".go-chair").count() == 0
    expect(tile(phone, "Businesses").locator(".go-chair")).to_be_visible()
    said = "2 of 26 groups are here. 1 more rests on one person. 22 are missing. 1 is not in our town."
    expect(phone.locator(".go-coverage-words")).to_have_text(said, use_inner_text=False)
    assert phone.locator(".go-bar > span").count() == 4


def test_a_tile_says_where_the_text_names_its_group(phone: Page, served: Server) -> None:
    community(served)
    open_map(phone, served)
    expect(tile(phone, "Elders").get_by_role("listitem")).to_be_hidden()
    tile(phone, "Elders").get_by_text("Named in the text").click()
    expect(tile(phone, "Elders").get_by_role("listitem")).to_have_text("2 · Why: “elders”")


def test_only_what_is_missing_can_be_shown(phone: Page, served: Server) -> None:
    community(served, {"name": "Library", "groups": ("parents",), "status": "at-table"})
    open_map(phone, served)
    phone.get_by_label("Show only what is missing").check()
    expect(phone.get_by_text("25 groups are missing.")).to_be_visible()
    expect(tile(phone, "Parents")).to_be_hidden()
    change(served, "Library", status="invited")
    expect(tile(phone, "Parents")).to_be_visible()
    expect(phone.get_by_text("26 groups are missing.")).to_be_visible()


def test_a_missing_group_is_invited_in_one_press_and_the_action_is_in_the_plan(
    phone: Page, other: Page, served: Server
) -> None:
    community(served)
    open_map(phone, served)
    open_map(other, served)
    tile(phone, "Elders").get_by_role("button", name="Invite them").click()
    plan = tile(phone, "Elders").get_by_role("link")
    expect(tile(phone, "Elders")).to_contain_text("In the plan: Invite")
    expect(tile(phone, "Elders").get_by_role("status")).to_have_text(
        "An action and a letter are in the plan."
    )
    expect(tile(phone, "Elders").get_by_role("button", name="Invite them")).to_have_count(0)
    expect(tile(other, "Elders")).to_contain_text("In the plan: Invite", timeout=3000)
    (kept,) = actions(served)
    assert kept.origin == "gap:elders"
    assert kept.letter
    # The group is missing until somebody stands for it.
    expect(tile(phone, "Elders")).to_contain_text("Missing")
    plan.click()
    phone.wait_for_url(f"**/{PLAN}")
    expect(phone.locator(".go-action", has_text=kept.what)).to_be_visible()


def test_two_who_invite_the_same_group_make_one_action(phone: Page, other: Page, served: Server) -> None:
    community(served)
    open_map(phone, served)
    open_map(other, served)
    invite = tile(other, "Elders").get_by_role("button", name="Invite them")
    before_saving(phone, "invite-group", invite.click)
    tile(phone, "Elders").get_by_role("button", name="Invite them").click()
    for page in (phone, other):
        expect(tile(page, "Elders")).to_contain_text("In the plan: Invite")
    assert len(actions(served)) == 1


def test_someone_is_added_for_a_group_from_its_tile(phone: Page, served: Server) -> None:
    community(served)
    open_map(phone, served)
    tile(phone, "Elders").get_by_role("button", name="Add someone").click()
    expect(form(phone).get_by_label("Name", exact=True)).to_be_focused()
    expect(form(phone).locator("summary", has_text="Elders")).to_be_visible()
    form(phone).get_by_label("Name", exact=True).fill("Elders' lodge")
    form(phone).get_by_label("Status", exact=True).select_option("At the table")
    form(phone).get_by_role("button", name="Save").click()
    expect(tile(phone, "Elders")).to_contain_text("Here: Elders' lodge")
    expect(tile(phone, "Elders")).to_be_focused()
    assert entry(served, "Elders' lodge").groups == ("elders",)


def test_a_group_that_is_not_in_town_is_marked_and_the_mark_taken_back(
    phone: Page, other: Page, served: Server
) -> None:
    community(served)
    open_map(phone, served)
    open_map(other, served)
    tile(phone, "Victim services").get_by_role("button", name="Not in our town").click()
    expect(tile(phone, "Victim services").locator(".go-mark")).to_have_text("Not in our town")
    expect(tile(other, "Victim services").locator(".go-mark")).to_have_text("Not in our town", timeout=3000)
    assert marks(served) == {"victim-services": "not-here"}
    tile(other, "Victim services").get_by_role("button", name="Take back").click()
    expect(tile(phone, "Victim services").locator(".go-mark")).to_have_text("Missing")
    assert marks(served) == {}


def test_an_answer_that_someone_else_changed_meanwhile_is_not_overwritten(
    phone: Page, served: Server
) -> None:
    community(served)
    open_map(phone, served)

    def answer_yes() -> None:
        with records(served) as (store, session):
            known = store.community_changes(session).marks.get("lived-experience")
            store.save_mark(GroupMark(session, "lived-experience", "yes", known.version if known else 0))

    before_saving(phone, "mark-group", answer_yes)
    tile(phone, PEOPLE).get_by_label("Not yet").check(force=True)
    expect(tile(phone, PEOPLE).get_by_role("status")).to_contain_text("Someone else changed this meanwhile.")
    expect(tile(phone, PEOPLE).get_by_label("Yes")).to_be_checked()
    assert marks(served) == {"lived-experience": "yes"}


@pytest.mark.parametrize("screen", ["phone", "desk"])
def test_lived_experience_is_never_a_person_but_a_question(
    screen: str, request: pytest.FixtureRequest, served: Server
) -> None:
    page: Page = request.getfixturevalue(screen)
    community(served)
    open_map(page, served)
    lived = tile(page, PEOPLE)
    expect(lived).to_contain_text("Nobody is listed here, and nobody is counted.")
    for button in ("Invite them", "Add someone", "Not in our town"):
        expect(lived.get_by_role("button", name=button)).to_have_count(0)
    question = lived.get_by_role("group", name="Are there safe, paid and supported ways to take part?")
    question.get_by_label("Yes").focus()
    # By arrow keys, faster than they can be saved: the last answer counts.
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(lived).to_contain_text("There are no safe, paid and supported ways to take part yet.")
    expect(lived.get_by_role("status")).to_contain_text("Saved.")
    expect(question.get_by_label("Not yet")).to_be_checked()
    expect(question.get_by_label("Not yet")).to_be_focused()
    assert marks(served) == {"lived-experience": "not-yet"}
    lived.get_by_role("button", name="Put it in the plan").click()
    expect(lived).to_contain_text("In the plan: Make safe, paid and supported ways to take part")
    (kept,) = actions(served)
    assert (kept.origin, kept.letter) == ("gap:lived-experience", "")
    question.get_by_label("Working on it").check()
    expect(lived).to_contain_text("We are making safe, paid and supported ways to take part.")
    expect(lived.locator(".go-chair")).to_have_count(0)


def test_the_missing_groups_are_one_press_away(phone: Page, served: Server) -> None:
    community(served, named=[f"Shop {number}" for number in range(20)])
    open_map(phone, served)
    phone.get_by_role("button", name="See who is missing").click()
    expect(phone.get_by_role("heading", name="Who is here, and who is missing")).to_be_in_viewport()
    expect(tile(phone, "Young people")).to_be_in_viewport()


def test_the_answer_that_was_lost_on_its_way_is_asked_for_again(phone: Page, served: Server) -> None:
    community(served)
    open_map(phone, served)
    phone.context.set_offline(True)
    tile(phone, "Elders").get_by_role("button", name="Invite them").click()
    expect(tile(phone, "Elders").get_by_role("status")).to_contain_text("Not saved yet")
    phone.context.set_offline(False)
    expect(tile(phone, "Elders")).to_contain_text("In the plan: Invite")
    assert len(actions(served)) == 1
    open_section(phone, served, PLAN)
    expect(phone.locator(".go-action")).to_have_count(1)
