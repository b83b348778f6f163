"""A clock that jumps for one server alone, by libfaketime; `python -m tests.faketime` prints where its library is."""

import sys
import time
from pathlib import Path

#: Where Debian keeps it, by the kind of processor.
PLACE = "usr/lib/*/faketime/libfaketimeMT.so.1"

#: A server sees a jump after so long: to look into the file each time that it asks would make it slow.
SEEN_SECONDS = 1


def find_faketime() -> Path | None:
    """Return the library that is here, or None."""
    return next(Path("/").glob(PLACE), None)


class Clock:
    """The clock on the wall, as a server sees it that was started with this ``environment``.

    Clocks that only ever count on, and the days of files, stay as they are: they do so too when a real clock is set.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / "clock"
        self.jump(0)
        self.environment = {
            "LD_PRELOAD": str(find_faketime()),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_CACHE_DURATION": str(SEEN_SECONDS),
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
        }

    def jump(self, seconds: float) -> None:
        """Set it so far from the real time."""
        new = self._file.with_suffix(".new")
        new.write_text(f"{seconds:+.0f}\n", encoding="ascii")
        new.replace(self._file)

    def jump_to(self, moment: float) -> None:
        """Set it to a moment, in seconds since 1970."""
        self.jump(moment - time.time())


if __name__ == "__main__":
    found = find_faketime()
    if found is None:
        sys.exit("There is no libfaketime here.")
    print(found)
