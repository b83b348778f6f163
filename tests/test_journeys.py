"""A participant's way through the workshop, in a real browser on a small phone."""

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import hosts_asked
from tests.conftest import PHONE
from tests.pages import (
    REFLECTING,
    SECTIONS,
    address,
    box,
    expect_saved,
    join,
    open_section,
    question,
    wait_until,
    write,
)
from tests.server import Server
from workshop.serve.access import FACILITATOR_COOKIE
from workshop.session import spoken_code

START = "How can we start"
LEARN = "What do we need to know"
WHO_ELSE = "Who else needs to be involved"
WEATHER = re.compile(r"https://weather\.gc\.ca/")


@pytest.fixture
def weather(phone: Page) -> Page:
    """A phone for which the page that Exit leads to is there."""
    phone.context.route(WEATHER, lambda route: route.fulfill(body="<h1>Sunny</h1>", content_type="text/html"))
    return phone


def database_bytes(served: Server) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(Path(served.data).glob("workshop.db*")))


def test_a_new_participant_joins_reads_answers_changes_and_takes_back(phone: Page, served: Server) -> None:
    phone.goto(served.url)
    phone.get_by_label("Code on the wall").fill(spoken_code(served.join_code).lower())
    phone.get_by_role("button", name="Join").click()
    for notebook in SECTIONS[:5]:
        phone.wait_for_url(f"**/{notebook}")
        phone.get_by_role("navigation", name="Previous and next step").get_by_text("Next:").click()
    phone.wait_for_url(f"**/{REFLECTING}")
    write(phone, START, "Ask the library for a room.")

    phone.reload()
    expect(box(phone, START)).to_have_value("Ask the library for a room.")
    write(phone, START, "Ask the library for two rooms.")
    phone.go_back()
    phone.go_forward()
    expect(box(phone, START)).to_have_value("Ask the library for two rooms.")

    question(phone, START).get_by_role("button", name="Take back").click()
    expect(question(phone, START).get_by_role("status")).to_contain_text("Nothing of yours is kept here")
    phone.reload()
    wait_until(phone, "document.querySelectorAll('.go-reflection').length === 9")
    expect(box(phone, START)).to_have_value("")
    assert b"two rooms" not in database_bytes(served)


def test_a_wrong_code_is_told_kindly_and_nothing_typed_is_lost(phone: Page, served: Server) -> None:
    phone.goto(served.url)
    phone.get_by_label("Code on the wall").fill("XXXXXX")
    phone.get_by_role("button", name="Join").click()
    expect(phone.get_by_role("alert")).to_contain_text("look at the wall and try again")
    expect(phone.get_by_label("Code on the wall")).to_have_value("XXXXXX")
    expect(phone.get_by_role("link", name="Exit this page").last).to_be_visible()


def test_saved_words_are_there_after_the_server_was_killed(phone: Page, served: Server) -> None:
    open_section(join(phone, served), served, REFLECTING)
    write(phone, LEARN, "What are the signs at a work site? 🌲 مرحبا")
    served.kill()
    served.start_again()
    later = open_section(phone.context.new_page(), served, REFLECTING)
    expect(box(later, LEARN)).to_have_value("What are the signs at a work site? 🌲 مرحبا")


def test_words_written_while_the_server_is_away_are_kept_and_saved_when_it_is_back(
    phone: Page, served: Server
) -> None:
    open_section(join(phone, served), served, REFLECTING)
    write(phone, WHO_ELSE, "Motel staff.")
    served.kill()
    box(phone, WHO_ELSE).fill("Motel staff and taxi drivers.")
    expect(question(phone, WHO_ELSE).get_by_role("status")).to_contain_text("Your words stay on this screen")
    served.start_again()
    expect_saved(question(phone, WHO_ELSE))
    # There was no process behind the page that could be lost: it goes on as it is.
    write(phone, WHO_ELSE, "Motel staff, taxi drivers and farm owners.")
    assert phone.evaluate("performance.getEntriesByType('navigation')[0].type") == "navigate"
    phone.reload()
    expect(box(phone, WHO_ELSE)).to_have_value("Motel staff, taxi drivers and farm owners.")


def test_a_phone_that_wakes_up_saves_what_it_could_not_send(phone: Page, served: Server) -> None:
    open_section(join(phone, served), served, REFLECTING)
    write(phone, START, "Coffee.")
    phone.context.set_offline(True)
    box(phone, START).fill("Coffee, and three people.")
    box(phone, START).blur()
    expect(question(phone, START).get_by_role("status")).to_contain_text("Not saved yet")
    phone.context.set_offline(False)
    expect_saved(question(phone, START))


def test_two_tabs_of_one_phone_show_the_same_words(phone: Page, served: Server) -> None:
    open_section(join(phone, served), served, REFLECTING)
    other = phone.context.new_page()
    open_section(other, served, REFLECTING)
    write(phone, START, "Written in the first tab.")
    expect(box(other, START)).to_have_value("Written in the first tab.")
    write(other, START, "Changed in the second tab.")
    expect(box(phone, START)).to_have_value("Changed in the second tab.")


def test_another_phone_never_sees_the_words(browser: Browser, phone: Page, served: Server) -> None:
    open_section(join(phone, served), served, REFLECTING)
    write(phone, START, "A secret between this phone and the workshop.")
    with browser.new_context(**PHONE) as context:
        other = open_section(join(context.new_page(), served), served, REFLECTING)
        expect(box(other, START)).to_have_value("")
        assert "A secret between" not in other.content()


