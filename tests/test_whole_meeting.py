"""A whole meeting of two hours, walked in real browsers: a facilitator, a wall and five phones, all open at once."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.conftest import DESK, PHONE
from tests.desks import Room, room
from tests.halls import come_in
from tests.pages import REFLECTING, write
from tests.plans import NEXT_STEPS, fill_in

__all__ = ["room"]  # a fixture

#: What the five seats write, by prompt: a line each, or nothing.
WRITTEN = {
    "4. How do we": ("Headlines, not details", "Anyone may step out", "", "We listen first", ""),
    "8. Who else": ("The elders should come", "", "", "", "Farm workers"),
    "5. What local": ("The food bank on Mill Road", "", "", "", ""),
    "6. Is there": ("", "The Safe Streets table", "", "", ""),
    "2. What do we": ("What is the law?", "", "Who helps at night?", "", ""),
    "3. How can we": (
        "Talk with the school",
        "Talks in every school class",
        "Meet at the library",
        "",
        "Posters",
    ),
    "9. What is the first": ("Ask the head of the school for an hour", "", "", "", ""),
    "7. What can I": ("", "I can drive the van", "", "", ""),
    "1. How does": ("", "", "The quiet motel by the highway", "", ""),
}


@pytest.fixture
def phones(browser: Browser) -> Iterator[list[Page]]:
    """Five phones."""
    with ExitStack() as held:
        yield [held.enter_context(browser.new_context(**PHONE)).new_page() for _ in range(5)]


@pytest.fixture
def wall(browser: Browser) -> Iterator[Page]:
    """The projector."""
    with browser.new_context(**DESK | {"viewport": {"width": 1280, "height": 720}}) as context:
        yield context.new_page()


def come_to(desk: Page, title: str) -> None:
    """Go on to the next step of the agenda, which is called this."""
    button = desk.locator(".go-stage, .go-spine-side").get_by_role("button", name=title).first
    button.click()
    expect(desk.locator(".go-stage-now .go-stage-title")).to_contain_text(title.partition(": ")[2] or title)


def say(phones: list[Page], prompt: str) -> None:
    """Let those seats write that have something to say."""
    words = prompt.partition(". ")[2]
    for phone, text in zip(phones, WRITTEN[prompt], strict=True):
        if text:
            write(phone, words, text)


def approve_all(desk: Page) -> None:
    """Read each answer that waits, and approve it."""
    queue = desk.get_by_role("region", name="To decide")
    expect(queue.locator(".go-queue-count")).not_to_have_text("0")
    while not queue.get_by_text("Nothing waits for you.").is_visible():
        card = queue.locator(".go-queue-card .go-said")
        text = card.inner_text()
        queue.get_by_role("button", name="Approve", exact=True).click()
        expect(queue).not_to_contain_text(text, use_inner_text=True)


def row(desk: Page, prompt: str) -> Locator:
    """Return the row of a prompt under the present step."""
    return desk.locator(".go-prompt-row").filter(has_text=prompt)


def harvest(desk: Page, prompt: str, *verbs: str) -> None:
    """Put what was written under a prompt where it is needed."""
    desk.locator(f"[data-focus='{prompt}']").click()
    for verb in verbs:
        desk.get_by_role("button", name=verb).first.click()
        expect(desk.locator(".go-deeds .go-state")).not_to_be_empty()


def test_a_meeting_is_held_from_the_welcome_to_a_plan_that_is_complete(
    desk: Page, wall: Page, phones: list[Page], room: Room
) -> None:
    room.open(desk, "console")
    room.open(wall, "wall")
    for phone in phones:
        come_in(phone, room.hall, REFLECTING)
    expect(desk.locator(".go-top-seats")).to_contain_text("5 seats have joined")
    expect(wall.locator("body")).to_contain_text("5 seats")

    # Welcome, and why: nobody can write yet.
    desk.get_by_role("button", name="Begin with the two-hour agenda").click()
    desk.get_by_role("button", name="Begin: Welcome").click()
    for phone in phones:
        expect(phone.locator(".go-room-head")).to_contain_text("Welcome", timeout=2_000)
    expect(wall.locator("body")).to_contain_text("Welcome")
    come_to(desk, "Next: Why are we here?")

    # Impact and support.
    come_to(desk, "Next: Impact, and how we support each other")
    for prompt in ("4. How do we", "1. How does"):
        say(phones, prompt)
    expect(row(desk, "4. How do we")).to_contain_text("3 of 5 seats have answered")
    assert "Headlines" not in wall.content()
    approve_all(desk)
    assert "Headlines" not in wall.content()
    row(desk, "4. How do we").get_by_role("button", name="Show to the room").click()
    expect(wall.locator("body")).to_contain_text("Headlines, not details")
    expect(phones[4].get_by_text("Headlines, not details", exact=True)).to_be_visible()

    # The map, and a break in which what waits is read.
    come_to(desk, "Next: Who is here, and who is missing")
    for prompt in ("8. Who else", "5. What local", "6. Is there"):
        say(phones, prompt)
    come_to(desk, "Next: Break")
    approve_all(desk)

    # Ideas, themes, a vote.
    come_to(desk, "Next: What to learn, how to start")
    for prompt in ("2. What do we", "3. How can we"):
        say(phones, prompt)
    approve_all(desk)
    come_to(desk, "Next: Choose together")
    room.open(desk, "themes")
    desk.locator("[data-focus='start']").click()
    expect(desk.get_by_role("region", name="Answers under no theme")).to_contain_text("Posters")
    for text in ("Talk with the school", "Talks in every school class"):
        desk.locator(".go-answers").get_by_label(text).check()
    desk.get_by_label("Name of the new theme").first.fill("Work with the schools")
    desk.get_by_role("button", name="Put them there").click()
    schools = desk.get_by_role("article", name="Work with the schools")
    expect(schools).to_contain_text("2 answers")
    desk.get_by_text("Open a vote").click()
    for text in ("Meet at the library", "Posters"):
        desk.get_by_role("group", name="Choices").get_by_label(text).check()
    desk.get_by_role("button", name="Open the vote").click()
    vote = desk.get_by_role("article", name="What do we want to start with?")
    for phone, choice in zip(
        phones, ["Work with the schools"] * 3 + ["Posters", "Meet at the library"], strict=True
    ):
        phone.get_by_role("group", name=choice).get_by_role("button", name="One dot more").click()
        expect(phone.locator(".go-votes")).to_contain_text("Saved")
    expect(vote).to_contain_text("5 seats have voted", timeout=3_000)
    assert "place" not in wall.locator("body").inner_text()
    vote.get_by_role("button", name="Close the vote").click()
    expect(vote.get_by_role("row", name="Work with the schools")).to_contain_text("3")
    expect(wall.locator("body")).to_contain_text("Work with the schools")

    # Each answer goes where it is needed, and nobody writes it again.
    schools.get_by_role("button", name="Into the plan").click()
    expect(schools).to_contain_text("It is in the plan.")
    harvest(desk, "support", "Into the agreement Headlines, not details")
    harvest(desk, "learn", "On the learning list What is the law?")
    harvest(desk, "resources", "On the map as a resource The food bank")
    harvest(desk, "committee", "As a committee The Safe Streets table")
    desk.locator("[data-focus='who-else']").click()
    elders = desk.get_by_role("listitem").filter(has_text="The elders should come")
    elders.get_by_role("button", name="Invite this group").click()
    expect(desk.locator(".go-deeds .go-state")).to_contain_text("in the plan, with a letter")

    # The plan: the first step, offers for the facilitator alone, and five fields.
    room.open(desk, "console")
    come_to(desk, "Next: Make the plan")
    for prompt in ("9. What is the first", "7. What can I"):
        say(phones, prompt)
    approve_all(desk)
    room.open(desk, "themes")
    harvest(desk, "first-step", "Into the plan Ask the head of the school")
    desk.get_by_role("button", name="Open the offers").click()
    expect(desk.get_by_role("list", name="Offers")).to_contain_text("I can drive the van")
    planner = come_in(phones[0], room.hall, NEXT_STEPS)
    for what in ("Work with the schools", "Ask the head of the school for an hour", "Invite Elders"):
        card = planner.locator(".go-action", has_text=what)
        card.get_by_role("button", name="Change").first.click()
        fill_in(planner, who="School group", by="2099-03-01", means="Two hours", tell="Everyone here")
        planner.locator(".go-plan form").get_by_role("button", name="Save").click()
        expect(card).to_contain_text("School group")
    expect(planner.locator(".go-plan-says")).to_contain_text("Complete: each action says")
    planner.get_by_role("button", name="Read it aloud").click()
    expect(planner.locator("body")).to_contain_text("School group")

    # What nobody may see was nowhere but where it belongs.
    for page in (wall, *phones[:1], *phones[3:]):
        for secret in ("The quiet motel", "drive the van"):
            assert secret not in page.content()
    actions = [action for _, action in room.store.community_changes(room.id).actions.values()]
    assert len(actions) == 3
    assert all((one.who, one.by_when, one.means, one.tell) for one in actions)
    assert {one.origin.partition(":")[0] for one in actions} == {"theme", "card", "gap"}
