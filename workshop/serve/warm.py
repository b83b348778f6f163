"""Warm kernels: forked from one process that has imported everything, instead of started from nothing.

The forking is Python's own (``multiprocessing``'s fork server): it starts the warm process, forks from it on
request, reaps what ended, and starts it again if it dies. This module makes a kernel of each fork, and a
provisioner that jupyter_client starts and ends like any other.
"""

import logging
import multiprocessing
import os
import select
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import forkserver
from pathlib import Path
from types import ModuleType
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner

from workshop.serve.code import code_mark

log = logging.getLogger("workshop")

PRELOAD = "workshop.serve.preload"

#: Words of the command line of an ordinary kernel that a forked one needs none of.
_LAUNCHER = ("-m", "ipykernel_launcher")


#: Nothing is completed for a page without a prompt, and the terminal is not told how to connect.
OPTIONS = ("--Completer.use_jedi=False", "--IPKernelApp.parent_handle=1")


def can_fork() -> bool:
    """Return whether this computer can fork kernels; where not, the ordinary provisioner serves as well."""
    return "forkserver" in multiprocessing.get_all_start_methods()


#: The code that the warm process has imported, once there is one.
_imported: int | None = None


def start_warming() -> None:
    """Start the warm process, so that it has imported everything when the first page is opened.

    One that runs already stays, unless the code has changed since.
    """
    global _imported
    now = code_mark()
    if _imported not in (None, now):
        log.info("The code has changed, and is read again for the pages that are opened from now on.")
        _end_warm_process()
    _imported = now
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")  # or the debugger that it imports complains
    context().set_forkserver_preload([PRELOAD])
    with _nameless_main():
        forkserver.ensure_running()


def _end_warm_process() -> None:
    """End the warm process, if there is one; the kernels that were forked from it go on."""
    server = forkserver._forkserver
    if server._forkserver_pid is not None:
        os.kill(server._forkserver_pid, signal.SIGKILL)
        server._stop()  # what the kernels hold would keep it from ending by itself


def context() -> multiprocessing.context.ForkServerContext:
    """Return Python's way of forking from one warm process."""
    return multiprocessing.get_context("forkserver")


class WarmProvisioner(LocalProvisioner):
    """Forks a kernel from the warm process; everything else is as with jupyter_client's own provisioner."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork a kernel that does what its command line says; only Python kernels can be forked."""
        if not all(word in cmd for word in _LAUNCHER):
            return await super().launch_kernel(cmd, **kwargs)
        arguments = cmd[cmd.index("ipykernel_launcher") + 1 :]
        self.cwd = kwargs.get("cwd") or str(Path.cwd())
        self.process = WarmProcess(arguments, dict(kwargs.get("env") or os.environ), str(self.cwd))
        self.pid = self.process.pid
        return self.connection_info


class WarmProcess:
    """A forked kernel's process, with what jupyter_client uses of ``subprocess.Popen``.

    Whether it runs is asked of the operating system and not of the process that forked it, so a kernel outlives
    the warm process.
    """

    stdin = stdout = stderr = None

    def __init__(self, arguments: list[str], environment: dict[str, str], folder: str) -> None:
        try:
            start_warming()
            self._process = _fork(arguments, environment, folder)
        except (EOFError, OSError):
            # The warm process had died and nobody knew yet, or dies just now: another one takes its place.
            _end_warm_process()
            self._process = _fork(arguments, environment, folder)
        self.pid: int = self._process.pid
        self.returncode: int | None = None
        self._pidfd = _pidfd(self.pid)

    def poll(self) -> int | None:
        """Return None while the kernel runs, and a number once it has ended."""
        if self.returncode is None and self._has_ended():
            status = self._process.exitcode
            self.returncode = -1 if status is None else status
            if self._pidfd is not None:
                os.close(self._pidfd)
                self._pidfd = None
        return self.returncode

    def _has_ended(self) -> bool:
        if self._pidfd is not None:
            ended = (
                select.poll()
            )  # select() itself can't look at a handle past 1023, and a full hall has more
            ended.register(self._pidfd, select.POLLIN)
            return bool(ended.poll(0))
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return True
        return False

    def wait(self, timeout: float | None = None) -> int:
        """Wait until the kernel has ended and return its number; jupyter_client only asks when it has."""
        self._process.join(timeout)
        return self.poll() or 0

    def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel and to what it has started; one that has ended gets none."""
        if self.poll() is not None:
            return
        try:
            if os.getpgid(self.pid) == self.pid:
                os.killpg(self.pid, signum)
            else:
                os.kill(self.pid, signum)  # it has only just been forked
        except ProcessLookupError:
            pass

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the kernel."""
        self.send_signal(signal.SIGKILL)


def _fork(*arguments: object) -> multiprocessing.process.BaseProcess:
    process = context().Process(target=run_kernel, args=arguments, daemon=True)
    with _nameless_main():
        process.start()
    return process


@contextmanager
def _nameless_main() -> Iterator[None]:
    """Keep ``multiprocessing`` from importing this server's own program again in every kernel."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _pidfd(pid: int) -> int | None:
    """Return a handle that stays with this very process, where there are such handles (Linux)."""
    try:
        return os.pidfd_open(pid)
    except (AttributeError, OSError):
        return None


def run_kernel(arguments: list[str], environment: dict[str, str], folder: str) -> None:
    """Be a kernel, in a process that has just been forked, until told to end."""
    os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    os.environ.pop("JPY_PARENT_PID", None)  # we have our own way to end with the server
    os.chdir(folder)
    sys.argv = ["ipykernel_launcher", *arguments]
    threading.Thread(target=_end_with_server, daemon=True).start()

    from ipykernel.kernelapp import IPKernelApp

    IPKernelApp.launch_instance([*arguments, *OPTIONS])


def _end_with_server() -> None:
    server = multiprocessing.parent_process()
    server.join()
    os._exit(0)
