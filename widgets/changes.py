"""What changed from meeting to meeting, for those who hold them; the numbers are from ``workshop.changes``."""

from widgets.wired import Answering, Wired, esm


class Changes(Wired):
    """Coverage, plan, lists and check-ins side by side, in pictures and words: ``console.changes()``."""

    live = True
    _esm = esm("changes")


def make_changes(messages: Answering | None = None) -> Changes:
    """Return what changed from meeting to meeting."""
    return Changes(messages=messages)
