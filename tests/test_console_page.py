"""The facilitator's console in a real browser: a meeting is held on one screen, alone or with another facilitator."""

import time
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pypdf import PdfReader

from tests.conftest import DESK, PHONE
from tests.desks import Room, room
from tests.plans import before_saving, until
from tests.test_accessibility import TARGETS, violations
from workshop.session import begin_session
from workshop.toolkit import load_toolkit

__all__ = ["room"]  # a fixture

IDEAS = ("Ask the school", "Meet at the library", "Put up posters", "Call the radio")


@pytest.fixture
def other(browser: Browser) -> Page:
    """The screen of another facilitator."""
    with browser.new_context(**DESK) as context:
        yield context.new_page()


def said(page: Page, words: str) -> None:
    """Expect what was done last to be said in words."""
    expect(page.locator(".go-deeds .go-state")).to_contain_text(words)


def undo(page: Page) -> None:
    page.get_by_role("button", name="Undo the last thing").click()
    said(page, "Undone")


def press(page: Page, name: str, within: str = ".go-room-parts") -> None:
    page.locator(within).get_by_role("button", name=name).click()


def step(page: Page) -> Locator:
    """Return where the present step is named."""
    return page.locator(".go-stage-now .go-stage-title")


# Before, and step by step


def test_a_meeting_begins_with_the_two_hour_agenda_and_the_way_in_is_there(desk: Page, room: Room) -> None:
    room.open(desk, "console")
    expect(desk.get_by_role("img", name="Square code")).to_be_visible()
    code = room.session.join_code
    expect(desk.locator(".go-way-code")).to_have_text(f"{code[:3]} {code[3:]}")
    expect(desk.locator(".go-way-address")).to_have_text(f"{room.hall.host}/join")
    desk.get_by_text("Words to open with").click()
    for number in ("1-800-663-9122", "9-1-1"):
        expect(desk.locator(".go-opening")).to_contain_text(number)
    press(desk, "Begin with the two-hour agenda")
    said(desk, "The agenda is there")
    assert room.steps()[0].title == "Welcome"
    assert not room.is_open("support")
    press(desk, "Begin: Welcome")
    expect(desk.get_by_role("heading", name="Welcome")).to_be_visible()
    assert room.now() == "Welcome"


def test_coming_to_a_step_opens_its_questions_and_starts_the_clock_and_undo_brings_the_room_back(
    desk: Page, room: Room
) -> None:
    room.begin("Why are we here?")
    room.open(desk, "console")
    expect(desk.locator(".go-clock-words")).to_contain_text("7 minutes left")
    press(desk, "Next: Impact")
    expect(step(desk)).to_have_text("Impact, and how we support each other")
    expect(desk.locator(".go-clock-words")).to_contain_text("14 minutes left")
    assert room.is_open("support")
    undo(desk)
    expect(step(desk)).to_have_text("Why are we here?")
    expect(desk.locator(".go-clock-words")).to_contain_text("7 minutes left")
    assert not room.is_open("support")
    assert room.now() == "Why are we here?"
    assert {step.status for step in room.steps()} == {"to-come"}


def test_the_clock_is_set_and_says_in_words_when_time_is_over(desk: Page, room: Room) -> None:
    room.begin("Break")
    room.open(desk, "console")
    clock = desk.get_by_role("group", name="Clock")
    clock.get_by_role("button", name="+1 min").click()
    expect(clock).to_contain_text("8 minutes left")
    clock.get_by_role("button", name="Rest").click()
    expect(clock).to_contain_text("The clock rests")
    assert room.store.stage(room.id).clock_left
    undo(desk)
    expect(clock).not_to_contain_text("rests")
    clock.get_by_role("button", name="Stop").click()
    expect(clock).to_contain_text("No clock is set")
    undo(desk)
    expect(clock).to_contain_text("8 minutes left")
    over = replace(room.store.stage(room.id), clock_ends=time.time() - 5.5 * 60)
    room.store.save_stage(over)
    expect(clock).to_contain_text("Over time by 5 minutes")


