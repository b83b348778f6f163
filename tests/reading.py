"""How hard our words are to read: the Flesch-Kincaid grade of a text, as textstat 0.7.4 counts it.

As WCAG 3.1.5 says, proper names and titles are left out first. Each list item and each heading counts as a
sentence. What stands in someone else's words (a quotation, the toolkit's nine questions) is left out too.
``python -m tests.reading`` prints the grade of every section.
"""

import re
from pathlib import Path

import nbformat
import textstat

from workshop.paths import NOTEBOOKS
from workshop.toolkit import load_toolkit

#: Names that are not the title of a listing or the label of a fact.
NAMES = [
    "Get Organized",
    "Stop the Traffik",
    "Sarah Hunt",
    "Group Formation Guide",
    "Office to Combat Trafficking in Persons",
    "Community Action Teams",
    "Community Action Team",
    "Community Action Network",
    "Community Action Stories",
    "Community Coordination for Women's Safety",
    "Violence Against Women in Relationships",
    "Victim Services and Crime Prevention",
    "Public Safety and Emergency Preparedness Canada",
    "Justice Institute of B.C.",
    "Canadian Council for Refugees",
    "Modern Slavery Hubs",
    "Take Action",
    "Quick-Start Guide",
    "Chief and Council",
    "Band Council",
    "First Nations",
    "First Nation",
    "Métis",
    "Inuit",
    "Indigenous",
    "Aboriginal",
    "Abbotsford",
    "Capital Region",
    "Canada",
    "B.C.",
    "VictimLinkBC",
    "RCMP",
    "OCTIP",
    "VAWIR",
    "CATs",
    "CRAT",
    "ACAT",
    "ICATs",
    "CCWS",
    "JIBC",
]


def plain(markdown: str) -> str:
    """Return the sentences of our own in a cell, without marks, names, titles and quotations."""
    text = re.sub(r"^>.*$", "", markdown, flags=re.MULTILINE)
    text = re.sub(r"<summary>(.*?)</summary>", r"\n\1\n", text)
    text = re.sub(r"<[^>]+>", "", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"[*_`]", "", text)
    text = re.sub(r"B\.C\.(?=\s+[A-Z]|\s*$)", ".", text, flags=re.MULTILINE)
    for name in _names():
        text = re.sub(rf"(?<!\w){re.escape(name)}(?:'s)?(?!\w)", "", text)
    text = re.sub(r"\(\s*\)|\d(?:-\d)+", "", text)
    sentences = []
    for line in text.splitlines():
        line = re.sub(r"^\s*(?:#+|-)\s*", "", line).strip()
        if re.search(r"\w", line):
            sentences.append(line if line[-1] in ".!?" else line.rstrip(":,;") + ".")
    return "\n".join(sentences)


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade of a text that ``plain`` has made."""
    return textstat.flesch_kincaid_grade(text)


def words(text: str) -> int:
    """Return how many words a text has."""
    return len(re.findall(r"[\w\u2019'-]+", text))


def cells(notebook: Path, *kinds: str) -> list[tuple[str, str]]:
    """Return the id and the plain text of each prose cell whose id begins with one of ``kinds`` (or of all)."""
    read = nbformat.read(notebook, as_version=4)
    return [
        (cell.id, plain(cell.source))
        for cell in read.cells
        if cell.cell_type == "markdown" and (not kinds or cell.id.startswith(kinds))
    ]


def section_notebooks() -> list[Path]:
    """Return the notebooks of the seven sections, in order."""
    return [NOTEBOOKS / section.notebook for section in load_toolkit().sections]


def _names() -> list[str]:
    toolkit = load_toolkit()
    titles = [listing.title for listing in toolkit.directory]
    labels = [fact.label for fact in toolkit.facts if fact.kind == "phone"]
    return sorted({*NAMES, *titles, *labels}, key=len, reverse=True)


def _print_grades() -> None:
    for notebook in section_notebooks():
        prose = cells(notebook)
        whole = "\n".join(text for _, text in prose)
        print(f"{notebook.name:24} {grade(whole):5.1f}  {words(whole):5} words")
        for name, text in prose:
            print(f"    {name:26} {grade(text):5.1f}  {words(text):5} words")


if __name__ == "__main__":
    _print_grades()
