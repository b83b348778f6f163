"""From answers to a plan, in a real browser: themes, votes, harvest and lists, alone or with another facilitator."""

from dataclasses import replace
from io import BytesIO

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pypdf import PdfReader

from tests.conftest import DESK, PHONE
from tests.desks import TOOLKIT, Room, room
from tests.plans import before_saving
from tests.test_accessibility import TARGETS, violations
from workshop import themes
from workshop.store import Theme

__all__ = ["room"]  # a fixture

SCHOOL, CLASS, LIBRARY = "Talk with the school", "Talks in every school class", "Meet at the library"


@pytest.fixture
def answered(room: Room) -> Room:
    """A meeting with three approved answers to question 3."""
    for text in (SCHOOL, CLASS, LIBRARY):
        room.answer("start", text)
    room.decide("approved")
    return room


def said(page: Page, words: str) -> None:
    expect(page.locator(".go-deeds .go-state")).to_contain_text(words)


def undo(page: Page) -> None:
    page.get_by_role("button", name="Undo the last thing").click()
    said(page, "Undone")


def loose(page: Page) -> Locator:
    return page.get_by_role("region", name="Answers under no theme")


def theme(page: Page, name: str) -> Locator:
    return page.get_by_role("article", name=name)


def tick(page: Page, text: str) -> Locator:
    """Return the box of an answer."""
    return page.locator(".go-answers").get_by_label(text)


def put(page: Page, name: str, *texts: str) -> None:
    """Put answers under a new theme."""
    for text in texts:
        tick(page, text).check()
    page.get_by_label("Name of the new theme").first.fill(name)
    page.get_by_role("button", name="Put them there").click()
    expect(theme(page, name)).to_contain_text(texts[0])


# Themes


def test_answers_are_put_under_a_theme_by_keyboard_alone(desk: Page, answered: Room) -> None:
    answered.open(desk, "themes")
    tick(desk, SCHOOL).focus()
    desk.keyboard.press("Space")
    tick(desk, CLASS).focus()
    desk.keyboard.press("Space")
    expect(desk.get_by_text("2 answers are ticked.")).to_be_visible()
    desk.get_by_label("Name of the new theme").first.focus()
    desk.keyboard.type("Schools")
    desk.keyboard.press("Enter")
    expect(theme(desk, "Schools")).to_contain_text("2 answers")
    assert answered.stands_under() == {SCHOOL: "Schools", CLASS: "Schools", LIBRARY: ""}
    undo(desk)
    expect(theme(desk, "Schools")).to_have_count(0)
    assert set(answered.stands_under().values()) == {""}


def test_themes_are_renamed_merged_split_and_taken_away_and_each_is_undone(
    desk: Page, answered: Room
) -> None:
    answered.theme("start", "Schools", SCHOOL)
    answered.theme("start", "Places", LIBRARY, CLASS)
    answered.open(desk, "themes")
    theme(desk, "Schools").get_by_role("button", name="More for Schools").click()
    theme(desk, "Schools").get_by_label("New name for Schools").fill("Young people")
    theme(desk, "Schools").get_by_role("button", name="Rename").click()
    expect(theme(desk, "Young people")).to_be_visible()
    theme(desk, "Young people").get_by_role("button", name="Merge into it").click()
    expect(theme(desk, "Places")).to_contain_text("3 answers")
    expect(theme(desk, "Young people")).to_have_count(0)
    undo(desk)
    expect(theme(desk, "Young people")).to_contain_text(SCHOOL)
    put(desk, "Classes", CLASS)
    expect(theme(desk, "Places")).to_contain_text("1 answer")
    theme(desk, "Classes").get_by_role("button", name="More for Classes").click()
    theme(desk, "Classes").get_by_role("button", name="Take the theme away").click()
    expect(loose(desk)).to_contain_text(CLASS)
    for _ in range(2):
        undo(desk)
    expect(theme(desk, "Places")).to_contain_text("2 answers")
    undo(desk)
    expect(theme(desk, "Schools")).to_be_visible()
    assert answered.stands_under() == {SCHOOL: "Schools", CLASS: "Places", LIBRARY: "Places"}


