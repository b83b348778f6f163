"""The wall in a real browser: what a hall may see from far away, and nothing else, whatever people write."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, Response, expect

from tests.conftest import DESK, PHONE
from tests.desks import TOOLKIT, Room, room
from tests.feeds import LIBRARY
from tests.hostile import HOSTILE
from tests.plans import until
from tests.test_accessibility import violations
from workshop.messages import Messages

__all__ = ["room"]  # a fixture

PROJECTORS = {"small": (1280, 720), "large": (1920, 1080)}
#: What is smaller than a twentieth of the height, stands outside, or can be pressed, scrolled or followed.
FAULTS = """() => {
  const found = [];
  for (const node of document.querySelectorAll("a, button, input, select, textarea, summary, [tabindex]:not(main)")) {
    found.push(`can be pressed: ${node.outerHTML.slice(0, 80)}`);
  }
  const { documentElement: page } = document;
  if (page.scrollWidth > innerWidth || page.scrollHeight > innerHeight) found.push("the page scrolls");
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const holder = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim()) continue;
    if (holder.closest(".visually-hidden, script, style, template, #notice")) continue;
    const box = holder.getBoundingClientRect();
    const words = walker.currentNode.data.slice(0, 40);
    if (parseFloat(getComputedStyle(holder).fontSize) < 0.05 * innerHeight - 0.5) found.push(`too small: ${words}`);
    const isInside = box.left > -1 && box.top > -1 && box.right < innerWidth + 1 && box.bottom < innerHeight + 1;
    if (!isInside) found.push(`outside: ${words}`);
  }
  for (const node of document.querySelectorAll(".go-wall-page, .go-wall-list, .go-wall-side, .foot")) {
    const isWhole = node.scrollHeight <= node.clientHeight + 1 && node.scrollWidth <= node.clientWidth + 1;
    if (!isWhole) found.push(`cut off: ${node.className}`);
  }
  return found;
}"""


@pytest.fixture
def wall(browser: Browser) -> Iterator[Page]:
    """A projector."""
    with browser.new_context(viewport={"width": 1280, "height": 720}, reduced_motion="reduce") as context:
        context.set_default_timeout(15_000)
        yield context.new_page()


def middle(page: Page) -> Locator:
    return page.locator(".go-wall-middle")


def pages(page: Page, look: Callable[[], None]) -> None:
    """Look at each of the pages that the wall turns, from the one that it shows on."""
    counter = page.locator(".go-wall-pages")
    look()
    _, _, count = counter.inner_text().partition(" of ")
    for _ in range(int(count or 1) - 1):
        before = counter.inner_text()
        while counter.inner_text() == before:
            page.clock.run_for(3000)
        look()


# What it shows


def test_the_wall_follows_the_room_from_the_way_in_to_the_end(wall: Page, room: Room) -> None:
    room.open(wall, "wall")
    code = room.session.join_code
    for words in (f"{code[:3]} {code[3:]}", f"{room.hall.host}/join"):
        expect(wall.locator(".go-wall-way")).to_contain_text(words)
    expect(wall.get_by_role("img", name="Square code")).to_be_visible()
    expect(middle(wall)).to_contain_text("Alder Flats")
    corner = wall.locator(".go-square").bounding_box()
    room.come_in(3)
    room.answer("support", "We listen")
    room.answer("impact", "It touches everyone")
    room.begin("Break")
    expect(middle(wall)).to_contain_text("Break", timeout=3000)
    expect(wall.locator(".go-wall-clock")).to_have_text(re.compile("^[78]:"))
    room.enter("What to learn, how to start")
    expect(middle(wall)).to_contain_text("2. What do we need to know", timeout=3000)
    expect(middle(wall)).to_contain_text("0 answers so far")
    expect(wall.locator(".go-wall-seats")).to_have_text("3 seats joined")
    room.store.change_session(room.id, title="Ended soon")
    room.store.end_session(room.id, "all")
    expect(middle(wall)).to_contain_text("Thank you for coming", timeout=3000)
    assert wall.locator(".go-square").bounding_box() == corner


def test_an_open_vote_shows_no_count_and_a_closed_one_says_what_is_tied(wall: Page, room: Room) -> None:
    room.begin("Choose together")
    room.open(wall, "wall")
    vote = room.vote("start", "What comes first?", "Posters", "Library evening", "Radio")
    expect(middle(wall)).to_contain_text("What comes first?", timeout=3000)
    room.ballot(vote, Posters=2, Radio=1)
    room.ballot(vote, Posters=1, Library=1)
    expect(middle(wall)).to_contain_text("2 seats have voted.", timeout=3000)
    expect(middle(wall)).not_to_contain_text("place")
    assert not wall.locator(".go-wall-bar").count()
    room.close(vote)
    expect(middle(wall)).to_contain_text("2 seats voted.", timeout=3000)
    rows = middle(wall).get_by_role("listitem")
    first, *tied = (row.replace("\n", " ") for row in rows.all_inner_texts())
    assert first == "Posters 3 dots · place 1"
    assert sorted(tied) == ["Library evening 1 dot · tied, place 2", "Radio 1 dot · tied, place 2"]
    widths = [bar.bounding_box()["width"] for bar in wall.locator(".go-wall-bar").all()]
    assert widths[0] > 2.5 * widths[1]
    assert widths[1] == widths[2]


def test_empty_chairs_fill_as_the_map_does(wall: Page, room: Room) -> None:
    room.begin("Who is here, and who is missing")
    room.open(wall, "wall")
    expect(middle(wall)).to_contain_text("0 of 26 groups are here.", timeout=3000)
    assert wall.locator(".go-chair").count()
    # One entry that stands for two groups.
    Messages(room.store, TOOLKIT, room.id).answer({"kind": "save-entry", "entry": LIBRARY})
    expect(middle(wall)).to_contain_text("2 of 26 groups are here.", timeout=3000)


# Nothing that was not approved and revealed


def test_nothing_reaches_the_wall_that_was_not_approved_and_revealed(wall: Page, room: Room) -> None:
    answers: list[Response] = []
    heard: list[str] = []
    planted = {
        "waiting": ("start", "planted-waiting"),
        "hidden": ("start", "planted-hidden"),
        "attention": ("start", "planted-attention"),
        "not revealed": ("learn", "planted-unrevealed"),
        "never": ("impact", "planted-impact"),
        "private": ("offer", "planted-offer"),
        "no name": ("start", "planted-shown"),
    }
    for prompt, text in planted.values():
        room.answer(prompt, text)
    for verdict in ("hidden", "attention"):
        room.decide(verdict, f"planted-{verdict}")
    room.decide("approved", "planted-unrevealed", "planted-shown")
    room.theme("learn", "planted-theme", "planted-unrevealed")
    room.begin("What to learn, how to start")
    wall.goto(room.hall.facilitator_url)
    wall.on("websocket", lambda socket: socket.on("framereceived", lambda frame: heard.append(str(frame))))
    wall.on("response", lambda answer: answers.append(answer))
    room.open(wall, "wall")
    heard.append(wall.content())
    room.reveal("start")
    expect(middle(wall)).to_contain_text("planted-shown", timeout=10_000)
    while answers[0].url != room.address("wall"):  # what the page before it was still asking
        del answers[0]
    heard += [wall.content(), *(answer.text() for answer in answers if answer.ok)]
    assert len([answer for answer in answers if "workshop/messages" in answer.url]) > 1
    assert any('"revision"' in each for each in heard)
    assert set(re.findall(r"planted-\w+", " ".join(heard))) == {"planted-shown"}
    # What is hidden again, or taken back, leaves the wall too.
    room.decide("hidden", "planted-shown")
    until(wall, lambda: "planted-shown" not in wall.content())


def test_the_wall_needs_no_process_of_its_own(wall: Page, room: Room) -> None:
    room.open(wall, "wall")
    assert '"kernel": ""' in wall.content()
    asked = wall.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)")
    assert not [name for name in asked if "/api/kernels" in name]


# From far away, and whatever people write


@pytest.mark.parametrize("size", PROJECTORS)
def test_everything_is_large_fits_and_can_not_be_pressed(browser: Browser, room: Room, size: str) -> None:
    width, height = PROJECTORS[size]
    with browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce") as context:
        page = context.new_page()
        page.clock.install()

        def look() -> None:
            assert page.evaluate(FAULTS) == []

        room.open(page, "wall")
        look()
        room.come_in(123)
        longest = "A very long answer with many words. " * 55
        arabic, family = "مرحبا بكم في المكتبة ", "\U0001f469\u200d\U0001f469\u200d\U0001f467"
        hostile = [*HOSTILE, "x" * 2000, longest[:1990], arabic * 40, family * 300, "one\ntwo\nthree"]
        for text in hostile:
            room.answer("start", text)
        room.decide("approved")
        room.theme("start", "W" * 120, *hostile[:3])
        room.theme("start", HOSTILE[0], hostile[-1])
        room.begin("What to learn, how to start")
        room.reveal("start")
        room.open(page, "wall")
        expect(page.locator(".go-wall-seats")).to_have_text("123 seats joined")
        seen = []
        pages(page, lambda: (look(), seen.append(middle(page).inner_text())))
        for text in ("<script>", "onerror", "{{ 7 * 7 }}", "one\ntwo", "xxx", family):
            assert any(text in shown for shown in seen), text
        assert any("…" in shown for shown in seen)
        assert page.title() == "The wall · Get Organized"
        vote = room.vote("start", "Q" * 200, "W" * 200, *HOSTILE, "a last one")
        expect(middle(page)).to_contain_text("on your phone", timeout=5000)
        pages(page, look)
        room.close(vote)
        expect(middle(page)).to_contain_text("0 seats voted.", timeout=5000)
        pages(page, look)
        room.enter("Who is here, and who is missing")
        expect(middle(page)).to_contain_text("of 26 groups", timeout=5000)
        pages(page, look)
        room.enter("Impact, and how we support each other")
        expect(middle(page)).to_contain_text("1. How does", timeout=5000)
        pages(page, look)


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_on_the_wall(browser: Browser, room: Room, colours: str) -> None:
    room.answer("start", "Ask the school")
    room.decide("approved")
    room.begin("What to learn, how to start")
    room.reveal("start")
    for device in (DESK, PHONE):
        with browser.new_context(**device, color_scheme=colours) as context:
            page = room.open(context.new_page(), "wall")
            expect(middle(page)).not_to_have_text("")
            assert violations(page) == []
            for words in ("9-1-1", "1-800-563-0808"):
                expect(page.get_by_role("contentinfo")).to_contain_text(words)


def test_the_wall_says_so_when_it_can_not_be_read_and_goes_on_by_itself(wall: Page, room: Room) -> None:
    room.begin("Welcome")
    room.open(wall, "wall")
    wall.route("**/workshop/messages", lambda route: route.abort())
    room.enter("Break")
    expect(wall.locator(".go-wall-trouble")).to_contain_text("Trying again", timeout=5000)
    wall.unroute("**/workshop/messages")
    expect(middle(wall)).to_contain_text("Break", timeout=10_000)
    expect(wall.locator(".go-wall-trouble")).to_have_text("")
