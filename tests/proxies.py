"""What every proxy of the tests does: it stands in front of two servers, says when it is there, and ends."""

import ssl
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self


class Proxy:
    """A program that encrypts, at a door for people and one for facilitators."""

    def __init__(
        self,
        folder: Path,
        ports: Sequence[int],
        certificate: Path,
        command: Sequence[object],
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.certificate = certificate
        self.url, self.desk_url = (f"https://127.0.0.1:{port}/" for port in ports)
        self._log_path = folder / "proxy.log"
        self._log = self._log_path.open("ab")
        self._process = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log
        )

    def wait(self, seconds: float = 20) -> Self:
        """Return once a server stands behind both of its doors: people's, and the facilitators'."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self._process.poll() is None:
            if self._answers(f"{self.url}join", 200) and self._answers(self.desk_url, 403):
                return self
            time.sleep(0.1)
        raise AssertionError(f"{type(self).__name__} does not answer. It said:\n{self._log_path.read_text()}")

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