def test_the_clock_is_the_workshops_and_not_that_of_the_computer_that_shows_it(
    desk: Page, room: Room
) -> None:
    desk.add_init_script("const now = Date.now; Date.now = () => now() + 65 * 60 * 1000")
    room.begin("Break")
    room.open(desk, "console")
    expect(desk.get_by_role("group", name="Clock")).to_contain_text("7 minutes left")


def test_the_agenda_is_changed_in_place_and_every_change_can_be_undone(desk: Page, room: Room) -> None:
    room.begin("Welcome")
    room.open(desk, "console")
    spine = desk.get_by_role("region", name="Agenda")
    expect(spine).to_contain_text("120 minutes in all")
    minutes = spine.get_by_label("Minutes for Break")
    minutes.fill("20")
    minutes.press("Tab")
    expect(spine).to_contain_text("132 minutes in all")
    minutes.fill("900")
    minutes.press("Tab")
    said(desk, "Choose from 0 to 240 minutes")
    expect(minutes).to_have_value("20")
    spine.get_by_role("button", name="More for Break").click()
    spine.get_by_role("button", name="Skip Break").click()
    said(desk, "skipped")
    expect(spine).to_contain_text("112 minutes in all")
    spine.get_by_role("button", name="Once more Break").click()
    expect(spine.get_by_role("button", name="Go to: 6. Break")).to_be_visible()
    undo(desk)
    expect(spine.get_by_role("button", name="Go to: 6. Break")).to_have_count(0)
    undo(desk)
    undo(desk)
    expect(spine).to_contain_text("120 minutes in all")
    spine.get_by_role("button", name="Remove Break").click()
    said(desk, "off the agenda")
    assert "Break" not in [step.title for step in room.steps()]
    undo(desk)
    assert [step.title for step in room.steps()][4] == "Break"
    spine.get_by_role("button", name="Add a step after it Break").click()
    spine.get_by_label("Name", exact=True).fill("A song")
    spine.get_by_label("Minutes", exact=True).fill("5")
    spine.get_by_role("button", name="Save").click()
    expect(spine.get_by_role("button", name="Go to: 6. A song")).to_be_visible()


def test_an_agenda_is_kept_and_used_again_and_the_one_before_comes_back(desk: Page, room: Room) -> None:
    room.begin("Welcome")
    room.open(desk, "console")
    spine = desk.get_by_role("region", name="Agenda")
    spine.get_by_text("Keep this agenda").click()
    spine.get_by_label("Keep it under a name").fill(f"Evening {room.session.number}")
    spine.get_by_role("button", name="Keep", exact=True).click()
    said(desk, "kept as")
    room.store.remove_agenda_step(room.id, room.steps()[-1].id, room.steps()[-1].version)
    expect(spine.get_by_role("button", name="Close")).to_have_count(0)
    spine.get_by_label("Use another one").select_option(f"Evening {room.session.number}")
    spine.get_by_role("button", name="Use it").click()
    expect(spine.get_by_role("button", name="Go to: 9. Close")).to_be_visible()
    undo(desk)
    expect(spine.get_by_role("button", name="Close")).to_have_count(0)
    assert room.now() == "Welcome"


def test_a_question_is_opened_and_shown_to_the_room_but_1_and_7_never(desk: Page, room: Room) -> None:
    room.come_in(3)
    room.answer("support", "We listen")
    room.begin("Impact, and how we support each other")
    room.open(desk, "console")
    rows = desk.locator(".go-prompt-row")
    support, impact = rows.filter(has_text="4. How do we"), rows.filter(has_text="1. How does")
    expect(support).to_contain_text("1 of 3 seats have answered · 1 to decide")
    expect(support).to_contain_text("Hidden from the room")
    support.get_by_role("button", name="Show to the room").click()
    said(desk, "shown to the room")
    assert room.is_revealed("support")
    undo(desk)
    assert not room.is_revealed("support")
    support.get_by_role("button", name="Close it question 4").click()
    expect(support.get_by_role("button", name="Open it question 4")).to_be_focused()
    assert not room.is_open("support")
    expect(impact).to_contain_text("Never shown to the room")
    expect(impact.get_by_role("button")).to_have_count(1)


