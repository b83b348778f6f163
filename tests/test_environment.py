"""The conda environment and Binder's are the same as pip's."""

import re
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from workshop.paths import ROOT

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
CONDA = [entry for entry in ENVIRONMENT["dependencies"] if isinstance(entry, str)]


def bounds(requirements: list[str]) -> dict[str, SpecifierSet]:
    return {canonicalize_name(needed.name): needed.specifier for needed in map(Requirement, requirements)}


def test_the_bounds_are_those_of_pyproject() -> None:
    packages = [entry for entry in CONDA if entry != "pip" and not entry.startswith("python=")]
    assert bounds(packages) == bounds(PYPROJECT["project"]["dependencies"])


def test_no_package_is_named_twice() -> None:
    names = [re.split("[<>=]", entry)[0] for entry in CONDA]
    assert sorted(set(names)) == sorted(names)


def test_there_is_one_python_that_the_workshop_runs_on() -> None:
    (python,) = [entry for entry in CONDA if entry.startswith("python=")]
    version = re.fullmatch(r"python=(3\.\d+)", python)
    assert version, "Binder reads a range of Pythons as an old one."
    assert SpecifierSet(PYPROJECT["project"]["requires-python"]).contains(version[1])


def test_pip_only_links_the_workshop_itself() -> None:
    assert "pip" in CONDA
    others = [entry for entry in ENVIRONMENT["dependencies"] if not isinstance(entry, str)]
    assert others == [{"pip": ["-e ."]}]


def test_conda_forge_alone_is_asked() -> None:
    assert ENVIRONMENT["name"] == PYPROJECT["project"]["name"]
    assert ENVIRONMENT["channels"] == ["conda-forge"]


@pytest.mark.parametrize("folder", ["binder", ".binder"])
def test_nothing_hides_the_environment_from_binder(folder: str) -> None:
    assert not (ROOT / folder).exists()
