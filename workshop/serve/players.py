"""The made-up people of a rehearsal, as the facilitator's server keeps them: one process that ends with it."""

import subprocess
import sys
from contextlib import suppress


class PlayersProcess:
    """Starts and ends the process of ``workshop.serve.practice``.

    ``base`` is the address of the participants' server on this computer.
    """

    def __init__(self, base: str) -> None:
        self._base = base
        self._process: subprocess.Popen[str] | None = None
        self._seats = 0

    def start(self, code: str, seats: int) -> None:
        """Let so many made-up people in by a join code."""
        self.stop()
        options = {"base": self._base, "code": code, "seats": seats}
        self._process = subprocess.Popen(  # noqa: S603 (our own module, no shell)
            [
                sys.executable,
                "-m",
                "workshop.serve.practice",
                *(f"--{n}={value}" for n, value in options.items()),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
        )
        self._seats = seats

    def stop(self) -> None:
        """Send all of them home."""
        if self._process is None:
            return
        with suppress(OSError):
            self._process.stdin.close()  # it ends when it can't hear us any more
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def seats(self) -> int:
        """Return how many of them are there."""
        return self._seats if self._process is not None and self._process.poll() is None else 0
