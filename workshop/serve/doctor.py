"""What may go wrong at this computer before a workshop, and what to do about it, in one sentence each."""

import os
import re
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib import metadata
from pathlib import Path

import psutil
from packaging.requirements import Requirement

from workshop.alone import AlreadyOpen, alone_in
from workshop.facts import STALE_MONTHS, stale_facts
from workshop.paths import NOTEBOOKS
from workshop.serve.addresses import AddressInUse, bind, reachable_host
from workshop.settings import Settings
from workshop.store import StoreError, look_at
from workshop.toolkit import ToolkitError, load_toolkit

PACKAGE = "get-organized"
GOOD, LOOK, FIX = "good", "look", "fix"

MEGABYTE = 2**20
#: A workshop's records are small; what fills a disk is everything else.
LITTLE_DISK, TOO_LITTLE_DISK = 1000 * MEGABYTE, 100 * MEGABYTE
#: The two servers, the warm process and what they keep ready; then pages with processes of their own.
LITTLE_MEMORY, TOO_LITTLE_MEMORY = 1500 * MEGABYTE, 600 * MEGABYTE
#: Seconds that two clocks may differ.
CLOCKS_APART = 120


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: ``good``, worth a ``look``, or to ``fix`` before people come."""

    about: str
    level: str
    sentence: str


def examine(here: Settings, host: str, port: int, facilitator_port: int, today: date) -> Iterator[Finding]:
    """Look at everything that a workshop needs, and change nothing."""
    yield _installation()
    open_already = _is_open(here.data)
    for called, number in (("participants' port", port), ("facilitator's port", facilitator_port)):
        yield _port(called, host if number == port else "127.0.0.1", number, open_already)
    yield _network(host)
    yield _firewall(port)
    yield _disk(here.data)
    yield _memory()
    yield from _records(here)
    yield from _facts(today)


def _installation() -> Finding:
    missing = []
    for line in metadata.requires(PACKAGE) or ():
        needed = Requirement(line)
        if needed.marker is None or needed.marker.evaluate():
            try:
                if not needed.specifier.contains(metadata.version(needed.name), prereleases=True):
                    missing.append(str(needed.name))
            except metadata.PackageNotFoundError:
                missing.append(str(needed.name))
    if missing:
        return Finding(
            "installation",
            FIX,
            f"Install it again (make install): {', '.join(missing)} is missing or too old.",
        )
    if not any(NOTEBOOKS.glob("*.ipynb")):
        return Finding("installation", FIX, "Run it from its own folder: the notebooks are not there.")
    python = ".".join(map(str, sys.version_info[:3]))
    return Finding(
        "installation", GOOD, f"Get Organized {metadata.version(PACKAGE)} on Python {python} is whole."
    )


def _is_open(data: Path) -> bool:
    if not (data / "secrets" / "open").exists():
        return False
    try:
        with alone_in(data):
            return False
    except AlreadyOpen:
        return True


def _port(about: str, host: str, port: int, open_already: bool) -> Finding:
    if open_already:
        return Finding(about, GOOD, "The workshop is open just now.")
    option = "--port" if about.startswith("participants") else "--facilitator-port"
    try:
        sockets, _ = bind(host, port)
    except AddressInUse as trouble:
        return Finding(about, FIX, str(trouble).replace("--port", option))
    with ExitStack() as opened:
        for socket in sockets:
            opened.callback(socket.close)
    return Finding(about, GOOD, f"Port {port} is free.")


def _network(host: str) -> Finding:
    address = reachable_host(host)
    if address.startswith("127.") or address in ("localhost", "::1"):
        return Finding("network", LOOK, "Join the Wi-Fi of the hall: phones can't reach this computer now.")
    return Finding("network", GOOD, f"Phones on the same network reach this computer at {address}.")


def _firewall(port: int) -> Finding:
    """Say how to let phones in where a firewall is likely; none can be asked without being its administrator."""
    if sys.platform == "win32":
        what = "If Windows asks whether Python may be reached on private networks, say yes."
    elif sys.platform == "darwin":
        what = "If phones can't come in, let Python in under System Settings, Network, Firewall, Options."
    elif _says(Path("/etc/ufw/ufw.conf"), r"^ENABLED=yes"):
        what = f"The firewall ufw is on: let phones in with “sudo ufw allow {port}/tcp”."
    elif shutil.which("firewall-cmd"):
        what = f"If phones can't come in, allow them with “sudo firewall-cmd --add-port={port}/tcp”."
    else:
        return Finding(
            "firewall",
            GOOD,
            "No firewall that we know is set up here; phones on guest Wi-Fi may still be kept apart.",
        )
    return Finding("firewall", LOOK, what)


def _says(file: Path, pattern: str) -> bool:
    try:
        return bool(re.search(pattern, file.read_text(encoding="utf-8", errors="replace"), re.MULTILINE))
    except OSError:
        return False


def _disk(data: Path) -> Finding:
    free = shutil.disk_usage(next(path for path in (data, *data.parents) if path.exists())).free
    room = f"{free // MEGABYTE:,} MB are free where the records are"
    if free < TOO_LITTLE_DISK:
        return Finding("disk", FIX, f"Make room on the disk, or choose another with --data FOLDER: {room}.")
    if free < LITTLE_DISK:
        return Finding("disk", LOOK, f"Make some room on the disk before people come: {room}.")
    return Finding("disk", GOOD, f"{room}.")


def _memory() -> Finding:
    free = psutil.virtual_memory().available
    room = f"{free // MEGABYTE:,} MB of memory are free"
    if free < TOO_LITTLE_MEMORY:
        return Finding("memory", FIX, f"Close other programs, or restart this computer: {room}.")
    if free < LITTLE_MEMORY:
        return Finding("memory", LOOK, f"Close other programs before people come: {room}.")
    return Finding("memory", GOOD, f"{room}.")


def _records(here: Settings) -> Iterator[Finding]:
    """Look at the database, at who can read its files, and at the clocks."""
    in_file = here.database_url.startswith("sqlite:")
    file = here.data / "workshop.db"
    if in_file and not file.exists():
        folder = next(path for path in (here.data, *here.data.parents) if path.exists())
        can = os.access(folder, os.W_OK)
        yield Finding(
            "database",
            GOOD if can else FIX,
            f"There are no records yet; they will be in {here.data}."
            if can
            else f"Choose another folder with --data FOLDER: {folder} can't be written.",
        )
        return
    try:
        looked = look_at(here.database_url)
    except StoreError as trouble:
        yield Finding("database", FIX, str(trouble))
        return
    if looked.too_new:
        yield Finding("database", FIX, "Update this copy of Get Organized: a newer one wrote these records.")
    elif not looked.whole:
        yield Finding("database", FIX, "Put a backup into a new folder: the file of the records is damaged.")
    elif looked.older:
        yield Finding(
            "database", LOOK, "Make a backup: these records are changed to today's form when they are opened."
        )
    else:
        yield Finding("database", GOOD, "The records can be read, and are whole.")
    if in_file and os.name != "nt" and stat.S_IMODE(file.stat().st_mode) & 0o077:
        yield Finding("privacy", FIX, f"Close the records to other people with “chmod go= {file}”.")
    if looked.clock is not None and abs((looked.clock - datetime.now(UTC)).total_seconds()) > CLOCKS_APART:
        yield Finding("clock", LOOK, "Set the clocks: this computer's and the database's do not agree.")


def _facts(today: date) -> Iterator[Finding]:
    """Look at the facts' age, and with it at the clock: no fact was checked in the future."""
    try:
        toolkit = load_toolkit()
    except ToolkitError as trouble:
        yield Finding("facts", FIX, str(trouble))
        return
    newest = max(fact.last_checked for fact in toolkit.facts)
    if newest > today:
        yield Finding(
            "clock", FIX, f"Set this computer's clock: it says {today}, and facts were checked after that."
        )
    else:
        yield Finding("clock", GOOD, f"This computer's clock says {today}.")
    stale = len(stale_facts(toolkit, today, STALE_MONTHS))
    if stale:
        yield Finding(
            "facts",
            LOOK,
            f"Check {stale} phone numbers and links, listed by “workshop check-facts”: they are old.",
        )
    else:
        yield Finding(
            "facts", GOOD, f"Phone numbers and links were checked in the last {STALE_MONTHS} months."
        )
