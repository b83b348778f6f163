"""nginx with the configuration that we ship; `python -m tests.nginx` prints where its program is."""

import contextlib
import shutil
import ssl
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from tests.certificates import make_certificate
from tests.server import Server, free_ports
from workshop.paths import ROOT

CONFIGURATION = ROOT / "deploy" / "nginx.conf"


def find_nginx() -> Path | None:
    """Return the program that is here, or None."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/opt/homebrew/bin")
    return Path(found) if found else None


class Nginx:
    """nginx in front of two servers."""

    def __init__(self, folder: Path, behind: list[Server]) -> None:
        self.certificate, key = make_certificate(folder, "nginx")
        ports = free_ports(2)
        self.url, self.desk_url = (f"https://127.0.0.1:{port}/" for port in ports)
        text = CONFIGURATION.read_text(encoding="utf-8")
        for number, server in zip(("11", "12"), behind, strict=True):
            for port, own in zip(("8866", "8867"), server.ports, strict=True):
                text = _replaced(text, f"10.0.0.{number}:{port}", f"127.0.0.1:{own}")
                escaped = rf"10\.0\.0\.{number}:{port}"
                text = text.replace(escaped, rf"127\.0\.0\.1:{own}")
        for was, now in (
            ("listen 443 ssl", f"listen 127.0.0.1:{ports[0]} ssl"),
            ("listen 8443 ssl", f"listen 127.0.0.1:{ports[1]} ssl"),
            ("/etc/nginx/workshop.crt;", f"{self.certificate};"),
            ("/etc/nginx/workshop.key;", f"{key};"),
        ):
            text = _replaced(text, was, now)
        configuration = folder / "nginx.conf"
        configuration.write_text(text, encoding="utf-8")
        self._log_path = folder / "nginx.log"
        self._log = self._log_path.open("ab")
        where = f"daemon off; pid {folder / 'nginx.pid'};"
        self._process = subprocess.Popen(
            [find_nginx(), "-c", configuration, "-p", folder, "-e", self._log_path, "-g", where],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
        )

    def wait(self, seconds: float = 20) -> "Nginx":
        """Return once it answers with a page of the workshop."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self._process.poll() is None:
            with contextlib.suppress(OSError):
                trusted = ssl.create_default_context(cafile=str(self.certificate))
                with urllib.request.urlopen(f"{self.url}join", timeout=3, context=trusted) as answer:
                    if answer.status == 200:
                        return self
            time.sleep(0.1)
        raise AssertionError(f"nginx does not answer. It said:\n{self._log_path.read_text()}")

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait(10)
        self._log.close()


def _replaced(text: str, was: str, now: str) -> str:
    """Return a text with something in the place of something else that has to be there."""
    assert was in text
    return text.replace(was, now)


if __name__ == "__main__":
    found = find_nginx()
    if found is None:
        sys.exit("There is no nginx here.")
    print(found)
