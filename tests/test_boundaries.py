"""The rooms of the house: notebooks say what, widgets show it, the workshop knows it, the store keeps it."""

import ast
import json
from collections.abc import Iterator

import pytest

from workshop.paths import NOTEBOOKS, ROOT

MODULES = {
    path.relative_to(ROOT).as_posix(): path
    for room in ("workshop", "widgets")
    for path in (ROOT / room).rglob("*.py")
}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}
BOOKS = {
    path.relative_to(NOTEBOOKS).as_posix(): path
    for path in NOTEBOOKS.rglob("*.ipynb")
    if ".ipynb_" not in str(path)
}

#: Processes that start other processes, and hand them the environment with a few words more.
PASS_ON = {"workshop/serve/launch.py"}
#: A forked process is made into another one: it takes on the environment that it was given.
BECOMES = {"workshop/serve/warm.py"}


def imported(tree: ast.Module) -> Iterator[str]:
    """Give every module that is imported, wherever in the file it is."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports name their whole way"
            yield node.module
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "__import__")):
            yield from (arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant))


def rooms(tree: ast.Module) -> set[str]:
    return {name.partition(".")[0] for name in imported(tree)}


def within(room: str) -> list[str]:
    found = [name for name in MODULES if name.startswith(room + "/")]
    assert found
    return sorted(found)


@pytest.mark.parametrize("name", within("workshop"))
def test_the_workshop_knows_nothing_of_how_it_is_shown(name: str) -> None:
    assert not rooms(TREES[name]) & {"widgets", "ipywidgets", "anywidget", "IPython"}


@pytest.mark.parametrize("name", sorted(set(MODULES) - set(within("workshop/store"))))
def test_only_the_store_speaks_sql(name: str) -> None:
    assert not rooms(TREES[name]) & {"sqlalchemy", "sqlite3", "psycopg"}


@pytest.mark.parametrize("name", within("workshop/store"))
def test_the_store_knows_no_rule_of_the_workshop(name: str) -> None:
    ours = {module for module in imported(TREES[name]) if module.startswith("workshop")}
    assert all(module.startswith("workshop.store") for module in ours)


@pytest.mark.parametrize(
    "name", sorted(set(within("workshop")) - set(within("workshop/serve")) - {"workshop/cli.py"})
)
def test_what_a_workshop_is_does_not_depend_on_how_it_is_served(name: str) -> None:
    assert not {module for module in imported(TREES[name]) if module.startswith("workshop.serve")}


@pytest.mark.parametrize("name", within("widgets"))
def test_widgets_know_nothing_of_servers(name: str) -> None:
    assert not rooms(TREES[name]) & {"tornado", "voila", "jupyter_server"}
    assert not {module for module in imported(TREES[name]) if module.startswith("workshop.serve")}


@pytest.mark.parametrize("name", sorted(set(MODULES) - {"workshop/settings.py"} - BECOMES))
def test_the_environment_is_read_in_one_place_and_elsewhere_only_passed_on(name: str) -> None:
    tree = TREES[name]
    passed_on = {id(node.left) for node in ast.walk(tree) if isinstance(node, ast.BinOp)}
    read = [
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute | ast.Name)
        and (getattr(node, "attr", None) or getattr(node, "id", None)) in ("environ", "environb", "getenv")
        and not (name in PASS_ON and id(node) in passed_on)
    ]
    assert read == []


def test_the_processes_that_pass_the_environment_on_are_the_ones_named_here() -> None:
    assert {name for name in MODULES if "environ" in MODULES[name].read_text(encoding="utf-8")} >= PASS_ON


@pytest.mark.parametrize("name", sorted(MODULES))
def test_no_module_is_too_long_to_read_in_one_go(name: str) -> None:
    assert len(MODULES[name].read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize("name", sorted(BOOKS))
def test_a_notebook_imports_from_the_widgets_alone(name: str) -> None:
    cells = json.loads(BOOKS[name].read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    trees = [ast.parse(source) for source in code]
    assert {room for tree in trees for room in rooms(tree)} == {"widgets"}
    assert not [source for source in code if source.startswith(("%", "!"))]


def test_all_seven_notebooks_were_looked_at() -> None:
    assert len([name for name in BOOKS if "/" not in name]) == 7
