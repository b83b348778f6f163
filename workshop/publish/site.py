"""The published pages: the notebooks in ``notebooks/published``, run on a publication and set in a frame."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nbformat
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup
from nbformat import NotebookNode

from workshop.look import PUBLISHED_CSS, TOKENS_CSS
from workshop.paths import NOTEBOOKS
from workshop.publish.counts import FEWEST
from workshop.publish.publication import Publication
from workshop.toolkit import load_toolkit

HERE = Path(__file__).parent
FOLDER = NOTEBOOKS / "published"
#: The pages in their order; the first one is where strangers come in.
PAGES = ("index", "community-map", "what-we-heard", "action-plan")
#: A page is small enough for the slowest phone.
MOST_BYTES = 150_000
#: The cell that opens the page and shows nothing.
_OPENS = "open-page"

#: What a cell shows, by the name of the page and the number of the cell.
Outputs = Mapping[tuple[str, int], str]


@dataclass(frozen=True, slots=True)
class Link:
    """A line that leads to a page or a file."""

    name: str
    title: str
    address: str
    kind: str = ""


def notebook(name: str) -> NotebookNode:
    """Return the notebook of a page."""
    return nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)


def page(
    name: str,
    publication: Publication,
    outputs: Outputs,
    *,
    ending: str = ".html",
    files: Sequence[Link] = (),
) -> str:
    """Return a page as HTML: the notebook's prose, and what its cells show.

    Parameters
    ----------
    ending
        How the address of a page ends where it will stand.
    files
        What people can take with them.
    """
    read = notebook(name)
    about = publication.one("about")
    parts = [_part(name, index, cell, outputs) for index, cell in enumerate(read.cells) if cell.id != _OPENS]
    return _template().render(
        name=name,
        title=read.metadata["title"],
        place=about.get("title", ""),
        ask=about.get("ask", "").rstrip("."),
        day=f"{publication.day.day} {publication.day:%B %Y}",
        pages=[Link(other, notebook(other).metadata["title"], other + ending) for other in PAGES],
        parts=[_readdressed(part, ending) for part in parts],
        files=files,
    )


def _part(name: str, index: int, cell: NotebookNode, outputs: Outputs) -> Markup:
    if cell.cell_type == "markdown":
        # Imported late: this takes a moment, and a command that only says its help does without.
        from nbconvert.filters.markdown_mistune import markdown2html_mistune

        # Our own prose, from our own notebooks.
        return Markup(re.sub(r'<a class="anchor-link".*?</a>', "", markdown2html_mistune(cell.source)))  # noqa: S704
    return Markup(outputs[name, index])  # noqa: S704 (made by our own notebook's code, which escapes what people wrote)


def _readdressed(part: Markup, ending: str) -> Markup:
    """Return a part whose links to other notebooks lead to their pages."""
    return Markup(re.sub(r'href="([a-z-]+)\.ipynb"', rf'href="\1{ending}"', part))  # noqa: S704


@cache
def _template():
    toolkit = load_toolkit()
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["dialled"] = lambda number: re.sub(r"\D", "", number)
    css = TOKENS_CSS + PUBLISHED_CSS + (HERE / "templates" / "site.css").read_text(encoding="utf-8")
    environment.globals |= {
        "css": Markup(css),  # noqa: S704 (our own file)
        "bar": toolkit.bar_facts(),
        "exit_url": toolkit.fact("weather").value,
        "fewest": FEWEST,
    }
    return environment.get_template("page.html.j2")
