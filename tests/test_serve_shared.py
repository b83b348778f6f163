"""A section's page is made once for everybody: small, complete, and with no process behind it."""

import gzip
import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page

from tests.pages import SECTIONS, join, open_section
from tests.server import Server
from tests.test_serve_access import Answer, Visitor
from widgets.wired import STATIC
from workshop.serve.assets import COMMENT, make_asset, static_asset, without_comments
from workshop.serve.shared import can_be_shared

#: The most that may travel to a phone, in bytes, before it has seen all of the first page, and for each page after.
FIRST_VISIT, LATER_PAGE = 400_000, 60_000


@pytest.fixture(scope="module")
def participant(served: Server) -> Visitor:
    return Visitor(served.url).join(served)


def addresses(page: Answer, path: str) -> list[str]:
    """Return the scripts and styles that a page names."""
    found = re.findall(r'(?:src|href)="([^"]+\.(?:js|css)|[^"]+/workshop/assets/\w+)"', page.text)
    found += re.findall(r'"_esm": "([^"]+)"', page.text)
    return [urljoin(path, name) for name in found]


@pytest.mark.parametrize("name", SECTIONS)
def test_everybody_gets_the_same_page_and_nobody_a_process(
    served: Server, participant: Visitor, name: str
) -> None:
    path = f"/voila/render/{name}"
    before = set(served.kernel_pids())
    one, other = participant.get(path), Visitor(served.url, "127.0.0.2").join(served).get(path)
    assert one.text == other.text
    assert "workshopPage(" not in one.text
    assert set(served.kernel_pids()) <= before
    assert one.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", SECTIONS)
def test_what_a_page_loads_is_there_compressed_and_may_be_kept_for_ever(
    participant: Visitor, name: str
) -> None:
    path = f"/voila/render/{name}"
    page = participant.get(path)
    found = addresses(page, path)
    assert found
    for address in found:
        whole = participant.get(address)
        small = participant.ask("GET", address, Accept_Encoding="gzip")
        assert whole.status == small.status == 200
        assert small.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(small.body) == whole.body
        assert "immutable" in small.headers["Cache-Control"]
        assert "Content-Encoding" not in whole.headers


@pytest.mark.parametrize(
    "path",
    ["/workshop/assets/0123456789ab", "/static/0123456789ab/none.js", "/static/0123456789ab/../app.py"],
)
def test_what_is_not_there_is_not_there(participant: Visitor, path: str) -> None:
    assert participant.get(path).status == 404


def test_no_file_outside_the_folder_of_static_files_is_ever_sent() -> None:
    for name in ("../app.py", "/etc/hostname", "front/../../app.py"):
        with pytest.raises(FileNotFoundError):
            static_asset(name)


def test_an_address_changes_with_the_content_and_with_nothing_else() -> None:
    one, same, other = (make_asset(text, "text/css") for text in (b"a {}", b"a {}", b"b {}"))
    assert one == same
    assert one.mark != other.mark


def test_phones_are_spared_the_comments_of_a_script_and_nothing_else() -> None:
    script = 'const a = "// no";  // why\n  // For the next engineer.\nconst b = "http://b";\n'
    assert without_comments(script) == 'const a = "// no";  // why\nconst b = "http://b";\n'


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.js")), ids=lambda path: path.name)
def test_no_text_of_a_widget_could_be_taken_for_a_comment(path: Path) -> None:
    before = ""
    for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
        if COMMENT.fullmatch(line):
            assert before.count("`") % 2 == 0, f"in a text of several lines: {line}"
        else:
            before += line


@pytest.mark.parametrize(
    ("model", "shared"),
    [
        ({"model_name": "LayoutModel", "state": {}}, True),
        ({"model_name": "AnyModel", "state": {"does_without_kernel": True}}, True),
        ({"model_name": "AnyModel", "state": {"does_without_kernel": False}}, False),
        ({"model_name": "IntSliderModel", "state": {}}, False),
    ],
)
def test_a_widget_that_asks_its_kernel_gives_each_visitor_a_process(model: dict, shared: bool) -> None:
    text = {"model_name": "HTMLModel", "state": {}}
    assert can_be_shared({"a": text, "b": model}) is shared


@pytest.mark.browser
def test_a_phone_on_a_slow_link_is_sent_little(phone: Page, served: Server) -> None:
    network = phone.context.new_cdp_session(phone)
    network.send("Network.enable")
    sent: list[int] = []
    network.on("Network.loadingFinished", lambda event: sent.append(event["encodedDataLength"]))
    join(phone, served)
    open_section(phone, served, SECTIONS[0])
    assert 50_000 < sum(sent) <= FIRST_VISIT
    for name in SECTIONS[1:]:
        sent.clear()
        open_section(phone, served, name)
        assert 1_000 < sum(sent) <= LATER_PAGE
