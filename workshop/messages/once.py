"""What a facilitator does is done once: a message that is sent again gets the answer that was lost on its way."""

import threading
from collections.abc import Callable

from workshop.messages.fields import Message

#: An answer is asked for again within seconds, and a facilitator does a few things a minute.
MOST_REMEMBERED = 200


class Once:
    """The last answers, by the deed that they are about."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._given: dict[str, Message] = {}

    def answer(self, deed: str, do: Callable[[], Message]) -> Message:
        """Return the answer to a deed; what was not done is not remembered, and a message without one is no deed."""
        if not deed:
            return do()
        # The same message may arrive while the first one is still being answered.
        with self._lock:
            if deed not in self._given:
                self._given[deed] = do()
                if len(self._given) > MOST_REMEMBERED:
                    del self._given[next(iter(self._given))]
            return self._given[deed]
