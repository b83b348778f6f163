"""What keeps words apart from people: seat keys, handles, and text made safe to keep."""

import hashlib
import hmac
import re
import unicodedata

SEAT_KEY = re.compile(r"[0-9a-f]{32}")

# Line ends and tabs are kept; every other control character, and the marks that turn the reading direction of
# the text around them (the trick behind misleading names), has no use in an answer.
_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e001f]"
)


def handle(seat_key: str, session_id: str, prompt: str) -> str:
    """Return the name under which a seat's response to one prompt is kept.

    It is an HMAC keyed with the seat's 128 random bits, so the seat can find each of its responses again, and
    nobody who holds the whole database can tell that two of them came from one seat.

    Raises
    ------
    ValueError
        When the seat key is not 32 lower-case hexadecimal characters.
    """
    if not SEAT_KEY.fullmatch(seat_key):
        raise ValueError("a seat key is 32 hexadecimal characters")
    message = f"{session_id}\n{prompt}".encode()
    return hmac.new(bytes.fromhex(seat_key), message, hashlib.sha256).hexdigest()


def clean_text(text: str) -> str:
    """Return what a person wrote without what no person writes: control characters and broken Unicode.

    Line ends become newlines; letters are composed (NFC) so that equal words compare equal; emoji and every
    script stay as they are.
    """
    text = text.encode("utf-8", "replace").decode("utf-8")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _CONTROLS.sub("", text)).strip()


def clean_line(text: str) -> str:
    """Return ``clean_text`` folded into one line, for names and other short fields."""
    return re.sub(r"\s+", " ", clean_text(text))
