"""What tests of the widgets share: a page as JupyterLab opens it, and a browser that talks to a widget."""

from pathlib import Path

import pytest

from widgets import open_page
from widgets.page import Page

HOSTILE = '<img src=x onerror="alert(1)"><script>alert(2)</script>\'"&'


class Spoken:
    """Messages that answer with what they are told to."""

    def __init__(self, reply: object = None) -> None:
        self.reply, self.heard, self.number = reply, [], 1

    def answer(self, message: dict) -> dict:
        self.heard.append(message)
        if isinstance(self.reply, Exception):
            raise self.reply
        return self.reply or {"heard": message["kind"]}

    def revision(self) -> int:
        return self.number


def open_in_lab(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Page:
    """Open a page as JupyterLab does, on an empty store in a folder."""
    monkeypatch.setenv("WORKSHOP_DATA", str(folder))
    for name in ("WORKSHOP_SERVED_BY", "WORKSHOP_DATABASE_URL", "WORKSHOP_SESSION"):
        monkeypatch.delenv(name, raising=False)
    return open_page("goal")


def sent_by(widget: object) -> list:
    """Collect what a widget sends from now on."""
    sent = []
    widget.send = lambda content, buffers=None: sent.append(content)
    return sent


def say(widget: object, content: object) -> None:
    """Let a browser send a widget a custom message."""
    widget._handle_custom_msg(content, [])
