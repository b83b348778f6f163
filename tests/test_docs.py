"""What the workshop can be told is written down, and what is written down is there."""

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from workshop.cli import main
from workshop.paths import ROOT
from workshop.toolkit import load_toolkit

DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
BINARY = {".png", ".jpg", ".jpeg", ".webp", ".gif", ".ico", ".pdf", ".docx", ".ttf"}

#: Folders of one person's computer, written so that this file doesn't name any.
A_MACHINE = re.compile(r"(?<![\w.}])/(?:work|root|home/\w+|Users/\w+|private/tmp)/")
#: Something that a page would fetch from another host.
OUTSIDE = re.compile(
    r"""\b(?:src|srcset|poster|data)\s*=\s*\\?["']?(?:https?:)?//\w"""
    r"""|<link\b[^>]*\bhref\s*=\s*\\?["']?(?:https?:)?//\w"""
    r"""|\burl\(\s*\\?["']?(?:https?:)?//\w|@import\s+["'](?:https?:)?//\w"""
    r"""|\b(?:from|import|import\(|fetch\()\s*["'`]https?://|!\[[^\]]*\]\(https?://""",
    re.IGNORECASE,
)


@cache
def documents() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)


def commands(group: click.Group = main, before: str = "workshop") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        yield f"{before} {name}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{before} {name}")


def options() -> list[str]:
    found = {
        option
        for _, command in commands()
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.hidden
        for option in (*parameter.opts, *parameter.secondary_opts)
        if option.startswith("--")
    }
    return sorted(found)


def files() -> list[Path]:
    """Every text file that is, or is about to be, in the repository."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listing.returncode:
        pytest.skip("this copy of the workshop is not a git repository")
    paths = (ROOT / name for name in listing.stdout.decode().split("\0") if name)
    return [path for path in paths if path.is_file() and path.suffix not in BINARY]


def places(pattern: re.Pattern[str], among: list[Path]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in among
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize("command", [name for name, _ in commands()])
def test_every_command_is_written_down(command: str) -> None:
    assert command in documents()


@pytest.mark.parametrize("option", options())
def test_every_option_is_written_down(option: str) -> None:
    assert re.search(rf"{re.escape(option)}\b", documents())


def test_every_setting_of_the_environment_is_written_down() -> None:
    code = [path for folder in ("workshop", "widgets") for path in (ROOT / folder).rglob("*.py")]
    named = {name for path in code for name in re.findall(r"\bWORKSHOP_[A-Z_]+\b", path.read_text("utf-8"))}
    assert named
    assert named - set(re.findall(r"\bWORKSHOP_[A-Z_]+\b", documents())) == set()


@pytest.mark.parametrize(("name", "command"), list(commands()))
def test_every_command_gives_help_with_an_example(name: str, command: click.Command) -> None:
    helped = CliRunner().invoke(command, ["--help"], prog_name=name)
    assert helped.exit_code == 0
    _, _, after = helped.output.partition("Example")
    assert name in after


def test_the_readme_begins_with_a_picture() -> None:
    first = (ROOT / "README.md").read_text(encoding="utf-8")[:800]
    assert re.search(r"!\[\w.*?\]\(|<img\b", first, re.DOTALL)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_picture_and_file_that_a_document_names_is_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'<img\b[^>]*\bsrc="([^"]+)"', text)
    inside = [target.partition("#")[0] for target in targets if not re.match(r"https?:|mailto:|#", target)]
    assert [target for target in inside if not (document.parent / target).exists()] == []


def test_no_file_names_a_folder_of_one_computer() -> None:
    assert places(A_MACHINE, files()) == []


def test_no_file_fetches_anything_from_another_host() -> None:
    shipped = [path for path in files() if not path.is_relative_to(ROOT / "tests")]
    assert places(OUTSIDE, shipped) == []


def test_the_readme_tells_the_minutes_that_the_pages_tell() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for section in load_toolkit().sections:
        assert f"| {section.number} · {section.title} | {section.minutes} min |" in readme
