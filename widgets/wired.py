"""The wire between a widget and the workshop; what is said over it is for ``workshop.messages`` to judge."""

import logging
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, ClassVar, Protocol

import anywidget
import traitlets as tl

from widgets.live import watch
from workshop.look import TOKENS_CSS

STATIC = Path(__file__).parent / "static"
STYLES = ("widgets", "community", "plan", "meetings", "review", "room")
#: What only the facilitator's own pages have besides.
FACILITATOR_STYLES = (*STYLES, "desk", "board", "wall")
#: What every page says when a message could not be answered and nobody knows why.
TROUBLE = "Something went wrong in the workshop. Nothing that was saved is lost. Load the page again."

logger = logging.getLogger(__name__)


class Answering(Protocol):
    """What a widget needs of ``workshop.messages.Messages``."""

    def answer(self, message: dict[str, Any]) -> dict[str, Any]:
        """Return the reply to a message."""

    def revision(self) -> int:
        """Return a number that grows with every change."""


def script(name: str) -> str:
    """Return ``static/NAME.js``."""
    return (STATIC / f"{name}.js").read_text(encoding="utf-8")


def esm(*names: str) -> str:
    """Return a widget's script: the wire that all widgets share, then its own parts, the view last."""
    return "\n".join(script(name) for name in ("wire", *names))


def css(styles: Iterable[str] = STYLES) -> str:
    """Return the style of every widget: the colours of the workshop, what all widgets share, then their own parts.

    It is the same for all, so that a page has it once, and in one order whichever widgets stand on it.
    """
    written = ((STATIC / f"{name}.css").read_text(encoding="utf-8") for name in styles)
    return "\n".join((TOKENS_CSS, *written))


class Wired(anywidget.AnyWidget):
    """A widget whose browser side asks the workshop.

    On a served page the browser asks the server itself; ``messages`` is None, and whatever a browser sends here
    is ignored. In JupyterLab a custom message ``{id, message}`` is answered with ``{id, reply}``. Nothing is ever
    read back from a trait: a browser can write them all.
    """

    #: Whether the widget shows things that other people change.
    live: ClassVar[bool] = False
    #: The trait that tells one widget of a class from another, for the repr.
    named_by: ClassVar[str] = ""

    _css = css()

    #: Whether this widget has nothing to say to a kernel, because its browser side asks the server itself.
    does_without_kernel = tl.Bool(False).tag(sync=True)

    def __init__(self, *, messages: Answering | None = None, **traits: Any) -> None:
        self._messages = messages
        traits["does_without_kernel"] = messages is None
        self._name = repr(traits[self.named_by]) if self.named_by else ""
        self._stop: Callable[[], None] = lambda: None
        super().__init__(**traits)
        if messages is not None:
            self.on_msg(_hear)
            if self.live:
                self._stop = watch(messages.revision, self, _tell)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._name})"

    def close(self) -> None:
        """Take the widget off every page."""
        self._stop()
        super().close()


def answer(messages: Answering, message: object) -> dict[str, Any]:
    """Return the reply to what a browser sent, whatever it sent; a failure becomes a sentence.

    A refusal with ``again`` may be tried again later with the same message.
    """
    # Imported late: a served page never opens the store, and does without the time that this takes.
    from workshop.store import StoreError, StoreUnavailable

    if not isinstance(message, dict):
        return {"refused": "This page sent something that the workshop can't read. Open it anew."}
    try:
        return messages.answer(message)
    except StoreUnavailable as error:
        return {"refused": str(error), "again": True}
    except StoreError as error:
        return {"refused": str(error)}
    except Exception as error:
        # Neither the message nor the error's own text is logged: both may hold what a person wrote.
        logger.error("a message could not be answered (%s)", type(error).__name__)
        return {"refused": TROUBLE}


def _hear(widget: Wired, content: object, _buffers: object) -> None:
    """Answer a custom message under the id that it came with."""
    if not isinstance(content, dict) or widget._messages is None:
        return
    name = content.get("id")
    if isinstance(name, str) and re.fullmatch(r"[0-9a-f]{1,64}", name):
        widget.send({"id": name, "reply": answer(widget._messages, content.get("message"))})


def _tell(widget: Wired, revision: int) -> None:
    widget.send({"changed": revision})
