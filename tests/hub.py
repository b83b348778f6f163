"""JupyterHub with the configuration that we ship; `python -m tests.hub` prints where its programs are."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import requests

from tests.server import free_ports
from workshop.paths import ROOT

CONFIGURATION = ROOT / "deploy" / "jupyterhub_config.py"
PASSWORD = "six words that a die has chosen"
PROXY = ROOT / ".venv" / "hub" / "node_modules" / ".bin" / "configurable-http-proxy"


def find_hub() -> tuple[Path, Path] | None:
    """Return JupyterHub and the proxy that it starts, or None where one of them is missing."""
    proxy = str(PROXY) if PROXY.exists() else shutil.which("configurable-http-proxy")
    hub = Path(sys.executable).with_name("jupyterhub")
    return (
        (hub, Path(proxy))
        if proxy and find_spec("jupyterhub") and hub.exists() and shutil.which("node")
        else None
    )


class Hub:
    """A hub on this computer, with the workshop as its service and records in a folder of its own."""

    def __init__(self, folder: Path, trainer: str) -> None:
        # Where the tests are root, a trainer's JupyterLab has to be told that it may be, too.
        self._folder = folder / "hub"
        settings = self._folder / "trainers" / trainer / ".jupyter" / "jupyter_server_config.json"
        settings.parent.mkdir(parents=True)
        settings.write_text(json.dumps({"ServerApp": {"allow_root": True}}), encoding="utf-8")
        port, hub_port, api_port, workshop_port, desk_port = free_ports(5)
        self.url = f"http://127.0.0.1:{port}/"
        self.workshop_url = f"{self.url}services/workshop/"
        program, _ = find_hub()
        environment = {name: value for name, value in os.environ.items() if not name.startswith("WORKSHOP_")}
        environment |= {
            "HUB_ADDRESS": self.url,
            "HUB_TRAINERS": trainer,
            "HUB_PASSWORD": PASSWORD,
            "HUB_BIND": self.url,
            "HUB_FOLDER": str(self._folder),
            "HUB_WORKSHOP_PORT": str(workshop_port),
            "HUB_DESK_PORT": str(desk_port),
            "WORKSHOP_DATA": str(folder / "data"),
        }
        options = (
            f"--JupyterHub.hub_port={hub_port}",
            f"--ConfigurableHTTPProxy.api_url=http://127.0.0.1:{api_port}",
        )
        self._log_path = folder / "hub.log"
        self._log = self._log_path.open("ab")
        self._process = subprocess.Popen(
            [program, "-f", CONFIGURATION, *options],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
        )

    def said(self) -> str:
        """Return what the hub and its service wrote to their terminal."""
        return self._log_path.read_text(encoding="utf-8", errors="replace")

    def wait(self, seconds: float = 90) -> "Hub":
        """Return once the workshop answers through the hub."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self._process.poll() is None:
            with contextlib.suppress(OSError):
                if requests.get(f"{self.workshop_url}join", timeout=3).ok and "Facilitator:" in self.said():
                    return self
            time.sleep(0.1)
        raise AssertionError(f"The hub does not answer. It said:\n{self.said()[-4000:]}")

    def stop(self) -> None:
        """End it, and all that it has started."""
        self._process.terminate()
        self._process.wait(30)
        self._log.close()
        with contextlib.suppress(OSError, ValueError):  # a hub that ends by a mistake leaves its proxy behind
            os.kill(int((self._folder / "proxy.pid").read_text()), signal.SIGTERM)


if __name__ == "__main__":
    found = find_hub()
    if found is None:
        sys.exit("There is no JupyterHub here.")
    print(*found, sep="\n")