def test_what_looks_similar_is_only_suggested(desk: Page, answered: Room) -> None:
    answered.open(desk, "themes")
    desk.get_by_role("button", name="What looks similar?").click()
    group = desk.locator(".go-similar-group")
    expect(group).to_contain_text(SCHOOL)
    expect(group).to_contain_text(CLASS)
    expect(group).not_to_contain_text(LIBRARY)
    assert answered.store.themes(answered.id) == []
    group.get_by_role("button", name="Make a theme of these").click()
    said(desk, "Give the new theme a name.")
    group.get_by_label("Name of the theme").fill("Schools")
    group.get_by_role("button", name="Make a theme of these").click()
    expect(theme(desk, "Schools")).to_contain_text("2 answers")
    expect(group).to_have_count(0)


def test_what_another_facilitator_did_first_is_said_and_nothing_is_lost(desk: Page, answered: Room) -> None:
    known = answered.theme("start", "Schools", SCHOOL)
    answered.open(desk, "themes")
    theme(desk, "Schools").get_by_role("button", name="More for Schools").click()
    theme(desk, "Schools").get_by_label("New name for Schools").fill("Mine")
    before_saving(desk, "arrange", lambda: rename(answered, known, "Theirs"))
    theme(desk, "Schools").get_by_role("button", name="Rename").click()
    said(desk, "Another facilitator changed this just now")
    expect(theme(desk, "Theirs")).to_contain_text(SCHOOL)


def rename(room: Room, known: Theme, title: str) -> None:
    """Rename a theme, as another facilitator does."""
    themes.arrange(
        room.store, TOOLKIT, room.id, themes.Arrangement(themes=(replace(known, title=title, version=1),))
    )


# Votes


def test_a_vote_between_themes_is_opened_closed_opened_again_and_removed(desk: Page, answered: Room) -> None:
    answered.theme("start", "Schools", SCHOOL, CLASS)
    answered.open(desk, "themes")
    desk.get_by_text("Open a vote").click()
    desk.get_by_label("Dots for each seat").select_option("4")
    desk.get_by_role("group", name="Choices").get_by_label(LIBRARY).check()
    desk.get_by_role("button", name="Open the vote").click()
    vote = desk.get_by_role("article", name="What do we want to start with?")
    expect(vote).to_contain_text("0 seats have voted. 4 dots each.")
    ((kept, options, _),) = answered.store.votes(answered.id)
    assert {option.title for option in options} == {"Schools", LIBRARY}
    answered.ballot(kept, Schools=3)
    expect(vote).to_contain_text("1 seat has voted", timeout=3000)
    expect(vote.get_by_role("table")).to_have_count(0)
    vote.get_by_role("button", name="Close the vote").click()
    expect(vote.get_by_role("row", name="Schools")).to_contain_text("3")
    expect(theme(desk, "Schools")).to_contain_text("3 dots, place 1")
    vote.get_by_role("button", name="Open it again").click()
    expect(vote.get_by_role("table")).to_have_count(0)
    vote.get_by_role("button", name="Remove …").click()
    expect(vote).to_contain_text("Every dot of 1 seat goes with it.")
    vote.get_by_role("button", name="Keep it").click()
    vote.get_by_role("button", name="Remove …").click()
    vote.get_by_role("button", name="Remove it").click()
    said(desk, "The vote is gone.")
    assert answered.store.votes(answered.id) == []


# Where things go


def test_each_thing_goes_to_its_place_in_one_click_and_says_where_it_is(desk: Page, room: Room) -> None:
    places = {
        "start": ("Ask the school", "Into the plan", "in the plan"),
        "resources": ("The food bank", "On the map as a resource", "on the map"),
        "committee": ("Safe streets table", "As a committee", "on the map as a committee"),
        "support": ("We listen first", "Into the agreement", "in the agreement"),
        "learn": ("What is the law?", "On the learning list", "on the learning list"),
    }
    for prompt, (text, _, _) in places.items():
        room.answer(prompt, text)
    room.decide("approved")
    room.open(desk, "themes")
    for prompt, (text, verb, where) in places.items():
        desk.locator(f"[data-focus='{prompt}']").click()
        loose(desk).get_by_role("button", name=f"{verb} {text}").click()
        expect(loose(desk)).to_contain_text(f"It is {where}.")
    known = room.store.community_changes(room.id)
    assert [action.what for _, action in known.actions.values()] == ["Ask the school"]
    kinds = {entry.name: entry.kind for _, entry in known.entries.values()}
    assert kinds == {"The food bank": "resource", "Safe streets table": "committee"}
    lists = {item.text: item.kind for item in room.store.list_items(room.id)}
    assert lists == {"We listen first": "agreement", "What is the law?": "learning"}
    undo(desk)
    expect(loose(desk)).not_to_contain_text("It is on the learning list.")
    assert [item.kind for item in room.store.list_items(room.id)] == ["agreement"]


