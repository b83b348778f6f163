"""HAProxy with the configuration that we ship; `python -m tests.haproxy` prints where its program is."""

import os
import shutil
import sys
from pathlib import Path

from tests.certificates import make_certificate
from tests.proxies import Proxy
from tests.server import Server, free_ports
from workshop.paths import ROOT

SECRET = "six words that a die has chosen, for these tests"
CONFIGURATION = ROOT / "deploy" / "haproxy.cfg"


def find_haproxy() -> Path | None:
    """Return the program that is here, or None."""
    found = shutil.which("haproxy") or shutil.which("haproxy", path="/usr/sbin:/usr/local/sbin")
    return Path(found) if found else None


class HAProxy(Proxy):
    """HAProxy in front of two servers."""

    def __init__(self, folder: Path, ports: tuple[int, int], behind: list[Server]) -> None:
        certificate, key = make_certificate(folder, "proxy")
        both = folder / "proxy.pem"
        both.write_bytes(certificate.read_bytes() + key.read_bytes())
        environment = {
            "PATH": os.environ["PATH"],
            "WORKSHOP_HTTPS": f"127.0.0.1:{ports[0]}",
            "WORKSHOP_DESK": f"127.0.0.1:{ports[1]}",
            "WORKSHOP_CERTIFICATE": str(both),
        }
        for name, server in zip(("ONE", "TWO"), behind, strict=True):
            environment[f"WORKSHOP_{name}"] = f"127.0.0.1:{server.ports[0]}"
            environment[f"WORKSHOP_DESK_{name}"] = f"127.0.0.1:{server.ports[1]}"
        command = [find_haproxy(), "-db", "-f", CONFIGURATION]
        super().__init__(folder, ports, certificate, command, environment)


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
