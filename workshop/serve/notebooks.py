"""Notebooks as pages: prose made ready once for everybody, and cells run once for each visitor."""

import logging
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.manager import AsyncKernelManager
from markupsafe import Markup
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbconvert.filters.markdown_mistune import markdown2html_mistune
from nbformat import NotebookNode
from voila.execute import VoilaExecutor

from workshop.serve.front_ends import STATE, FrontEnd
from workshop.serve.templating import render
from workshop.toolkit import Prompt, load_toolkit

log = logging.getLogger("workshop")

CELL_SECONDS = 30
#: What closes every page.
END = "</body>\n</html>\n"
#: How a notebook may ask to be laid out: over the whole screen, or to be read from far away.
LAYOUTS = ("wide", "wall")
OWN_OF_THE_NOTEBOOK = {"open-page", "open-console", "header", "next", "previous"}

_ROOM = "page.room()"
#: Calls that show nothing until there is something: a page keeps no room for them.
_QUIET = re.compile(r"^page\.(?:room|last_time|votes|agreement|learning_list)\(", re.MULTILINE)
#: The one call in a notebook that a page can show before its widget is there: the question itself.
_REFLECTION = re.compile(r"""^page\.reflection\(["']([\w-]+)["']\)""", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as the page shows it: prose that is ready, or a place where a widget will stand.

    No room is kept for a ``quiet`` one, and the ``first`` one stands above the text.
    """

    index: int
    html: str = ""
    prompt: Prompt | None = None
    quiet: bool = False
    first: bool = False


class Page:
    """One notebook: the part of its page that is the same for every visitor, and the cells to run for each."""

    def __init__(self, path: Path, base_url: str, front_end: FrontEnd) -> None:
        self.path, self.front_end = path, front_end
        self.notebook = nbformat.read(path, as_version=4)
        toolkit = load_toolkit()
        sections = {section.notebook: section for section in toolkit.sections}
        section = sections.get(path.name)
        number = section.number if section else 0
        cells = [_cell(index, cell) for index, cell in enumerate(self.notebook.cells) if _seen(cell)]
        self.places = tuple(cell.index for cell in cells if not cell.html)
        # What the room does now comes before everything that can be read.
        cells.sort(key=lambda cell: not cell.first)
        layout = self.notebook.metadata.get("layout", "")
        self.start = render(
            "wall.html.j2" if layout == "wall" else "page.html.j2",
            base_url,
            layout=layout if layout in LAYOUTS else "",
            title=section.title if section else self.notebook.metadata.get("title", path.stem),
            preload=front_end.preload if self.places else (),
            modules=front_end.modules,
            cells=cells,
            sections=toolkit.sections if section else (),
            section=section,
            before=next((other for other in toolkit.sections if other.number == number - 1), None),
            after=next((other for other in toolkit.sections if other.number == number + 1), None),
        )

    async def run(
        self, kernel: AsyncKernelManager, models: dict[str, Any] | None = None
    ) -> AsyncIterator[tuple[int, list[NotebookNode] | None]]:
        """Run the notebook's cells in a kernel; give each cell's number with its outputs, or None if it failed.

        A cell that fails is the only one that does: what comes after it is run all the same. The models of the
        widgets that the cells made are added to ``models``, by id.
        """
        notebook = nbformat.from_dict(self.notebook)
        executor = VoilaExecutor(notebook, km=kernel, timeout=CELL_SECONDS, record_timing=False)
        executor.kc = await executor.async_start_new_kernel_client()
        alive = True
        try:
            for index, cell in enumerate(notebook.cells):
                if cell.cell_type != "code":
                    continue
                cell.outputs = []
                try:
                    if not alive:
                        raise DeadKernelError("an earlier cell ended the kernel")
                    await executor.async_execute_cell(cell, index, store_history=False)
                except (CellExecutionError, CellTimeoutError, DeadKernelError, RuntimeError) as error:
                    alive = alive and not isinstance(error, DeadKernelError)
                    log.error("Cell %d of %s failed: %s", index, self.path.name, type(error).__name__)
                    log.debug("%s", error)
                    yield index, None
                else:
                    yield index, [output for output in cell.outputs if "data" in output]
            if models is not None:
                executor.set_widgets_metadata()
                models |= notebook.metadata.get("widgets", {}).get(STATE, {}).get("state", {})
        finally:
            executor.kc.stop_channels()


def _seen(cell: NotebookNode) -> bool:
    # The first code cell of every notebook opens the page and shows nothing; a served page has a header, and
    # links to the steps before and after it, of its own.
    return cell.get("id") not in OWN_OF_THE_NOTEBOOK


def _cell(index: int, cell: NotebookNode) -> Cell:
    if cell.cell_type == "markdown":
        # Our own prose, from our own notebooks.
        return Cell(index, html=Markup(markdown2html_mistune(cell.source)))  # noqa: S704
    found = _REFLECTION.search(cell.source)
    prompt = load_toolkit().prompt(found[1]) if found else None
    return Cell(index, prompt=prompt, quiet=bool(_QUIET.search(cell.source)), first=cell.source == _ROOM)


def fill(index: int, markup: str) -> str:
    """Return what puts a cell's outputs, or words for a failure, into their place on the page."""
    return f'<template data-fill="{index}">{markup}</template><script>workshopFill({index})</script>\n'
