"""A page can be read before anything behind it has answered, and when nothing ever will; it leads nowhere outside."""

import gzip
import json
import re
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser

import nbformat
import pytest

from tests.server import Server
from tests.test_serve_access import EXIT, FIRST_PAGE, Answer, Visitor
from workshop.paths import NOTEBOOKS
from workshop.serve.notebooks import OWN_OF_THE_NOTEBOOK
from workshop.serve.templating import STATIC
from workshop.toolkit import load_toolkit

TOOLKIT = load_toolkit()
SECTIONS = {section.notebook: section for section in TOOLKIT.sections}
REFLECTING = "/voila/render/06-reflecting.ipynb"
QUERIES = ("voila-template=lab", "voila-theme=dark", "theme=dark", "template=gridstack", "show_tracebacks=1")
TROUBLE = "This part could not be opened. You can read on"


class Reader(HTMLParser):
    """What a page says, and every address in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[dict[str, str | None]] = []
        self.addresses: list[str] = []
        self._silent = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("script", "style")
        found = dict(attrs)
        if tag == "a":
            self.links.append(found)
        self.addresses += [
            found[name] for name in ("src", "href", "action", "poster", "data") if found.get(name)
        ]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A workshop on a computer that can't start a process for any page."""
    room = tmp_path_factory.mktemp("broken")
    spec = room / "jupyter" / "kernels" / "python3"
    spec.mkdir(parents=True)
    argv = [sys.executable, "-c", "raise SystemExit(1)", "{connection_file}"]
    (spec / "kernel.json").write_text(
        json.dumps({"argv": argv, "display_name": "None", "language": "python"})
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", str(room / "jupyter"))
        server = Server(room / "data").start()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="module")
def alone(broken: Server) -> dict[str, Answer]:
    """Every section's page, and the first one asked for in strange ways, as far as they come by themselves."""
    visitor = Visitor(broken.url).join(broken)
    names = [*SECTIONS, *(f"01-goal.ipynb?{query}" for query in QUERIES)]
    with ThreadPoolExecutor(len(names)) as at_once:
        pages = at_once.map(lambda name: visitor.get(f"/voila/render/{name}"), names)
        return dict(zip(names, pages, strict=True))


@pytest.fixture
def participant(served: Server) -> Visitor:
    return Visitor(served.url).join(served)


def cells(name: str, kind: str) -> dict[str, str]:
    """Return the cells of a notebook by name, without those that a served page has no need of."""
    found = nbformat.read(NOTEBOOKS / name, 4).cells
    return {
        cell.id: cell.source
        for cell in found
        if cell.cell_type == kind and cell.id not in OWN_OF_THE_NOTEBOOK
    }


SHOWN_BY_WIDGETS = {name: cells(name, "code") for name in SECTIONS}


def first_chunk(visitor: Visitor, path: str) -> str:
    """Return what of a page the server sent before it waited for anything, and leave."""
    with visitor.asking("GET", path) as response:
        assert response.status == 200
        assert response.chunked, "it was sent whole"
        chunk = response.read1()
        while response.chunk_left:
            chunk += response.read1()
        return chunk.decode("utf-8")


# Before anything behind the page has answered


def test_the_whole_text_comes_before_the_process_behind_the_page_is_known(lab_served: Server) -> None:
    text = first_chunk(Visitor(lab_served.url).join(lab_served), REFLECTING)
    assert "workshopPage(" not in text
    assert "<template" not in text
    read = Reader(text)
    assert all(prompt.question in read.text for prompt in TOOLKIT.prompts)
    assert all(fact.value in read.text for fact in TOOLKIT.bar_facts())
    assert EXIT in read.addresses
    assert "Back: " in read.text
    assert "</main>" in text


def test_every_part_of_a_page_comes_with_it(participant: Visitor) -> None:
    page = participant.get(REFLECTING)
    waiting = re.findall(r'id="place-(\d+)"', page.text)
    assert (
        len(waiting) == len(SHOWN_BY_WIDGETS["06-reflecting.ipynb"]) == 11
    )  # nine questions, the room, votes
    assert set(waiting) <= set(re.findall(r'<template data-fill="(\d+)"><script', page.text))
    assert page.text.count("application/vnd.jupyter.widget-state+json") == 1
    assert TROUBLE not in page.text
    assert "Traceback" not in page.text
    assert page.text.rstrip().endswith("</html>")


# When nothing ever will


@pytest.mark.parametrize("name", SECTIONS)
def test_a_page_is_complete_and_says_which_part_is_missing_when_no_process_can_be_started(
    alone: dict[str, Answer], name: str
) -> None:
    page = alone[name]
    assert page.status == 200
    assert page.text.count(TROUBLE) == len(SHOWN_BY_WIDGETS[name])
    assert "Traceback" not in page.text
    assert page.text.rstrip().endswith("</html>")


@pytest.mark.parametrize("name", SECTIONS)
def test_a_page_tells_all_of_its_notebooks_prose(alone: dict[str, Answer], name: str) -> None:
    def letters(text: str) -> str:
        return re.sub(r"[\W_]+", "", text)

    shown = letters(Reader(alone[name].text).text)
    for prose in cells(name, "markdown").values():
        for line in filter(letters, re.sub(r"\]\([^)]*\)|<[^>]*>", " ", prose).splitlines()):
            assert letters(re.sub(r"^\s*\d+\.", "", line)) in shown