def test_the_section_that_phones_are_led_to_can_be_changed(desk: Page, room: Room) -> None:
    room.begin("Welcome")
    room.open(desk, "console")
    desk.get_by_label("Section that phones are led to").select_option("how")
    said(desk, "Phones are led to “How”")
    assert room.store.stage(room.id).section == "how"
    undo(desk)
    expect(desk.get_by_label("Section that phones are led to")).to_have_value("goal")


# Decisions


def test_answers_are_decided_one_after_the_other_by_keyboard_alone(desk: Page, room: Room) -> None:
    for text in IDEAS:
        room.answer("start", text)
    room.begin("Welcome")
    room.open(desk, "console")
    queue = desk.get_by_role("region", name="To decide")
    expect(queue.locator(".go-queue-count")).to_have_text("4")
    desk.get_by_label("Section that phones are led to").focus()
    for _ in range(8):
        desk.keyboard.press("Tab")
        if desk.evaluate("!!document.activeElement.closest('.go-queue-card')"):
            break
    texts = []
    for key, verdict in (("a", "approved"), ("h", "hidden"), ("n", "attention")):
        texts.append(queue.locator(".go-queue-card .go-said").inner_text())
        desk.keyboard.press(key)
        until(desk, lambda text=texts[-1], verdict=verdict: room.verdicts()[text] == verdict)
        expect(queue.locator(".go-queue-card .go-said")).not_to_have_text(texts[-1])
        expect(queue.locator(".go-queue-card")).to_be_focused()
    expect(queue.locator(".go-queue-count")).to_have_text("1")
    desk.keyboard.press("u")
    until(desk, lambda: room.verdicts()[texts[-1]] == "waiting")
    expect(queue.locator(".go-queue-count")).to_have_text("2")
    # Keys mean nothing outside the card: what people type elsewhere decides nothing.
    desk.get_by_role("region", name="Agenda").get_by_label("Minutes for Break").focus()
    desk.keyboard.press("a")
    desk.wait_for_timeout(300)
    assert list(room.verdicts().values()).count("approved") == 1


def test_what_was_decided_is_looked_through_and_decided_again_and_the_log_has_no_words(
    desk: Page, room: Room
) -> None:
    room.answer("start", "We should ask Marion Delacroix to come")
    room.open(desk, "console")
    queue = desk.get_by_role("region", name="To decide")
    expect(queue).to_contain_text("Seems to hold a name.")
    queue.get_by_label("Reason for hiding").select_option("names-someone")
    queue.get_by_role("button", name="Hide").click()
    expect(queue).to_contain_text("Nothing waits for you.")
    queue.get_by_text("Hidden (1)").click()
    queue.get_by_role("button", name="Approve this answer to question 3").click()
    expect(queue).to_contain_text("Approved (1)")
    assert room.verdicts() == {"We should ask Marion Delacroix to come": "approved"}
    queue.get_by_text("Log of decisions").click()
    expect(queue.get_by_role("region", name="Log of decisions")).to_contain_text("It names someone")
    with desk.expect_download() as caught:
        queue.get_by_role("button", name="Save as CSV").click()
    log = Path(caught.value.path()).read_text("utf-8-sig")
    assert log.splitlines()[1:] == [
        '"1","Question 3","hidden","It names someone"',
        '"2","Question 3","approved",""',
    ] or ("no reason given" in log)
    assert "Marion" not in log


