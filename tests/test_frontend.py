"""The scripts that are built from public packages: they are what their sources and the lock file say."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from workshop.paths import ROOT

BUILT = ROOT / "widgets" / "static" / "table.js"
SOURCE = ROOT / "widgets" / "frontend" / "table.js"
FRONT = ROOT / "workshop" / "serve" / "static" / "front"
SOURCES = ("scripts/frontend.mjs", "widgets/frontend", "workshop/serve/frontend")
LOCK = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
ASKED = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("library", ["@tanstack/table-core", "@tanstack/store"])
def test_the_built_file_names_the_versions_that_are_locked(library: str) -> None:
    version = LOCK["packages"][f"node_modules/{library}"]["version"]
    for file in (SOURCE, BUILT):
        assert f"{library} {version}" in file.read_text(encoding="utf-8"), file


def test_the_built_file_holds_its_licence() -> None:
    text = BUILT.read_text(encoding="utf-8")
    assert "MIT License" in text
    assert "THE SOFTWARE IS PROVIDED" in text


def test_every_package_is_asked_for_in_one_version() -> None:
    locked = LOCK["packages"][""]["devDependencies"]
    assert locked == ASKED["devDependencies"]
    for name, version in locked.items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version), name
        assert LOCK["packages"][f"node_modules/{name}"]["version"] == version


def test_packages_come_from_the_public_registry_alone() -> None:
    packages = {name: package for name, package in LOCK["packages"].items() if name}
    hosts = {urlsplit(package.get("resolved", "")).netloc for package in packages.values()}
    assert hosts <= {"", "registry.npmjs.org"}
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())


def test_the_built_files_are_what_their_sources_build(tmp_path: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("no npm here, so nothing can be built again")
    for name in ("package.json", "package-lock.json", *SOURCES):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, tmp_path / name)
    if not _can_reach_the_packages(npm, tmp_path):
        pytest.skip("the packages can't be fetched here, so nothing can be built again")
    subprocess.run([npm, "run", "build"], cwd=tmp_path, check=True, capture_output=True)
    for folder in (BUILT.parent, FRONT):
        again = tmp_path / folder.relative_to(ROOT)
        for path in again.iterdir():
            assert path.read_bytes() == (folder / path.name).read_bytes(), "run “npm ci && npm run build”"
    assert {path.name for path in FRONT.iterdir()} == {path.name for path in again.iterdir()}


def test_each_package_in_the_front_end_comes_with_its_licence() -> None:
    licences = (FRONT / "LICENSES.txt").read_text(encoding="utf-8")
    for library in (
        "@jupyter-widgets/base",
        "@jupyterlab/services",
        "@lumino/widgets",
        "anywidget",
        "jquery",
    ):
        assert f"{library} {LOCK['packages'][f'node_modules/{library}']['version']} (" in licences


def _can_reach_the_packages(npm: str, folder: Path) -> bool:
    """Install the locked packages; only what a missing network does may leave the test out."""
    command = [npm, "ci", "--no-audit", "--no-fund", "--fetch-retries=1"]
    fetched = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=180)
    if fetched.returncode == 0:
        return True
    offline = re.search(r"ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH", fetched.stderr)
    assert offline, fetched.stderr
    return False
