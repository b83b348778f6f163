"""Starts servers in a fraction of the time: one process has imported everything, and forks each server from there.

What runs in a fork is what ``python -m`` would run, from its first line on: the server, the facilitator's server that
it starts, and its pages' kernels. Only the imports are done already, which are most of a start. The process that forks
has no thread, no event loop, no ZeroMQ context and no database open.
"""

import contextlib
import gc
import importlib
import json
import os
import runpy
import select
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tests.faults import stand_in
from tests.faults.stand_in import NUMBER, ask, hear

#: What a server imports until it answers, and what a page's kernel does.
MODULES = (
    "workshop.cli",
    "workshop.serve.launch",
    "workshop.serve.participants",
    "workshop.serve.facilitator",
    "sqlalchemy.dialects.postgresql.psycopg",
    "sqlalchemy.dialects.sqlite.pysqlite",
    "workshop.serve.preload",
)


class Fork:
    """A forked process, with what is used of ``subprocess.Popen``."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self.pid = hear(connection)
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Return its status once it has ended, and all that it had started."""
        if self.returncode is None and select.select([self._connection], [], [], 0)[0]:
            self.wait()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended, and all that it had started, and return its status."""
        if self.returncode is None:
            if not select.select([self._connection], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("a fork", timeout)
            self.returncode = hear(self._connection)
            self._connection.close()
        return self.returncode

    def terminate(self) -> None:
        """Ask it to end, if it has not."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGTERM)

    def kill(self) -> None:
        """End it at once."""
        os.kill(self.pid, signal.SIGKILL)


class Forks:
    """The process that forks, from outside."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._address = str(folder), str(folder / "forks")
        python = folder / "python"
        python.write_text(
            f'#!/bin/sh\nexec "{sys.executable}" -IS "{stand_in.__file__}" "{self._address}" "$@"\n'
        )
        python.chmod(0o755)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.forks", self._address, python],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self._process.stdout.readline() == b"open\n", "Nothing can be forked here."

    def start(self, arguments: list[str], environment: Mapping[str, str], log: IO[bytes]) -> Fork:
        """Start what ``python`` would start with these arguments, of which ``-m`` is the first."""
        environment = dict(environment) | {"TMPDIR": self._folder}  # what a killed server leaves goes with us
        with Path(os.devnull).open("rb") as nothing:
            streams = [nothing.fileno(), log.fileno(), log.fileno()]
            return Fork(ask(self._address, arguments, environment, streams, 0))

    def stop(self) -> None:
        """End it, and all that it forked."""
        self._process.stdin.close()
        self._process.wait(timeout=10)


@contextmanager
def forks() -> Iterator[Forks]:
    """Have a process that forks."""
    with tempfile.TemporaryDirectory(prefix="forks-") as folder:
        held = Forks(Path(folder))
        try:
            yield held
        finally:
            held.stop()


class Forking:
    """The process that forks, from inside."""

    def __init__(self, address: str) -> None:
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(address)
        self._listener.listen(100)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._selector.register(sys.stdin, selectors.EVENT_READ)
        #: Every fork that lives, with who asked for it, the process that did, and a handle that tells of its end.
        self._living: dict[int, tuple[socket.socket, int, int]] = {}

    def until_a_child(self) -> Callable[[], None] | None:
        """Fork for whoever asks; return what to do in each child, and None in the parent at the end."""
        while True:
            ready = [key.fileobj for key, _ in self._selector.select()]
            for pid, (connection, _, handle) in list(self._living.items()):
                if connection in ready or handle in ready:
                    self._end(pid)
            if sys.stdin in ready:
                for pid in list(self._living):
                    self._end(pid)
                return None
            if self._listener in ready and (work := self._fork()):
                return work

    def _end(self, pid: int) -> None:
        """See a fork to its end, with all that it had started, and then say so."""
        if pid not in self._living:
            return
        connection, _, handle = self._living.pop(pid)
        os.kill(pid, signal.SIGKILL)  # which it does not hear any more if it has ended
        _, status = os.waitpid(pid, 0)
        for child, (_, parent, _) in list(self._living.items()):
            if parent == pid:
                self._end(child)
        for one in (connection, handle):
            self._selector.unregister(one)
        os.close(handle)
        with connection, contextlib.suppress(OSError):
            connection.sendall(NUMBER.pack(os.waitstatus_to_exitcode(status)))

    def _fork(self) -> Callable[[], None] | None:
        connection, _ = self._listener.accept()
        length, streams, _, _ = socket.recv_fds(connection, NUMBER.size, 3)
        size = NUMBER.unpack(length)[0] if len(length) == NUMBER.size else 0
        body = connection.recv(size, socket.MSG_WAITALL) if size else b""
        whole = size and len(body) == size
        arguments, environment, folder, parent = json.loads(body) if whole else ([], {}, "", -1)
        if parent and parent not in self._living:  # who asks, or its parent, was killed in the middle of it
            connection.close()
        elif pid := os.fork():
            handle = os.pidfd_open(pid)
            self._living[pid] = (connection, parent, handle)
            for one in (connection, handle):
                self._selector.register(one, selectors.EVENT_READ)
            with contextlib.suppress(OSError):
                connection.sendall(NUMBER.pack(pid))
        else:
            self._forget(connection)
            return lambda: _become(arguments, environment, folder, streams)
        for stream in streams:
            os.close(stream)
        return None

    def _forget(self, connection: socket.socket) -> None:
        """Close, in a child, what is the parent's alone."""
        self._selector.close()
        for one in (self._listener, connection, *(other for other, _, _ in self._living.values())):
            one.close()
        for _, _, handle in self._living.values():
            os.close(handle)


def _become(arguments: list[str], environment: dict[str, str], folder: str, streams: list[int]) -> None:
    """Do what ``python -m`` does with these arguments."""
    os.setsid()
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.environ.clear()
    os.environ.update(environment)
    if "JPY_PARENT_PID" in os.environ:  # a kernel ends with its parent, which is this one's here
        os.environ["JPY_PARENT_PID"] = str(os.getppid())
    os.chdir(folder)
    dash, module, *rest = arguments
    assert dash == "-m", arguments
    sys.argv = [module, *rest]
    sys.modules.pop(module, None)  # it is to be run as a program, which it has not been yet
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def main() -> None:
    """Fork servers until standard input is closed."""
    address, python = sys.argv[1:]
    os.environ.setdefault(
        "PYDEVD_DISABLE_FILE_VALIDATION", "1"
    )  # or the debugger that kernels import complains
    for name in MODULES:
        importlib.import_module(name)
    gc.freeze()
    sys.executable = python
    forking = Forking(address)
    print("open", flush=True)
    if work := forking.until_a_child():
        work()


if __name__ == "__main__":
    main()