def test_a_missing_group_is_invited_from_an_answer_with_the_best_guess_first(desk: Page, room: Room) -> None:
    room.answer("who-else", "The elders should come")
    room.decide("approved")
    room.open(desk, "themes")
    choice = loose(desk).get_by_label("Group to invite")
    assert "lders" in choice.evaluate("list => list.options[0].textContent")
    assert choice.evaluate("list => list.options.length") == 26
    loose(desk).get_by_role("button", name="Invite this group").click()
    said(desk, "in the plan, with a letter")
    ((_, action),) = room.store.community_changes(room.id).actions.values()
    assert action.origin == "gap:elders"
    expect(choice.locator("option").first).to_contain_text("(in the plan)")


def test_the_agreement_is_changed_and_prints_on_one_sheet(desk: Page, room: Room) -> None:
    room.open(desk, "themes")
    ours = desk.get_by_role("region", name="Our agreement")
    for line in ("We listen", "No names"):
        ours.get_by_label("Add a line").fill(line)
        ours.get_by_role("button", name="Add", exact=True).click()
        expect(ours.get_by_role("listitem").filter(has_text=line)).to_be_visible()
    ours.get_by_role("button", name="Change We listen").click()
    ours.get_by_label("The line").fill("We listen first")
    ours.get_by_role("button", name="Save").click()
    expect(ours).to_contain_text("We listen first")
    ours.get_by_role("button", name="Remove No names").click()
    expect(ours).not_to_contain_text("No names")
    undo(desk)
    expect(ours).to_contain_text("No names")
    desk.evaluate("window.print = () => {}")
    ours.get_by_role("button", name="Print the agreement").click()
    sheets = PdfReader(BytesIO(desk.pdf())).pages
    assert len(sheets) == 1
    words = sheets[0].extract_text()
    for line in ("Our agreement", "We listen", "No names", "9-1-1"):
        assert line in words
    assert "Private offers" not in words


def test_private_offers_are_opened_on_purpose_and_leave_the_page_when_closed(desk: Page, room: Room) -> None:
    room.answer("offer", "I can drive the van")
    room.open(desk, "themes")
    expect(desk.get_by_role("button", name="Open the offers")).to_be_visible()
    assert "drive the van" not in desk.content()
    desk.get_by_role("button", name="Open the offers").click()
    expect(desk.get_by_role("list", name="Offers")).to_contain_text("I can drive the van")
    desk.get_by_role("button", name="Close them").click()
    assert "drive the van" not in desk.content()


# For everybody


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_on_the_board_and_it_fits_a_small_phone(
    browser: Browser, answered: Room, colours: str
) -> None:
    answered.answer("start", "x" * 2000)
    answered.answer("who-else", "The elders should come")
    answered.decide("approved")
    answered.theme("start", "W" * 120, SCHOOL)
    answered.close(answered.vote("start", "What first?", "Posters", "Radio"))
    for device in (PHONE, DESK):
        with browser.new_context(**device, color_scheme=colours) as context:
            page = answered.open(context.new_page(), "themes")
            page.get_by_role("button", name="More for W").click()
            page.get_by_text("Open a vote").click()
            page.get_by_role("button", name="What looks similar?").click()
            page.get_by_role("button", name="Open the offers").click()
            for prompt in ("start", "who-else"):
                page.locator(f"[data-focus='{prompt}']").click()
                assert violations(page) == []
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
                assert page.evaluate(TARGETS) == []