@pytest.mark.parametrize("name", SECTIONS)
def test_a_page_has_all_seven_steps_and_says_which_one_it_is(alone: dict[str, Answer], name: str) -> None:
    section, read = SECTIONS[name], Reader(alone[name].text)
    targets = [link.get("href") for link in read.links]
    assert all(other in targets for other in SECTIONS)
    assert [link["href"] for link in read.links if link.get("aria-current") == "page"] == [name]
    assert f"Step {section.number} of 7: {section.title}" in read.text
    before, after = (
        next((s for s in TOOLKIT.sections if s.number == section.number + n), None) for n in (-1, 1)
    )
    assert ("Back: " in read.text, "Next: " in read.text) == (before is not None, after is not None)
    assert before is None or f"Back: {before.title}" in read.text
    assert after is None or f"Next: {after.title}" in read.text


@pytest.mark.parametrize("name", SECTIONS)
def test_a_page_has_every_help_line_to_press_and_two_ways_to_leave(
    alone: dict[str, Answer], name: str
) -> None:
    read = Reader(alone[name].text)
    targets = [link.get("href") for link in read.links]
    bar = TOOLKIT.bar_facts()
    assert bar
    for fact in bar:
        assert "tel:" + re.sub(r"\D", "", fact.value) in targets
        assert f"{fact.label}: {fact.value}" in read.text
        assert fact.status == "confirmed" or f"({fact.status_words})" in read.text
    assert [link["href"] for link in read.links if "data-exit" in link] == [EXIT, EXIT]
    assert "#content" in targets
    assert 'id="content"' in alone[name].text


@pytest.mark.parametrize("name", SECTIONS)
def test_a_page_loads_and_leads_nowhere_outside_but_to_the_exit(alone: dict[str, Answer], name: str) -> None:
    addresses = Reader(alone[name].text).addresses
    assert addresses
    assert {address for address in addresses if re.match(r"\s*(\w+:)?//", address)} == {EXIT}


def test_the_pages_of_the_door_lead_nowhere_outside_but_to_the_exit(served: Server) -> None:
    for path in ("/join", "/nothing/here"):
        addresses = Reader(Visitor(served.url).get(path).text).addresses
        assert {address for address in addresses if re.match(r"\s*(\w+:)?//", address)} == {EXIT}


def test_no_file_of_ours_names_an_outside_address_to_load() -> None:
    files = [path for path in STATIC.iterdir() if path.suffix in (".css", ".js")]
    assert files
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"url\(\s*['\"]?(\w+:)?//|@import|(fetch|import)\(\s*['\"](\w+:)?//", text), (
            path.name
        )


def test_every_file_that_a_page_asks_for_is_there_and_kept_by_the_browser(
    participant: Visitor, alone: dict[str, Answer]
) -> None:
    files = {address for address in Reader(alone["01-goal.ipynb"].text).addresses if "/static/" in address}
    assert len(files) >= 4
    for address in files:
        answer = participant.get(address)
        assert answer.status == 200, address
        assert "max-age=" in answer.headers["Cache-Control"]


# What an address can't change


@pytest.mark.parametrize("query", QUERIES)
def test_no_query_changes_the_look_or_the_words_of_a_page(alone: dict[str, Answer], query: str) -> None:
    def fixed(page: Answer) -> str:
        return re.sub(r'workshopPage\("[^"]*"\)', "", page.text)

    assert fixed(alone[f"01-goal.ipynb?{query}"]) == fixed(alone["01-goal.ipynb"])


@pytest.mark.parametrize(
    "path",
    ["/voila/render/08-more.ipynb", "/voila/render/..%2f..%2fREADME.md", "/voila/render/01-goal.ipynb/x"],
)
def test_a_page_that_is_not_there_is_told_in_a_sentence_with_the_way_back(
    participant: Visitor, path: str
) -> None:
    answer = participant.get(path)
    assert answer.status == 404
    assert "There is no such page" in answer.text
    assert EXIT in Reader(answer.text).addresses
    assert "Traceback" not in answer.text


# What every page tells the browser


@pytest.mark.parametrize("path", ["/join", "/nothing/here", FIRST_PAGE])
def test_pages_are_kept_by_no_browser_and_load_from_here_alone(participant: Visitor, path: str) -> None:
    participant.cookies = participant.cookies if path == FIRST_PAGE else {}
    with participant.asking("GET", path) as response:
        headers = response.headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"
    outside = {f"ws://{participant.host}", f"wss://{participant.host}"}
    named = {source for sources in policy.values() for source in sources.split() if "//" in source}
    assert named <= outside


def test_a_strange_host_name_can_not_widen_what_a_page_may_load(participant: Visitor) -> None:
    answer = participant.get("/join", Host="elsewhere.example; script-src *")
    assert "elsewhere" not in answer.headers.get("Content-Security-Policy", "")


def test_pages_are_sent_small_to_browsers_that_can_unpack_them(served: Server) -> None:
    with Visitor(served.url).asking("GET", "/join", headers={"Accept-Encoding": "gzip"}) as response:
        assert response.headers["Content-Encoding"] == "gzip"
        raw = response.read()
    assert b"Join the workshop" in gzip.decompress(raw)
    assert len(raw) < len(gzip.decompress(raw)) / 2
