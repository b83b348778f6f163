"""Sealing bytes with a passphrase, in the format of age (age-encryption.org/v1).

The format is an open one: every program that knows age opens a file of ours with the same passphrase, whatever has
become of this one by then. Its parts come from the package ``cryptography``; a test lets another program's
implementation open what is sealed here, and the other way round.
"""

import base64
import binascii
import hashlib
import hmac
import os
import re
from collections.abc import Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

_INTRO = b"age-encryption.org/v1"
#: 2 to this power is what a guess at the passphrase costs: half a second, and 128 MB.
_WORK = 17
#: Whoever made a file can't ask more of us than 1 GB.
_MOST_WORK = 20
_CHUNK = 64 * 1024
_TAG = 16
_HEADER = re.compile(
    rb"(age-encryption\.org/v1\n-> scrypt ([A-Za-z0-9+/]{22}) ([1-9][0-9]?)\n([A-Za-z0-9+/]{43})\n---) "
    rb"([A-Za-z0-9+/]{43})\n"
)


class WrongPassphrase(Exception):
    """The passphrase does not open these bytes, or they were changed at their very beginning."""


class Broken(Exception):
    """The bytes are not sealed ones, or not as they were sealed: cut off, or changed."""


def seal(data: bytes, passphrase: str, *, work: int = _WORK) -> bytes:
    """Return bytes that only the passphrase opens."""
    file_key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    wrapped = ChaCha20Poly1305(_wrap_key(passphrase, salt, work)).encrypt(bytes(12), file_key, None)
    header = b"\n".join((_INTRO, b"-> scrypt %s %d" % (_encode(salt), work), _encode(wrapped), b"---"))
    mark = hmac.digest(_derive(file_key, b"", b"header"), header, hashlib.sha256)
    cipher = ChaCha20Poly1305(_derive(file_key, nonce, b"payload"))
    pieces = [data[at : at + _CHUNK] for at in range(0, len(data), _CHUNK)] or [b""]
    chunks = (cipher.encrypt(number, piece, None) for number, piece in _numbered(pieces))
    return b"".join((header, b" ", _encode(mark), b"\n", nonce, *chunks))


def unseal(sealed: bytes, passphrase: str) -> bytes:
    """Return what was sealed.

    Raises
    ------
    WrongPassphrase
        When the passphrase is another one.
    Broken
        When these are no sealed bytes, or something of them is missing or was changed.
    """
    header = _HEADER.match(sealed)
    if header is None or int(header[3]) > _MOST_WORK:
        raise Broken
    try:
        wrap_key = _wrap_key(passphrase, _decode(header[2]), int(header[3]))
        file_key = ChaCha20Poly1305(wrap_key).decrypt(bytes(12), _decode(header[4]), None)
    except InvalidTag:
        raise WrongPassphrase from None
    mark = hmac.digest(_derive(file_key, b"", b"header"), header[1], hashlib.sha256)
    body = sealed[header.end() :]
    nonce, body = body[:16], body[16:]
    if not hmac.compare_digest(mark, _decode(header[5])) or len(nonce) < 16:
        raise Broken
    cipher = ChaCha20Poly1305(_derive(file_key, nonce, b"payload"))
    pieces = [body[at : at + _CHUNK + _TAG] for at in range(0, len(body), _CHUNK + _TAG)]
    try:
        found = [cipher.decrypt(number, piece, None) for number, piece in _numbered(pieces)]
    except (InvalidTag, ValueError):
        raise Broken from None
    if not found or (len(found) > 1 and not found[-1]):
        raise Broken
    return b"".join(found)


def _numbered(pieces: list[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Give each piece with its number, in which the last one is marked: none can be left out or moved."""
    for number, piece in enumerate(pieces):
        yield number.to_bytes(11, "big") + bytes([number == len(pieces) - 1]), piece


def _wrap_key(passphrase: str, salt: bytes, work: int) -> bytes:
    return Scrypt(salt=_INTRO + b"/scrypt" + salt, length=32, n=2**work, r=8, p=1).derive(passphrase.encode())


def _derive(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(key)


def _encode(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")


def _decode(text: bytes) -> bytes:
    try:
        return base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except binascii.Error:
        raise Broken from None
