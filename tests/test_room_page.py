"""What the room does, on everybody's phone: the step, the clock, the way there, and what comes after."""

import re
import time
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect
from pypdf import PdfReader

from tests.conftest import PHONE
from tests.halls import TOOLKIT, begin, clock, come_in, enter, line, seats, vote
from tests.pages import ALL_READY, REFLECTING, box, expect_saved, open_section, question, wait_until
from tests.plans import NEXT_STEPS, plan, records
from tests.server import Server
from tests.test_accessibility import TARGETS, violations
from workshop.ending import end_session
from workshop.responses import save_response
from workshop.store import Session

WHO, GOAL = "03-who.ipynb", "01-goal.ipynb"
MAP, IDEAS = "Who is here, and who is missing", "What to learn, how to start"


@pytest.fixture
def meeting(hall: Server) -> Session:
    """A meeting that no other test knows of."""
    return begin(hall)


def bar(page: Page) -> Locator:
    return page.get_by_role("region", name="The room now")


def seconds_shown(page: Page) -> int:
    """Return the seconds that the clock shows."""
    found = re.fullmatch(r"(\d+):(\d\d)", bar(page).get_by_role("timer").inner_text())
    return 60 * int(found[1]) + int(found[2])


def test_before_the_room_has_begun_nothing_is_said_of_it(hall: Server, meeting: Session, phone: Page) -> None:
    come_in(phone, hall, REFLECTING)
    expect(phone.locator(".go-room-place")).to_be_hidden()
    expect(phone.locator(".go-votes")).to_be_hidden()
    box(phone, "How can we start").fill("A table at the fair.")
    expect_saved(question(phone, "How can we start"))


def test_the_clock_is_right_on_a_phone_whose_own_clock_is_wrong(
    hall: Server, meeting: Session, phone: Page
) -> None:
    phone.clock.install(time=datetime.now(UTC) + timedelta(hours=1))
    come_in(phone, hall, REFLECTING)
    began = time.time()
    enter(hall, MAP)
    expect(bar(phone)).to_contain_text(MAP)
    expect(bar(phone)).to_contain_text("The room is at 3 · Who.")
    assert abs(25 * 60 - (time.time() - began) - seconds_shown(phone)) <= 3
    bar(phone).get_by_role("link", name="Go there").click()
    phone.wait_for_url(f"**/{WHO}")
    expect(bar(phone)).to_contain_text(MAP)
    expect(bar(phone)).not_to_contain_text("Go there")


def test_the_clock_rests_and_says_in_words_that_the_time_is_up(
    hall: Server, meeting: Session, phone: Page
) -> None:
    come_in(phone, hall, GOAL)
    clock(hall, "start", 90)
    clock(hall, "rest")
    timer = bar(phone).get_by_role("timer")
    expect(timer).to_have_text(re.compile(r"1:(30|29), paused"))
    clock(hall, "start", 3)
    expect(timer).to_have_text("Time is up")
    # It is said once, not each second.
    expect(bar(phone).get_by_role("status").last).to_have_text("Time is up.")
    clock(hall, "stop")
    expect(phone.locator(".go-room-place")).to_be_hidden()


def test_who_follows_the_room_goes_along_but_never_away_from_words(
    hall: Server, meeting: Session, phone: Page
) -> None:
    enter(hall, IDEAS)
    come_in(phone, hall, REFLECTING)
    phone.get_by_label("Follow the room").check()
    phone.route("**/workshop/messages", lambda route: route.abort() if saves(route) else route.continue_())
    box(phone, "How can we start").fill("A table at the fair.")
    enter(hall, MAP)
    expect(bar(phone)).to_contain_text("this page stays until your words are saved")
    box(phone, "How can we start").blur()
    phone.wait_for_timeout(3000)
    assert phone.url.endswith(REFLECTING)
    expect(box(phone, "How can we start")).to_have_value("A table at the fair.")
    # What can't be saved now (the room closed this question) is a reason to stay as well.
    phone.unroute("**/workshop/messages")
    enter(hall, IDEAS)
    expect_saved(question(phone, "How can we start"))
    enter(hall, MAP)
    phone.wait_for_url(f"**/{WHO}")
    expect(bar(phone)).to_contain_text("You came here with the room.")
    # Who goes elsewhere on their own stays there until the room moves on.
    open_section(phone, hall, GOAL)
    expect(bar(phone)).to_contain_text("The room is at 3 · Who.")
    phone.wait_for_timeout(2500)
    assert phone.url.endswith(GOAL)
    enter(hall, IDEAS)
    phone.wait_for_url(f"**/{REFLECTING}")


def saves(route: Route) -> bool:
    return '"save-response"' in (route.request.post_data or "")


