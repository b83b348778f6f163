"""Running the published notebooks on a publication, in a process that knows that publication and nothing else."""

import asyncio
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from workshop.publish.publication import Publication
from workshop.publish.site import PAGES, Outputs, notebook
from workshop.refusal import Refused
from workshop.settings import passed_on

if TYPE_CHECKING:
    from nbclient import NotebookClient

SECONDS = 60
VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
TROUBLE = "The pages could not be made. Nothing was published."


def run_notebooks(publication: Publication) -> Outputs:
    """Return what the cells of every published page show.

    Raises
    ------
    Refused
        When a cell fails: a page is published whole, or not at all.
    """
    # Imported late, here and below: it takes a moment, and is needed only when something is published.
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    cells, places = [], []
    for name in PAGES:
        for index, cell in enumerate(notebook(name).cells):
            if cell.cell_type == "code":
                cells.append(new_code_cell(cell.source))
                places.append((name, index))
    whole = new_notebook(cells=cells)
    with tempfile.TemporaryDirectory(prefix="get-organized-") as folder:
        file = Path(folder) / "publication.json"
        file.touch(mode=0o600)
        file.write_text(publication.as_json(), encoding="utf-8")
        manager = AsyncKernelManager(kernel_name="python3", **_transport(folder))
        client = NotebookClient(whole, km=manager, timeout=SECONDS, resources={"metadata": {"path": folder}})
        environment = passed_on() | {"WORKSHOP_PUBLICATION": str(file), "IPYTHONDIR": folder}
        try:
            # A thread of its own has a loop of its own, whether or not one runs here already.
            with ThreadPoolExecutor(max_workers=1) as runner:
                runner.submit(lambda: asyncio.run(_execute(client, environment))).result()
        except (CellExecutionError, CellTimeoutError, DeadKernelError, RuntimeError) as error:
            raise Refused(TROUBLE) from error
    models = whole.metadata["widgets"][STATE]["state"]
    return {place: html_of(cell.outputs, models) for place, cell in zip(places, whole.cells, strict=True)}


async def _execute(client: "NotebookClient", environment: dict[str, str]) -> None:
    """Run all cells in a process of their own, and end it."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    client.owns_km = True  # it ends with the notebook
    async with client.async_setup_kernel(env=environment, **quiet):
        for index, cell in enumerate(client.nb.cells):
            await client.async_execute_cell(cell, index, store_history=False)
        client.set_widgets_metadata()


def html_of(outputs: Iterable[NotebookNode], models: Mapping[str, Any]) -> str:
    """Return the HTML that a cell shows; one that shows none shows nothing."""
    shown = [output.data[VIEW]["model_id"] for output in outputs if VIEW in output.get("data", {})]
    return "".join(models[model]["state"]["value"] for model in shown)


def _transport(folder: str) -> dict[str, str]:
    """Return how to speak with the process: through files of our own where there is such a thing, and no port."""
    if sys.platform == "win32":
        return {}
    return {"transport": "ipc", "ip": str(Path(folder) / "kernel")}
