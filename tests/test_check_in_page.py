"""A person says how they are with it, and reads their own earlier words, on a phone; a trainer sees what changed."""

from datetime import date

from playwright.sync_api import Page, expect

from tests.halls import TOOLKIT, begin, come_in
from tests.pages import REFLECTING, box, question
from tests.plans import NEXT_STEPS, records
from tests.server import Server
from tests.test_accessibility import violations
from workshop.check_ins import save_level
from workshop.lists import save_item
from workshop.responses import save_response
from workshop.session import begin_session
from workshop.store import ListItem

SEAT = "localStorage.getItem('workshop-seat')"
KNOW = "I know what trafficking can look like here."


def statement(page: Page):
    return page.get_by_role("group", name=KNOW)


def test_a_level_and_a_card_are_saved_and_found_again(phone: Page, hall: Server) -> None:
    begin(hall)
    come_in(phone, hall, NEXT_STEPS)
    statement(phone).get_by_label("Mostly").check()
    expect(statement(phone).get_by_role("status")).to_contain_text("Saved")
    card = phone.get_by_label("One thing that went well")
    card.fill("The map. <img src=x onerror=document.title='broken'>")
    card.blur()
    expect(phone.locator(".go-check-in .go-state", has_text="Saved").last).to_be_visible()
    assert violations(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.reload()
    expect(statement(phone).get_by_label("Mostly")).to_be_checked()
    expect(card).to_have_value("The map. <img src=x onerror=document.title='broken'>")
    with records(hall) as (store, session):
        assert store.level_counts(session) == {"know": {4: 1}}
        assert store.all_feedback(session)["up"] == ["The map. <img src=x onerror=document.title='broken'>"]


def test_a_card_that_names_somebody_is_asked_about_before_it_leaves_the_phone(
    phone: Page, hall: Server
) -> None:
    begin(hall)
    come_in(phone, hall, NEXT_STEPS)
    card = phone.get_by_label("One thing to change")
    card.fill("Write to marguerite@example.org")
    card.blur()
    expect(phone.locator(".go-check-in .go-state", has_text="an e-mail address")).to_be_visible()
    with records(hall) as (store, session):
        assert store.all_feedback(session)["down"] == []
        phone.get_by_role("button", name="Send it as it is").last.click()
        expect(phone.locator(".go-check-in .go-state", has_text="Saved")).to_be_visible()
        assert store.all_feedback(session)["down"] == ["Write to marguerite@example.org"]


def test_a_person_reads_their_own_words_of_an_earlier_meeting_when_they_ask(
    phone: Page, hall: Server
) -> None:
    begin(hall)
    come_in(phone, hall, REFLECTING)
    box(phone, "How can we start").fill("A walk with lanterns.")
    box(phone, "How can we start").blur()
    expect(question(phone, "How can we start").get_by_role("status")).to_contain_text("Saved")
    begin(hall, goes_on=True)
    come_in(phone, hall, NEXT_STEPS)
    earlier = phone.locator(".go-earlier")
    expect(earlier).not_to_contain_text("lanterns")
    earlier.get_by_role("button", name="Show what I wrote before").click()
    expect(earlier).to_contain_text("A walk with lanterns.")
    earlier.get_by_role("button", name="Hide it").click()
    expect(earlier).not_to_contain_text("lanterns")


def test_a_trainer_sees_what_changed_and_never_how_few_people_are(desk: Page, hall: Server) -> None:
    with records(hall) as (store, _):
        first = begin_session(store, "Lantern group, first", date(2027, 3, 31))
        for number in range(12):
            save_level(store, first.id, f"{number:032x}", "know", 2)
        save_item(store, ListItem("a" * 32, first.id, "learning", "<b>What the law says</b>"))
        second = begin_session(store, "Lantern group, second", date(2027, 4, 30), after=first)
        for number in range(3):
            save_level(store, second.id, f"{number:032x}", "know", 5)
        save_item(store, ListItem("b" * 32, second.id, "learning", "Who can come and talk"))
        prompt = TOOLKIT.prompt("start")
        save_response(store, second.id, "1" * 32, prompt, state="written", text="Of one", seq=1)
    desk.goto(hall.facilitator_url)
    desk.goto(hall.facilitator_url.partition("?")[0] + "voila/render/facilitator/changes.ipynb")
    changes = desk.locator(".go-changes")
    expect(changes).to_contain_text("Lantern group, second")
    row = changes.get_by_role("row", name=KNOW)
    expect(row).to_contain_text("2.0")
    expect(row).to_contain_text("too few to tell")
    expect(changes).to_contain_text("<b>What the law says</b>")
    expect(changes).to_contain_text("Who can come and talk (new)")
    expect(changes).not_to_contain_text("Of one")
    assert violations(desk) == []
