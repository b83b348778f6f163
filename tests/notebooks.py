"""The one form in which notebooks are kept, so that a change of a notebook is a change of what people see.

Cells count 1 to n; outputs are ``text/plain`` and nothing else; the metadata name the kernel, the language,
the title and the layout; cell ids can be read. ``python -m tests.notebooks`` rewrites every notebook in this form;
``python -m tests.notebooks --run`` runs it first.
"""

import re
import sys
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from workshop.paths import NOTEBOOKS, ROOT

KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
READABLE_ID = re.compile(r"(?=.*[a-z]{3})(?![0-9a-f]{8}(-|$))[a-z0-9]+(-[a-z0-9]+)*")


def notebooks() -> list[Path]:
    """Return every notebook of the project, in order."""
    return sorted(path for path in NOTEBOOKS.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)


def read(path: Path) -> NotebookNode:
    """Return a notebook as it is kept."""
    return nbformat.read(path, as_version=4)


def canonical(notebook: NotebookNode) -> str:
    """Return the text of a notebook in the form in which it is kept.

    Raises
    ------
    ValueError
        When a cell ended in an error: that is not to be kept.
    """
    metadata = {"kernelspec": KERNELSPEC, "language_info": {"name": "python"}}
    metadata |= {key: notebook.metadata[key] for key in ("title", "layout") if key in notebook.metadata}
    cells: list[dict] = []
    count = 0
    for cell in notebook.cells:
        source = "\n".join(line.rstrip() for line in cell.source.strip("\n").splitlines())
        kept = {"cell_type": cell.cell_type, "metadata": {}, "source": source}
        if cell.cell_type == "code":
            count += 1
            kept |= {"execution_count": count, "outputs": _outputs(cell, count)}
        cells.append(kept | {"id": _cell_id(cell, source, {other["id"] for other in cells})})
    made = nbformat.from_dict({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})
    return nbformat.writes(made, version=nbformat.NO_CONVERT).rstrip("\n") + "\n"


def run(path: Path) -> NotebookNode:
    """Return a notebook after its cells were run, in its own folder."""
    from nbclient import NotebookClient

    notebook = read(path)
    NotebookClient(
        notebook, timeout=60, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}
    ).execute()
    return notebook


def _outputs(cell: NotebookNode, count: int) -> list[dict]:
    kept = []
    for output in cell.outputs:
        if output.output_type == "error":
            raise ValueError(f"the cell {cell.source!r} ended in an error: {output.evalue}")
        if "text/plain" in output.get("data", {}):
            kept.append(
                {
                    "output_type": "execute_result",
                    "execution_count": count,
                    "metadata": {},
                    "data": {"text/plain": output.data["text/plain"]},
                }
            )
    return kept


def _cell_id(cell: NotebookNode, source: str, taken: set[str]) -> str:
    """Return the cell's own id where a person can read it, and otherwise one made of its first words."""
    own = cell.get("id", "")
    if READABLE_ID.fullmatch(own) and own not in taken:
        return own
    words = re.findall(r"[a-z0-9]+", re.sub(r"<[^>]*>|\bpage\b", " ", source.lower()))
    made = "-".join(words[:4])[:40].strip("-")
    if not READABLE_ID.fullmatch(made):
        made = f"{cell.cell_type}-{made}".strip("-")
    number, unique = 1, made
    while unique in taken:
        number += 1
        unique = f"{made}-{number}"
    return unique


def main(arguments: list[str]) -> int:
    """Rewrite every notebook, run first if asked to; 2 for arguments that mean nothing here."""
    if arguments not in ([], ["--run"]):
        print("usage: python -m tests.notebooks [--run]", file=sys.stderr)
        return 2
    for path in notebooks():
        text = canonical(run(path) if arguments else read(path))
        if text != path.read_text("utf-8"):
            path.write_text(text, "utf-8")
            print(f"rewrote {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
