"""Points every test, and every notebook that is run as a test, at a throw-away folder.

This must be the root's conftest: what a conftest in tests/ sets never reaches `pytest notebooks`.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

_room = Path(tempfile.mkdtemp(prefix="get-organized-"))


def _use_only_this_room() -> None:
    for name in [name for name in os.environ if name.startswith("WORKSHOP_")]:
        del os.environ[name]
    os.environ["WORKSHOP_DATA"] = str(_room / "data")
    # Nobody's own start-up files or settings: a notebook runs as it would on a new computer.
    os.environ["IPYTHONDIR"] = str(_room / "ipython")
    os.environ["JUPYTER_CONFIG_DIR"] = str(_room / "config")


_use_only_this_room()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the folder, and with it every record that a test or a notebook made."""
    shutil.rmtree(_room, ignore_errors=True)