def test_an_answer_that_its_writer_changed_waits_again_and_says_so(desk: Page, room: Room) -> None:
    seat = room.answer("start", "Ask the school")
    room.open(desk, "console")
    queue = desk.get_by_role("region", name="To decide")
    queue.get_by_role("button", name="Approve").click()
    expect(queue).to_contain_text("Approved (1)")
    room.answer("start", "Ask the school board", seat=seat, seq=2)
    expect(queue).to_contain_text("Their writer has changed them since")
    # It changes once more while a decision about it is on its way.
    before_saving(desk, "decide", lambda: room.answer("start", "Ask the band office", seat=seat, seq=3))
    queue.get_by_role("button", name="Approve").click()
    said(desk, "Its writer changed the words just now")
    expect(queue.locator(".go-queue-card .go-said")).to_have_text("Ask the band office")
    assert room.verdicts() == {"Ask the band office": "waiting"}


def test_words_about_a_child_in_danger_come_first_with_calm_steps_and_the_numbers(
    desk: Page, room: Room
) -> None:
    room.answer("learn", "What is the law?")
    room.answer("first-step", "A girl at my school is being hurt at home")
    room.open(desk, "console")
    card = desk.locator(".go-queue-card")
    expect(card.locator(".go-said")).to_have_text("A girl at my school is being hurt at home")
    note = card.get_by_role("note", name="If a child may be in danger")
    for fact in ("child-protection", "emergency"):
        expect(note).to_contain_text(load_toolkit().fact(fact).value)
    expect(card.get_by_label("Reason for hiding")).to_have_value("child-at-risk")
    desk.evaluate("window.print = () => {}")
    note.get_by_role("button", name="Print these steps").click()
    words = "".join(page.extract_text() for page in PdfReader(BytesIO(desk.pdf())).pages)
    assert "1-800-663-9122" in words
    assert "A girl at my school" not in words


# Two facilitators


def test_two_facilitators_see_each_others_moves_and_the_second_hears_of_the_first(
    desk: Page, other: Page, room: Room
) -> None:
    room.answer("start", "Ask the school")
    room.begin("Welcome")
    room.open(desk, "console")
    room.open(other, "console")
    press(desk, "Next: Why are we here?")
    expect(step(other)).to_have_text("Why are we here?", timeout=2000)
    other.get_by_role("region", name="To decide").get_by_role("button", name="Approve").click()
    expect(desk.locator(".go-queue-count")).to_have_text("0", timeout=2000)
    before_saving(desk, "enter-step", lambda: room.enter("Break"))
    press(desk, "Next: Impact")
    said(desk, "Another facilitator moved the room just now")
    expect(step(desk)).to_have_text("Break")
    assert room.now() == "Break"
    undone = room.store.stage(room.id)
    desk.get_by_role("button", name="Undo the last thing").click()
    said(desk, "so it is not undone")
    assert room.store.stage(room.id) == undone


def test_another_agenda_is_not_put_over_what_a_second_facilitator_just_did(
    desk: Page, other: Page, room: Room
) -> None:
    room.begin("Break")
    room.open(desk, "console")
    room.open(other, "console")
    desk.route(
        "**/workshop/messages",
        lambda route: (
            route.abort() if "read-console" in (route.request.post_data or "") else route.continue_()
        ),
    )
    other.get_by_label("Minutes for Close").fill("9")
    other.get_by_label("Minutes for Close").press("Enter")
    said(other, "takes 9 minutes")
    desk.get_by_text("Keep this agenda, or use another").click()
    desk.get_by_role("button", name="Use it", exact=True).click()
    desk.unroute("**/workshop/messages")
    said(desk, "Another facilitator changed the agenda just now.")
    expect(desk.get_by_label("Minutes for Close")).to_have_value("9")
    # Once it was seen, it is a choice.
    desk.get_by_role("button", name="Use it", exact=True).click()
    said(desk, "is the agenda now")
    expect(desk.get_by_label("Minutes for Close")).to_have_value("7")
    undo(desk)
    expect(desk.get_by_label("Minutes for Close")).to_have_value("9")


