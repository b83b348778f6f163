"""nginx with the configuration that we ship; `python -m tests.nginx` prints where its program is."""

import shutil
import sys
from pathlib import Path

from tests.certificates import make_certificate
from tests.proxies import Proxy
from tests.server import Server, free_ports
from workshop.paths import ROOT

CONFIGURATION = ROOT / "deploy" / "nginx.conf"


def find_nginx() -> Path | None:
    """Return the program that is here, or None."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/opt/homebrew/bin")
    return Path(found) if found else None


class Nginx(Proxy):
    """nginx in front of two servers."""

    def __init__(self, folder: Path, behind: list[Server]) -> None:
        certificate, key = make_certificate(folder, "nginx")
        ports = free_ports(2)
        text = CONFIGURATION.read_text(encoding="utf-8")
        for number, server in zip(("11", "12"), behind, strict=True):
            for port, own in zip(("8866", "8867"), server.ports, strict=True):
                text = _replaced(text, f"10.0.0.{number}:{port}", f"127.0.0.1:{own}")
                escaped = rf"10\.0\.0\.{number}:{port}"
                text = text.replace(escaped, rf"127\.0\.0\.1:{own}")
        for was, now in (
            ("listen 443 ssl", f"listen 127.0.0.1:{ports[0]} ssl"),
            ("listen 8443 ssl", f"listen 127.0.0.1:{ports[1]} ssl"),
            ("/etc/nginx/workshop.crt;", f"{certificate};"),
            ("/etc/nginx/workshop.key;", f"{key};"),
        ):
            text = _replaced(text, was, now)
        configuration = folder / "nginx.conf"
        configuration.write_text(text, encoding="utf-8")
        where = f"daemon off; pid {folder / 'nginx.pid'};"
        command = [find_nginx(), "-c", configuration, "-p", folder, "-e", folder / "proxy.log", "-g", where]
        super().__init__(folder, ports, certificate, command)


def _replaced(text: str, was: str, now: str) -> str:
    """Return a text with something in the place of something else that has to be there."""
    assert was in text
    return text.replace(was, now)


if __name__ == "__main__":
    found = find_nginx()
    if found is None:
        sys.exit("There is no nginx here.")
    print(found)