def test_a_page_of_a_meeting_that_is_over_says_so_and_leads_to_the_next(
    hall: Server, meeting: Session, phone: Page
) -> None:
    enter(hall, IDEAS)
    come_in(phone, hall, REFLECTING)
    box(phone, "How can we start").fill("A table at the fair.")
    expect_saved(question(phone, "How can we start"))
    with records(hall) as (store, session):
        end_session(store, session, "all")
    expect(bar(phone)).to_contain_text("This meeting has ended. What you wrote can still be taken back.")
    expect(bar(phone).get_by_role("timer")).to_be_hidden()
    expect(question(phone, "How can we start")).to_contain_text("no more answers are taken")
    question(phone, "How can we start").get_by_role("button", name="Take back").click()
    expect(question(phone, "How can we start").get_by_role("status")).to_have_text(
        re.compile("Nothing of yours")
    )

    with records(hall) as (store, session):
        end_session(store, session, "summary")
    expect(bar(phone)).to_contain_text("Its answers were destroyed, and a summary is kept.")
    expect(question(phone, "How can we start")).to_contain_text(
        "This meeting has ended. Its answers were destroyed."
    )

    following = begin(hall)
    expect(bar(phone)).to_contain_text("A new meeting has begun.")
    bar(phone).get_by_role("link", name="Join the new meeting").click()
    phone.get_by_label("Code on the wall").fill(following.join_code)
    phone.get_by_role("button", name="Join").click()
    phone.wait_for_url(f"**/{GOAL}")
    wait_until(phone, ALL_READY)
    expect(phone.locator(".go-room-place")).to_be_hidden()


def test_phones_ask_for_the_room_when_it_moves_and_not_at_every_answer(
    hall: Server, meeting: Session, phone: Page
) -> None:
    asked: list[str] = []
    come_in(phone, hall, REFLECTING)
    phone.wait_for_timeout(1500)
    phone.on("request", lambda request: asked.append(request.post_data or ""))
    with records(hall) as (store, session):
        for number in range(3):
            seat = f"{number:032x}"
            prompt = TOOLKIT.prompt("start")
            save_response(store, session, seat, prompt, state="written", text="A table.", seq=1)
            phone.wait_for_timeout(700)
    assert [message for message in asked if "read-room" in message] == []
    enter(hall, IDEAS)
    expect(bar(phone)).to_contain_text(IDEAS)


def test_a_rehearsal_is_marked_and_a_phone_counts_as_one_seat(hall: Server, phone: Page) -> None:
    begin(hall, kind="practice")
    come_in(phone, hall, GOAL)
    expect(bar(phone)).to_contain_text("Practice. Nothing here counts.")
    open_section(phone, hall, WHO)
    expect(bar(phone)).to_contain_text("Practice")
    assert seats(hall) == (1, 0)


def test_a_later_meeting_begins_with_what_the_last_one_set_out_to_do(
    hall: Server, meeting: Session, phone: Page
) -> None:
    plan(hall, {"what": "Ask for a room", "who": "Library team"}, {"what": "Print it", "status": "done"})
    line(hall, "agreement", "We share headlines, not details.")
    begin(hall, goes_on=True)
    come_in(phone, hall, GOAL)
    before = phone.locator(".go-last-time")
    expect(before.get_by_role("listitem")).to_have_count(1)
    expect(before).to_contain_text("Ask for a room")
    expect(before).to_contain_text("To do")
    expect(before.get_by_role("link", name="Mark it in the plan")).to_have_attribute(
        "href", f"{NEXT_STEPS}#plan"
    )
    expect(phone.locator(".go-group-list")).to_contain_text("We share headlines, not details.")
    phone.evaluate("window.print = () => {}")
    phone.get_by_role("button", name="Print it on one sheet").click()
    (sheet,) = PdfReader(BytesIO(phone.pdf())).pages
    assert "We share headlines, not details." in sheet.extract_text()
    assert "1-800-563-0808" in sheet.extract_text()
    assert "Before you start" not in sheet.extract_text()


def test_the_plan_is_read_aloud_one_action_at_a_time(hall: Server, meeting: Session, phone: Page) -> None:
    plan(
        hall,
        {
            "what": "Ask for a room",
            "who": "the library team",
            "by_when": "2099-03-03",
            "means": "a letter",
            "tell": "the school",
        },
        {"what": "Meet the motels"},
        {"what": "Never mind", "status": "dropped"},
    )
    come_in(phone, hall, NEXT_STEPS)
    phone.get_by_role("button", name="Read it aloud").click()
    view = phone.locator(".go-aloud")
    for said in (
        "1 of 2",
        "By March 3, 2099, the library team will:",
        "Ask for a room.",
        "They need: a letter.",
    ):
        expect(view).to_contain_text(said)
    expect(view).to_contain_text("The school should know.")
    phone.keyboard.press("ArrowRight")
    expect(view).to_contain_text("Meet the motels.")
    expect(view).to_contain_text("Who should know? That is still open.")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.keyboard.press("Escape")
    expect(phone.get_by_role("button", name="Read it aloud")).to_be_focused()


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_while_the_room_is_at_work(
    hall: Server, meeting: Session, browser: Browser, colours: str
) -> None:
    enter(hall, MAP)
    vote(hall, "A room at the library", "A table at the fair")
    with browser.new_context(**PHONE, color_scheme=colours) as context:
        phone = come_in(context.new_page(), hall, REFLECTING)
        expect(phone.get_by_role("link", name="A vote is open")).to_be_visible()
        expect(phone.get_by_role("button", name="One dot more").first).to_be_visible()
        assert violations(phone) == []
        assert phone.evaluate(TARGETS) == []
        assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
