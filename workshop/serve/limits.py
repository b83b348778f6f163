"""How often anybody may try: an allowance that fills up again with time, held in memory only."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable


class Allowance:
    """So many tries at once, and one more every so many seconds, for each name.

    Parameters
    ----------
    at_once
        Tries before anybody has to wait.
    seconds_each
        Seconds until one more try is allowed.
    names
        How many names are remembered; the one not seen for longest is forgotten first.
    """

    def __init__(
        self,
        at_once: int,
        seconds_each: float,
        *,
        names: int = 10_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._at_once, self._seconds_each, self._names, self._clock = at_once, seconds_each, names, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, name: str) -> int:
        """Return how many whole seconds this name has to wait before its next try: 0 if it may try now."""
        return max(0, math.ceil((1 - self._tries(name)) * self._seconds_each - 1e-9))

    def spend(self, name: str) -> None:
        """Count one try of this name."""
        self._left[name] = (self._tries(name) - 1, self._clock())
        self._left.move_to_end(name)
        while len(self._left) > self._names:
            self._left.popitem(last=False)

    def _tries(self, name: str) -> float:
        left, then = self._left.get(name, (self._at_once, self._clock()))
        return min(self._at_once, left + (self._clock() - then) / self._seconds_each)