def test_the_meeting_is_renamed_on_the_console_and_never_over_another_facilitators_name(
    desk: Page, room: Room
) -> None:
    room.open(desk, "console")
    desk.get_by_text("The name of this meeting").click()
    name = desk.get_by_label("Name of this meeting")
    expect(name).to_have_value("Alder Flats")
    name.fill("  ")
    desk.get_by_role("button", name="Save the name").click()
    said(desk, "Give the meeting a name.")
    expect(name).to_be_focused()
    name.fill(" An  evening ")
    desk.get_by_role("button", name="Save the name").click()
    said(desk, "This meeting is called “An evening” now.")
    expect(desk.locator(".go-top-meeting")).to_contain_text("An evening · meeting")
    undo(desk)
    assert room.store.session(room.id).title == "Alder Flats"

    desk.route(
        "**/workshop/messages",
        lambda route: (
            route.abort() if "read-console" in (route.request.post_data or "") else route.continue_()
        ),
    )
    room.store.change_session(room.id, title="Their name")
    name.fill("My name")
    desk.get_by_role("button", name="Save the name").click()
    desk.unroute("**/workshop/messages")
    said(desk, "Another facilitator called this meeting “Their name” just now.")
    expect(name).to_have_value("My name")
    desk.get_by_role("button", name="Save the name").click()
    said(desk, "This meeting is called “My name” now.")
    assert violations(desk) == []


# Another meeting


def test_the_next_meeting_begins_with_what_was_not_done(desk: Page, room: Room) -> None:
    room.answer("start", "Meet at the library")
    room.begin("Close")
    room.plan("Ask the school")
    room.open(desk, "console")
    expect(desk.get_by_role("region", name="Since last time")).to_be_hidden()
    desk.get_by_text("Meet again: the next meeting").click()
    desk.get_by_label("Name of the next meeting").fill("Second evening")
    desk.get_by_role("button", name="Begin the next meeting").click()
    last = desk.get_by_role("region", name="Since last time")
    expect(last).to_contain_text("Ask the school")
    latest = room.store.latest_session()
    assert (latest.title, latest.number) == ("Second evening", room.session.number + 1)
    why = last.get_by_label("Why not yet? What would help? Ask the school")
    why.fill("Nobody had the number.")
    why.press("Enter")
    expect(last).to_contain_text("Saved: why not yet.")
    (found,) = room.store.community_changes(latest.id).actions.values()
    assert (found[1].status, found[1].why) == ("to-do", "Nobody had the number.")
    assert violations(desk) == []
    last.get_by_role("button", name="Done Ask the school").click()
    expect(last).to_contain_text("Saved: done")
    (found,) = room.store.community_changes(latest.id).actions.values()
    assert found[1].status == "done"
    expect(desk.locator(".go-queue-count")).to_have_text("0")


# For everybody


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_on_the_console_and_it_fits_a_small_phone(
    browser: Browser, room: Room, colours: str
) -> None:
    room.come_in(2)
    room.answer("start", "A kid I know needs help. " + "x" * 400, table=True)
    room.answer("learn", "Call me at 250-555-0134")
    for device in (PHONE, DESK):
        with browser.new_context(**device, color_scheme=colours) as context:
            page = room.open(context.new_page(), "console")
            assert violations(page) == []
            room.begin("Impact, and how we support each other")
            expect(step(page)).to_contain_text("Impact")
            for fold in page.locator(".go-desk details:visible > summary").all():
                fold.click()
            page.get_by_role("button", name="More for Break").click()
            page.get_by_role("button", name="Change Break").click()
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert page.evaluate(TARGETS) == []
            if device is PHONE:
                parts = [page.locator(f".go-{part}").bounding_box() for part in ("stage", "queue", "spine")]
                order = [part["y"] for part in parts]
                assert order == sorted(order)


def test_on_a_wide_screen_the_three_stand_side_by_side(desk: Page, room: Room) -> None:
    room.begin("Break")
    room.open(desk, "console")
    left, middle, right = (desk.locator(f".go-{part}").bounding_box() for part in ("spine", "stage", "queue"))
    assert left["x"] + left["width"] <= middle["x"]
    assert middle["x"] + middle["width"] <= right["x"]
    assert left["y"] < 500
    assert begin_session(
        room.store, "Later", date.today()
    ).number  # leaves an empty room to whoever comes next