def test_a_private_story_is_held_until_its_writer_has_chosen(phone: Page, served: Server) -> None:
    open_section(join(phone, served), served, REFLECTING)
    widget = question(phone, START)
    widget.get_by_role("textbox").fill("Call Marguerite at 250 555 0182 about the room.")
    widget.get_by_role("textbox").blur()
    expect(widget.get_by_role("alert")).to_contain_text("a phone number")
    expect(widget.get_by_role("link", name=re.compile("1-800-563-0808"))).to_be_visible()
    expect(widget.get_by_role("status")).to_contain_text("Not sent")
    assert b"Marguerite" not in database_bytes(served)
    assert "Marguerite" not in str(phone.evaluate("[{...localStorage}, {...sessionStorage}]"))

    widget.get_by_role("button", name="Send as it is").click()
    expect_saved(widget)
    assert b"Marguerite" in database_bytes(served)


def test_passing_is_kept_and_can_be_undone(phone: Page, served: Server) -> None:
    open_section(join(phone, served), served, REFLECTING)
    widget = question(phone, LEARN)
    widget.get_by_role("button", name="Pass").click()
    expect(widget.get_by_role("status")).to_contain_text("You passed")
    phone.reload()
    expect(question(phone, LEARN).get_by_role("status")).to_contain_text("You passed")
    write(phone, LEARN, "After all, one question.")


def test_too_many_words_are_refused_in_a_sentence_and_stay_on_the_screen(phone: Page, served: Server) -> None:
    open_section(join(phone, served), served, REFLECTING)
    widget = question(phone, START)
    megabyte = "long " * 200_000
    widget.get_by_role("textbox").evaluate(
        "(area, text) => { area.value = text; area.dispatchEvent(new Event('input')); area.blur(); }",
        megabyte,
    )
    expect(widget.get_by_role("status")).to_contain_text("2,000 characters at most; yours has 999,999")
    expect(widget.get_by_role("textbox")).to_have_value(megabyte)


def test_a_table_writes_as_a_table(phone: Page, served: Server) -> None:
    join(phone, served)
    phone.get_by_text("Who uses this screen?").first.click()
    phone.get_by_label("Our table: one of us writes for all").check()
    phone.wait_for_load_state()
    open_section(phone, served, REFLECTING)
    expect(question(phone, START)).to_contain_text("Recorder: write what your table says. No names.")
    write(phone, START, "Our table would start with a meal.")


def test_exit_leaves_at_once_and_closes_the_session_behind_it(weather: Page, served: Server) -> None:
    open_section(join(weather, served), served, REFLECTING)
    weather.get_by_role("link", name="Emergency: Exit this page").click()
    weather.wait_for_url(WEATHER)
    weather.goto(address(served, REFLECTING))
    weather.wait_for_url("**/join")
    assert weather.evaluate("sessionStorage.length") == 0


def test_exit_closes_the_facilitators_console_as_well(desk: Page, served: Server) -> None:
    desk.context.route(WEATHER, lambda route: route.fulfill(body="<h1>Sunny</h1>", content_type="text/html"))
    desk.goto(served.facilitator_url)
    console = desk.url
    desk.get_by_role("link", name="Emergency: Exit this page").click()
    desk.wait_for_url(WEATHER)
    # The page is left before the workshop has heard of it.
    deadline = time.monotonic() + 5
    while FACILITATOR_COOKIE in {cookie["name"] for cookie in desk.context.cookies()}:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    desk.goto(console)
    expect(desk.get_by_role("heading", name="This page is not open")).to_be_visible()


def test_exit_works_when_everything_behind_the_page_is_dead(weather: Page, served: Server) -> None:
    open_section(join(weather, served), served, REFLECTING)
    served.kill()
    try:
        expect(weather.get_by_role("link", name=re.compile("9-1-1"))).to_have_attribute("href", "tel:911")
        weather.get_by_role("link", name="Emergency: Exit this page").click()
        weather.wait_for_url(WEATHER)
    finally:
        served.start_again()


def test_shift_three_times_exits_and_shift_with_a_letter_does_not(weather: Page, served: Server) -> None:
    join(weather, served)
    weather.keyboard.press("Shift")
    expect(weather.locator("#exit-said")).to_contain_text("press 2 more times")
    weather.keyboard.press("Shift+A")
    weather.keyboard.press("Shift")
    weather.keyboard.press("Shift")
    assert weather.url.endswith("01-goal.ipynb")
    weather.keyboard.press("Shift")
    weather.wait_for_url(WEATHER)


def test_a_phone_can_be_forgotten(phone: Page, served: Server) -> None:
    open_section(join(phone, served), served, REFLECTING)
    write(phone, START, "These words stay.")
    phone.get_by_role("button", name="Forget me on this phone").click()
    phone.wait_for_url("**/join")
    open_section(join(phone, served), served, REFLECTING)
    expect(box(phone, START)).to_have_value("")


def test_no_page_asks_another_computer_for_anything(phone: Page, served: Server) -> None:
    asked = hosts_asked(phone)
    join(phone, served)
    for notebook in SECTIONS:
        open_section(phone, served, notebook)
    assert asked == {served.host}


def test_the_text_can_be_read_without_scripts(browser: Browser, served: Server) -> None:
    with browser.new_context(**PHONE, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(served.join_url)
        page.goto(address(served, REFLECTING))
        expect(page.get_by_role("heading", name="How can we start to address this issue?")).to_be_visible()
        assert "turn on JavaScript" in page.content()
        expect(page.get_by_role("link", name="Emergency: Exit this page")).to_have_attribute("href", WEATHER)


def test_a_page_whose_process_died_says_so_and_renews_itself(phone: Page, lab_served: Server) -> None:
    open_section(join(phone, lab_served), lab_served, REFLECTING)
    write(phone, START, "Still here after that.")
    lab_served.kill_kernels()
    wait_until(phone, "performance.getEntriesByType('navigation')[0].type === 'reload'", timeout=60_000)
    expect(box(phone, START)).to_have_value("Still here after that.")
