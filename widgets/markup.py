"""Every piece of HTML that Python makes for a widget, built in one place so that it is escaped in one place."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

import ipywidgets as ipw

from widgets.wired import css

#: Attributes that hold an address, and the schemes that may stand in it.
_ADDRESSES = ("href", "src")
_SCHEMES = ("https:", "http:", "tel:")


class Markup(str):
    """HTML that is already escaped; any other string that becomes part of it is text."""

    __slots__ = ()


def tag(name: str, *children: str | None, **attributes: str | int | bool | None) -> Markup:
    """Return an element around its children; plain strings are escaped, ``None`` is left out.

    An underscore in an attribute's name stands for a hyphen, and one at its end is dropped (``class_``).
    """
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    return Markup(f"<{name}{written}>{join(children)}</{name}>")


def join(children: Iterable[str | None], between: str = "") -> Markup:
    """Return the children one after the other."""
    parts = (child if isinstance(child, Markup) else escape(child) for child in children if child is not None)
    return Markup(escape(between).join(parts))


def _attribute(key: str, value: str | int | bool | None) -> str:
    name = key.rstrip("_").replace("_", "-")
    if value is None or value is False:
        return ""
    if name in _ADDRESSES and not str(value).lower().startswith(_SCHEMES):
        raise ValueError(f"a page does not lead to {value!r}")
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'


def phone_address(number: str) -> str:
    """Return the address that makes a phone call a number."""
    digits = "".join(letter for letter in number if letter.isdigit())
    return f"tel:{'+' if len(digits) == 11 else ''}{digits}"


def phone_link(label: str, number: str) -> Markup:
    """Return a link that calls a help line."""
    return tag("a", f"{label}: {number}", href=phone_address(number))


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[object]], foot: str = "") -> Markup:
    """Return a table with a caption; the first cell of each row is its head."""
    body = [
        tag(
            "tr",
            tag("th", str(row[0]), scope="row"),
            *(
                tag("td", str(cell), class_="go-amount" if isinstance(cell, int | float) else None)
                for cell in row[1:]
            ),
        )
        for row in rows
    ]
    return tag(
        "table",
        tag("caption", caption),
        tag("thead", tag("tr", *(tag("th", head, scope="col") for head in heads))),
        tag("tbody", *body),
        tag("tfoot", tag("tr", tag("td", foot, colspan=len(heads)))) if foot else None,
        class_="go-table",
    )


class Static(ipw.HTML):
    """A widget that only shows something; give it markup, never plain HTML from elsewhere."""

    def __init__(self, *content: Markup | None, named: str = "", **traits: Any) -> None:
        self._named = repr(named) if named else ""
        super().__init__(value=whole(*content), **traits)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._named})"


def whole(*content: Markup | None) -> str:
    """Return a static widget's HTML: its style and its content."""
    return str(tag("style", Markup(css()))) + str(tag("div", *content, class_="go-widget"))


def details(summary: str, rows: Mapping[str, str]) -> Markup:
    """Return a part that opens: what each key says."""
    return tag(
        "details",
        tag("summary", summary),
        tag("dl", *(join((tag("dt", key), tag("dd", value))) for key, value in rows.items())),
    )
