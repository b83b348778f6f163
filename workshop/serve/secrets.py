"""The secrets of an installation's servers, made once and readable by their owner alone."""

import os
import secrets
from pathlib import Path


def kept_secret(data: Path, name: str) -> str:
    """Return the secret of this name from the data folder; make it, 192 random bits, if it is not there yet."""
    folder = data / "secrets"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / name
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_hex(24))
    except FileExistsError:
        pass
    return path.read_text().strip()
