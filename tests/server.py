"""A workshop that runs for a test as it does for people: a process of its own that can die and come back."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

WORKSHOP = Path(sys.executable).with_name("workshop.exe" if os.name == "nt" else "workshop")


class Server:
    """`workshop serve` on this computer alone, with records in a folder of its own.

    What the ready file says is in `info`, and by name: `server.url`, `server.join_url`, `server.join_code`.
    """

    def __init__(self, data: Path, *options: str, **environment: str) -> None:
        self.data, self._environment = data, environment
        self.info: dict[str, str | int] = {}
        self._options = options
        self._ready = data.with_name(f"{data.name}.ready.json")
        self._log = data.with_name(f"{data.name}.log")
        self._process: subprocess.Popen[bytes] | None = None
        self._started: list[int] = []
        self.ports = (0, 0)

    def __getattr__(self, name: str) -> str:
        if name in self.__dict__.get("info", ()):
            return str(self.info[name])
        raise AttributeError(f"The ready file says nothing of {name!r}.")

    @property
    def host(self) -> str:
        """The host and port that participants' browsers ask."""
        return urlsplit(self.url).netloc

    def said(self) -> str:
        """Return the end of what the server wrote to its terminal."""
        return self._log.read_text(encoding="utf-8", errors="replace")[-4000:]

    def start(self, port: int = 0, facilitator_port: int = 0, seconds: float = 60) -> "Server":
        """Start, on any free ports if not told, and return once the server answers."""
        self.begin(port, facilitator_port)
        return self.wait_until_ready(seconds)

    def begin(self, port: int = 0, facilitator_port: int = 0) -> None:
        """Start, and do not wait for anything."""
        self._ready.unlink(missing_ok=True)
        self.ports = (port, facilitator_port)
        self.own_url = f"http://127.0.0.1:{port}/"  # which is not what people open, behind a proxy
        command = ["serve", "--no-browser", "--host", "127.0.0.1", "--port", str(port)]
        command += ["--facilitator-port", str(facilitator_port), "--data", str(self.data)]
        command += ["--ready-file", str(self._ready), *self._options]
        with self._log.open("ab") as log:
            self._process = self._run(command, _without_ours(os.environ) | self._environment, log)
        self._started.append(self._process.pid)

    def _run(
        self, command: list[str], environment: dict[str, str], log: IO[bytes]
    ) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [WORKSHOP, *command],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=environment,
            start_new_session=True,
        )

    def wait_until_ready(self, seconds: float = 60) -> "Server":
        """Return once the server answers."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self._process.poll() is None:
            if self._ready.exists():
                self.info = json.loads(self._ready.read_text(encoding="utf-8"))
                return self
            time.sleep(0.05)
        raise AssertionError(f"The workshop did not start. It said:\n{self.said()}")

    def kill(self) -> None:
        """End the server as a power cut does: it can't say goodbye to anyone."""
        self._process.kill()
        self._process.wait(timeout=10)

    def kill_kernels(self) -> None:
        """End the processes behind every open page, as a computer does that runs out of memory."""
        for pid in self.kernel_pids():
            os.kill(pid, signal.SIGKILL)

    def kernel_pids(self) -> list[int]:
        """Return the processes behind the participants' pages, as Linux lists them: started, or forked."""
        started = _children(self._process.pid, b"ipykernel")
        forked = [pid for warm in _children(self._process.pid, b"forkserver") for pid in _children(warm, b"")]
        return started + forked

    def choose_ports(self) -> "Server":
        """Choose the ports before it starts, for who has to know them; ``start_again`` takes them."""
        self.ports = tuple(free_ports(2))
        return self

    def start_again(self) -> "Server":
        """Start on the same records at the same addresses, as a facilitator would after a power cut."""
        self.begin_again()
        return self.wait_until_ready()

    def begin_again(self) -> None:
        """Start on the same records at the same addresses, and do not wait for anything."""
        if not all(self.ports):
            self.ports = urlsplit(self.url).port, urlsplit(self.facilitator_url).port
        self.begin(*self.ports)

    def stop(self) -> int:
        """Stop as a computer that shuts down asks it to, and return the exit status."""
        try:
            self._process.terminate()
            return self._process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"The workshop did not stop. It said:\n{self.said()}") from None
        finally:
            self._end_left_overs()

    def _end_left_overs(self) -> None:
        for leader in self._started if os.name != "nt" else ():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(leader, signal.SIGKILL)


def free_ports(count: int = 1) -> list[int]:
    """Return ports at which nothing listens just now."""
    with contextlib.ExitStack() as held:
        opened = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [one.getsockname()[1] for one in opened]


def _without_ours(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if not name.startswith("WORKSHOP_")}


def _children(pid: int, command: bytes) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in children if command in Path(f"/proc/{child}/cmdline").read_bytes()]
