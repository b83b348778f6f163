"""Homework in real browsers: a facilitator leaves questions open, a phone answers them at home, and they come along."""

from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.desks import Room, room
from tests.pages import ALL_READY, REFLECTING, box, expect_saved, open_section, question, wait_until, write
from tests.test_accessibility import TARGETS, violations
from workshop.session import begin_session
from workshop.store import PromptStage

__all__ = ["room"]  # a fixture

START, COMMITTEE, LEARN = "How can we start", "Is there a local committee", "What do we need to know"
DAY = date.today() + timedelta(8)
DAY_WORDS = f"{DAY:%A, %B} {DAY.day}"


def said(page: Page, words: str) -> None:
    expect(page.locator(".go-deeds .go-state")).to_contain_text(words)


def come_in(page: Page, room: Room, code: str) -> None:
    """Type the code, as somebody does who kept it."""
    page.goto(f"{room.hall.url}join")
    page.get_by_label("Code on the wall").fill(code)
    page.get_by_role("button", name="Join").click()
    page.wait_for_url("**/01-goal.ipynb")
    wait_until(page, ALL_READY)


def fits_a_phone(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_is_left_open_is_answered_at_home_and_is_there_at_the_next_meeting(
    desk: Page, phone: Page, room: Room
) -> None:
    room.open(desk, "console")
    desk.get_by_text("For next time: questions to answer at home").click()
    panel = desk.locator(".go-homework")
    panel.get_by_label("Question to answer at home").select_option("start")
    panel.get_by_role("button", name="Leave it open for next time").click()
    said(desk, "Choose the day by which you ask for answers.")
    day = panel.get_by_label("By which day")
    day.fill((date.today() - timedelta(1)).isoformat())
    panel.get_by_role("button", name="Leave it open for next time").click()
    said(desk, "That day is over. Choose a day that is still to come.")
    expect(day).to_be_focused()
    day.fill(DAY.isoformat())
    panel.get_by_role("button", name="Leave it open for next time").click()
    said(desk, f"Question 3 is open for next time, by {DAY_WORDS}.")
    expect(panel).to_contain_text(f"By {DAY_WORDS} · fewer than 11 answers")
    assert violations(desk) == []

    room.open(desk, "meetings")
    leave = desk.get_by_role("group", name="Leave open until the next time")
    expect(leave).to_contain_text(f"Open for next time already: question 3 by {DAY_WORDS}.")
    leave.get_by_label(COMMITTEE).check()
    desk.get_by_role("button", name="End it and keep everything").click()
    expect(leave.get_by_label("By which day")).to_be_focused()
    leave.get_by_label("By which day").fill(DAY.isoformat())
    assert violations(desk) == []
    desk.get_by_role("button", name="End it and keep everything").click()
    expect(desk.get_by_text(f"question 6 by {DAY_WORDS}").first).to_be_visible()
    assert room.store.session(room.id).ended == "all"

    # At home, on a phone that was not there.
    come_in(phone, room, room.session.join_code)
    bar = phone.get_by_role("region", name="The room now")
    expect(bar).to_contain_text(f"For next time, by {DAY_WORDS}: questions 3 and 6")
    expect(bar).to_contain_text(room.session.join_code[:3] + " " + room.session.join_code[3:])
    bar.get_by_role("link", name="questions 3 and 6").click()
    phone.wait_for_url(f"**/{REFLECTING}")
    wait_until(phone, ALL_READY)
    expect(question(phone, START)).to_contain_text(
        f"For next time, by {DAY_WORDS}. You can still write here after that day"
    )
    expect(question(phone, LEARN)).to_contain_text("no more answers are taken")
    write(phone, START, "A table at the fair.")
    assert violations(phone) == []
    assert phone.evaluate(TARGETS) == []
    assert fits_a_phone(phone)
    # It is in already; on a tablet, the next group types its own code there.
    phone.goto(f"{room.hall.url}join")
    expect(phone.get_by_label("Code on the wall")).to_be_visible()
    assert violations(phone) == []
    phone.get_by_role("link", name="Go on with them").click()
    phone.wait_for_url("**/01-goal.ipynb")
    open_section(phone, room.hall, REFLECTING)
    expect_saved(question(phone, START))

    # The next meeting.
    room.open(desk, "console")
    desk.get_by_text("Meet again: the next meeting").click()
    desk.get_by_label("Name of the next meeting").fill("Second evening")
    desk.get_by_role("button", name="Begin the next meeting").click()
    given = desk.get_by_role("region", name="Answered at home")
    expect(given).to_contain_text("3. How can we start")
    expect(given).to_contain_text("fewer than 11 answers")
    expect(desk.locator(".go-queue-card")).to_contain_text("A table at the fair.")
    assert violations(desk) == []
    expect(question(phone, START)).to_contain_text("Your words are kept; you can still take them back.")
    expect(bar).to_contain_text("A new meeting has begun.")
    bar.get_by_role("link", name="Join the new meeting").click()
    phone.get_by_label("Code on the wall").fill(room.store.latest_session().join_code)
    phone.get_by_role("button", name="Join").click()
    phone.wait_for_url("**/01-goal.ipynb")
    open_section(phone, room.hall, REFLECTING)
    expect(box(phone, START)).to_have_value("A table at the fair.")
    write(phone, START, "A table at the fair, in June.")
    expect(desk.locator(".go-queue-card")).to_contain_text("A table at the fair, in June.")


def test_a_facilitator_gives_homework_another_day_closes_it_and_takes_it_off_and_undoes_that(
    desk: Page, phone: Page, room: Room
) -> None:
    room.leave_open("start", DAY)
    room.open(desk, "console")
    come_in(phone, room, room.session.join_code)
    open_section(phone, room.hall, REFLECTING)
    desk.get_by_text("For next time: questions to answer at home").click()
    panel = desk.locator(".go-homework")
    later = DAY + timedelta(1)
    panel.get_by_label("Another day for question 3").fill(later.isoformat())
    panel.get_by_role("button", name="Change the day for question 3").click()
    said(desk, f"Question 3 is for {later:%A, %B} {later.day} now.")
    expect(question(phone, START)).to_contain_text(f"{later:%A, %B} {later.day}")
    panel.get_by_role("button", name="Close it question 3").click()
    expect(question(phone, START)).to_contain_text("closed just now")
    expect(box(phone, START)).not_to_be_editable()
    panel.get_by_role("button", name="Open it question 3").click()
    panel.get_by_role("button", name="Not for next time question 3").click()
    expect(question(phone, START)).not_to_contain_text("For next time")
    expect(phone.get_by_text("Keep this code")).to_be_hidden()
    desk.get_by_role("button", name="Undo the last thing").click()
    said(desk, "Undone")
    expect(question(phone, START)).to_contain_text("For next time")


def test_words_that_the_next_meeting_was_quicker_than_are_saved_in_it(
    desk: Page, phone: Page, room: Room
) -> None:
    room.leave_open("start", DAY)
    come_in(phone, room, room.session.join_code)
    open_section(phone, room.hall, REFLECTING)
    write(phone, START, "A table.")
    phone.route("**/workshop/messages", lambda route: route.abort())
    box(phone, START).fill("A table at the fair.")
    following = room.begin_next()
    phone.unroute("**/workshop/messages")
    expect(question(phone, START)).to_contain_text("Join the new meeting here, and they are saved there")
    bar = phone.get_by_role("region", name="The room now")
    bar.get_by_role("link", name="Join the new meeting").click()
    phone.get_by_label("Code on the wall").fill(following.join_code)
    phone.get_by_role("button", name="Join").click()
    phone.wait_for_url("**/01-goal.ipynb")
    open_section(phone, room.hall, REFLECTING)
    expect(box(phone, START)).to_have_value("A table at the fair.")
    expect_saved(question(phone, START))


def test_after_its_day_a_question_says_so_and_takes_answers(phone: Page, room: Room) -> None:
    room.session = begin_session(room.store, "Alder Flats", date.today() - timedelta(9))
    room.id = room.session.id
    room.store.save_prompt_stage(PromptStage(room.id, "start", due=(date.today() - timedelta(2)).isoformat()))
    come_in(phone, room, room.session.join_code)
    expect(phone.get_by_role("region", name="The room now")).to_contain_text(
        "Still open for next time: question 3"
    )
    open_section(phone, room.hall, REFLECTING)
    expect(question(phone, START)).to_contain_text("You can still write here, until the next meeting begins.")
    write(phone, START, "A table at the fair.")


def test_the_wall_says_what_to_answer_at_home_once_the_meeting_has_ended(desk: Page, room: Room) -> None:
    room.leave_open("start", DAY)
    room.store.end_session(room.id, "all")
    room.open(desk, "wall")
    expect(desk.locator(".go-wall-middle")).to_contain_text(f"For next time: question 3 by {DAY_WORDS}.")
