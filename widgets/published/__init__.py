"""What strangers may read, as parts of a page: plain HTML and SVG that need no script, no kernel and no style sheet.

Each part is made of a publication alone. The same parts stand in the notebooks in JupyterLab, on the read-only
server, and in the folder that ``workshop publish`` writes.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import ipywidgets as ipw

from widgets.markup import Markup, tag
from widgets.published import community, heard, plan
from workshop.look import PUBLISHED_CSS, TOKENS_CSS
from workshop.publish.publication import Publication, read
from workshop.settings import settings
from workshop.toolkit import load_toolkit

NOTHING = "Nothing has been published yet."


def open_published(page: str) -> "Published":
    """Open a page that strangers may read: the first line of its notebook."""
    return Published(page)


class Shown(ipw.HTML):
    """A part of a page; in JupyterLab it brings its style, and a published page has that already."""

    def __init__(self, name: str, html: Markup) -> None:
        self._name = name
        super().__init__(value=html if settings().publication else in_jupyterlab(html))

    def __repr__(self) -> str:
        return f"{self._name}()"


class Published:
    """What a published notebook shows; each method is one of its cells."""

    def __init__(self, page: str) -> None:
        self.page, self.toolkit = page, load_toolkit()
        self.publication = _publication()

    def __repr__(self) -> str:
        return f"Published({self.page!r})"

    def about(self) -> Shown:
        """Return who publishes this, and since when it says what it says."""
        return self._show("About", community.about)

    def table(self) -> Shown:
        """Return the table with its chairs, filled and empty."""
        return self._show("Table", lambda publication: community.table(publication, self.toolkit))

    def coverage(self) -> Shown:
        """Return a tile for each community group, with an empty chair where nobody is."""
        return self._show("Coverage", lambda publication: community.coverage(publication, self.toolkit))

    def listed(self) -> Shown:
        """Return the organisations, committees and local help that agreed to be listed."""
        return self._show("Listed", lambda publication: community.listed(publication, self.toolkit))

    def themes(self) -> Shown:
        """Return what answers have in common, by question."""
        return self._show("Themes", lambda publication: heard.themes(publication, self.toolkit))

    def votes(self) -> Shown:
        """Return how the dots fell, where there are enough of them to say so."""
        return self._show("Votes", heard.votes)

    def words(self) -> Shown:
        """Return answers that were chosen one by one, by question."""
        return self._show("Words", lambda publication: heard.words(publication, self.toolkit))

    def lists(self) -> Shown:
        """Return what the group wants to learn, and how it agreed to talk."""
        return self._show("Lists", heard.lists)

    def plan(self) -> Shown:
        """Return the action plan."""
        return self._show("Plan", plan.plan)

    def _show(self, name: str, make: Callable[[Publication], Markup]) -> Shown:
        return Shown(name, make(self.publication) if self.publication else tag("p", NOTHING))


def _publication() -> Publication | None:
    """Return what this page is to show: the file that it was given, or what was agreed last in the store."""
    here = settings()
    if here.publication:
        return read(Path(here.publication).read_text(encoding="utf-8"))
    # Imported late: a page that was given a file never opens a store.
    from workshop.publish.review import latest_publication
    from workshop.store import open_store

    with open_store(here.database_url) as store:
        return latest_publication(store)


def in_jupyterlab(html: Markup) -> str:
    """Return a part with its style, which holds for this part alone."""
    return f'<style>{_style()}</style><div class="go-published">{html}</div>'


@cache
def _style() -> str:
    own = f"background: var(--paper); color: var(--ink); padding: 1rem; {PUBLISHED_CSS}"
    return f"{TOKENS_CSS}.go-published {{ {own} }}"
