"""The one script that is built, the table library: it is what its source and the lock file say, and nothing else."""

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


def test_the_built_file_is_what_the_source_builds(tmp_path: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("no npm here, so the table library can't be built again")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(SOURCE.parent, tmp_path / "widgets" / "frontend")
    if not _can_reach_the_packages(npm, tmp_path):
        pytest.skip("the packages can't be fetched here, so the table library can't be built again")
    subprocess.run([npm, "run", "build"], cwd=tmp_path, check=True, capture_output=True)
    built = tmp_path / "widgets" / "static" / "table.js"
    assert built.read_bytes() == BUILT.read_bytes(), "run “npm ci && npm run build”"


def _can_reach_the_packages(npm: str, folder: Path) -> bool:
    """Install the locked packages; only what a missing network does may leave the test out."""
    command = [npm, "ci", "--no-audit", "--no-fund", "--fetch-retries=1"]
    fetched = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=180)
    if fetched.returncode == 0:
        return True
    offline = re.search(r"ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH", fetched.stderr)
    assert offline, fetched.stderr
    return False
