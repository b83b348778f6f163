"""The servers that are compared, each a process of its own with whatever it starts."""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil

from tests.server import Server
from workshop.paths import NOTEBOOKS
from workshop.toolkit import load_toolkit

PAGE = "06-reflecting.ipynb"
PROMPT = "start"


@dataclass(frozen=True, slots=True)
class Served:
    """Where a server answers, the process to watch, and what a visitor needs to come in."""

    url: str
    pid: int
    door: str = ""


@contextmanager
def workshop(folder: Path, *options: str) -> Iterator[Served]:
    """Serve the workshop as a hall gets it."""
    server = Server(folder / "data", *options)
    try:
        server.start()
        yield Served(server.url, int(server.info["pid"]), server.join_url)
    finally:
        server.stop()


@contextmanager
def stock_voila(folder: Path) -> Iterator[Served]:
    """Serve the same notebook with Voila as it comes, its kernels at the same kind of store."""
    port = free_port()
    options = (
        "--no-browser",
        f"--port={port}",
        "--Voila.ip=127.0.0.1",
        f"--token={(token := secrets.token_hex(8))}",
    )
    command = (sys.executable, "-m", "voila", str(NOTEBOOKS / PAGE), *options)
    environment = os.environ | {"WORKSHOP_DATA": str(folder / "data"), "JUPYTER_CONFIG_DIR": str(folder)}
    with running(command, environment, f"http://127.0.0.1:{port}/", folder) as served:
        yield Served(served.url, served.pid, token)


def has_streamlit() -> bool:
    """Return whether Streamlit is installed here."""
    return find_spec("streamlit") is not None


@contextmanager
def streamlit(folder: Path) -> Iterator[Served]:
    """Serve an equal page with Streamlit."""
    port = free_port()
    questions, kept = folder / "questions.txt", folder / "kept"
    kept.mkdir(parents=True)
    questions.write_text("\n".join(prompt.question for prompt in load_toolkit().prompts), encoding="utf-8")
    script = Path(__file__).with_name("streamlit_page.py")
    options = (f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true")
    options += ("--browser.gatherUsageStats=false",)
    command = (
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(script),
        *options,
        "--",
        str(questions),
        str(kept),
    )
    with running(command, dict(os.environ), f"http://127.0.0.1:{port}/", folder) as served:
        yield served


@contextmanager
def running(
    command: tuple[str, ...], environment: dict[str, str], url: str, folder: Path
) -> Iterator[Served]:
    """Run a server until it is no longer needed; it has a minute to answer at all."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + 60
        while not answers(url):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{command[2]} did not start: {(folder / 'log').read_text()[-2000:]}")
            time.sleep(0.2)
        yield Served(url, process.pid)
    finally:
        family = [process.pid, *(child.pid for child in psutil.Process(process.pid).children(recursive=True))]
        for pid in family:
            if psutil.pid_exists(pid):
                psutil.Process(pid).kill()
        process.wait(timeout=10)


def answers(url: str) -> bool:
    """Return whether anything answers there, if only with a refusal."""
    try:
        urlopen(url, timeout=5).close()
    except URLError as error:
        return hasattr(error, "code")
    except (ConnectionError, TimeoutError):
        return False
    return True


def free_port() -> int:
    """Return a port that nobody listens at just now."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def family(pid: int) -> list[psutil.Process]:
    """Return a server's process and all that it has started."""
    root = psutil.Process(pid)
    return [root, *root.children(recursive=True)]


def memory(pid: int) -> int:
    """Return the bytes that a server's processes take, what they share counted once (proportional set size)."""
    total = 0
    for process in family(pid):
        try:
            total += process.memory_full_info().pss
        except psutil.Error:
            continue
    return total


def cpu_seconds(pid: int) -> float:
    """Return the seconds of processor time that a server has taken, with the processes that have ended since."""
    total = 0.0
    for process in family(pid):
        try:
            times = process.cpu_times()
        except psutil.Error:
            continue
        total += times.user + times.system + times.children_user + times.children_system
    return total


def state_of(text: str) -> dict:
    """Return the models that come with a page."""
    start = text.index(">", text.index('type="application/vnd.jupyter.widget-state+json"')) + 1
    return json.loads(text[start : text.index("</script>", start)])["state"]
