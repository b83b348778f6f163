"""Every piece of HTML that Python makes for a widget: escaped once, and never leading to a script."""

from html.parser import HTMLParser

import pytest

from tests.wires import HOSTILE
from widgets.markup import Markup, Static, join, phone_address, phone_link, table, tag
from widgets.wired import css


def test_text_is_escaped_in_every_place():
    made = tag("p", HOSTILE, join([HOSTILE], HOSTILE), title=HOSTILE, class_=HOSTILE)
    whole = made + table(HOSTILE, [HOSTILE], [[HOSTILE, HOSTILE]], HOSTILE) + phone_link(HOSTILE, HOSTILE)
    tags = Tags(whole)
    assert not {"img", "script"} & tags.names
    assert "onerror" not in tags.attributes


def test_markup_is_not_escaped_twice():
    assert tag("p", tag("b", "a & b"), None, "c") == "<p><b>a &amp; b</b>c</p>"
    assert isinstance(tag("p"), Markup)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", " javascript:alert(1)", "data:text/html,x", "//x.y"]
)
def test_a_page_does_not_lead_to_a_script(address):
    with pytest.raises(ValueError, match="lead"):
        tag("a", "x", href=address)


def test_phone_numbers_can_be_called():
    assert phone_address("9-1-1") == "tel:911"
    assert phone_address("1-800-563-0808") == "tel:+18005630808"


def test_a_table_has_a_caption_and_scopes():
    made = table("Seats", ("Question", "Seats"), [("1", 3)])
    assert "<caption>Seats</caption>" in made
    assert made.count('scope="col"') == 2
    assert made.count('scope="row"') == 1


def test_static_widgets_carry_their_style():
    assert Static(tag("p", "x"), named="goal").value.startswith("<style>")
    assert "--structure" in css()


class Tags(HTMLParser):
    """The elements and attributes of some HTML."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(text)

    def handle_starttag(self, name: str, attributes: list) -> None:
        self.names.add(name)
        self.attributes.update(key for key, _ in attributes)
