"""The way in for phones: an address, a code to type, and the same as a square to point a camera at."""

from dataclasses import dataclass

import segno

from workshop.session import spoken_code
from workshop.store import Session


@dataclass(frozen=True, slots=True)
class WayIn:
    """How phones come in. ``square`` is the QR code, a text of 0 and 1 for each of its rows; empty unserved."""

    address: str
    typed: str
    code: str
    square: tuple[str, ...]


def way_in(base: str, session: Session) -> WayIn:
    """Return the way into a session that is served at an address; an empty one is not served."""
    if not base:
        return WayIn("", "", spoken_code(session.join_code), ())
    address = f"{base.rstrip('/')}/join/{session.join_code}"
    code = segno.make(address, error="m", micro=False)
    square = tuple("".join("1" if dark else "0" for dark in row) for row in code.matrix_iter(border=4))
    return WayIn(address, f"{base.rstrip('/')}/join", spoken_code(session.join_code), square)
