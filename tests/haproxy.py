"""HAProxy with the configuration that we ship; `python -m tests.haproxy` prints where its program is."""

import os
import shutil
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.certificates import make_certificate
from tests.server import Server, free_ports
from workshop.paths import ROOT

SECRET = "six words that a die has chosen, for these tests"
CONFIGURATION = ROOT / "deploy" / "haproxy.cfg"


def find_haproxy() -> Path | None:
    """Return the program that is here, or None."""
    found = shutil.which("haproxy") or shutil.which("haproxy", path="/usr/sbin:/usr/local/sbin")
    return Path(found) if found else None


class Proxy:
    """HAProxy in front of two servers."""

    def __init__(self, folder: Path, ports: tuple[int, int], behind: list[Server]) -> None:
        certificate, key = make_certificate(folder, "proxy")
        both = folder / "proxy.pem"
        both.write_bytes(certificate.read_bytes() + key.read_bytes())
        self.certificate = certificate
        self.url, self.desk_url = (f"https://127.0.0.1:{port}/" for port in ports)
        environment = {
            "WORKSHOP_HTTPS": f"127.0.0.1:{ports[0]}",
            "WORKSHOP_DESK": f"127.0.0.1:{ports[1]}",
            "WORKSHOP_CERTIFICATE": str(both),
        }
        for name, server in zip(("ONE", "TWO"), behind, strict=True):
            environment[f"WORKSHOP_{name}"] = f"127.0.0.1:{server.ports[0]}"
            environment[f"WORKSHOP_DESK_{name}"] = f"127.0.0.1:{server.ports[1]}"
        self._log_path = folder / "haproxy.log"
        self._log = self._log_path.open("ab")
        self._process = subprocess.Popen(
            [find_haproxy(), "-db", "-f", CONFIGURATION],
            env={"PATH": os.environ["PATH"]} | environment,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
        )

    def wait(self, seconds: float = 20) -> "Proxy":
        """Return once a server stands behind both of its doors: people's, and the facilitators'."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self._process.poll() is None:
            if self._answers(f"{self.url}join", 200) and self._answers(self.desk_url, 403):
                return self
            time.sleep(0.1)
        raise AssertionError(f"HAProxy does not answer. It said:\n{self._log_path.read_text()}")

    def _answers(self, url: str, status: int) -> bool:
        trusted = ssl.create_default_context(cafile=str(self.certificate))
        try:
            with urllib.request.urlopen(url, timeout=3, context=trusted) as answer:
                return answer.status == status
        except urllib.error.HTTPError as error:
            return error.code == status
        except OSError:
            return False

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait(10)
        self._log.close()


def two_servers(folder: Path, database_url: str) -> tuple[list[Server], tuple[int, int]]:
    """Return two servers that stand for one, to be started, and the ports at which a proxy shall show them."""
    ports = tuple(free_ports(2))
    options = ("--behind-proxy", "127.0.0.1", "--address", f"https://127.0.0.1:{ports[0]}")
    environment = {"WORKSHOP_DATABASE_URL": database_url, "WORKSHOP_SECRET": SECRET}
    return [Server(folder / name / "data", *options, **environment) for name in ("one", "two")], ports


if __name__ == "__main__":
    found = find_haproxy()
    if found is None:
        sys.exit("There is no HAProxy here.")
    print(found)
