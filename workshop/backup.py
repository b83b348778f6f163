"""Backups: all records of a workshop in one sealed file, that was read again before it is called one."""

import gzip
import json
import os
import tempfile
import zlib
from pathlib import Path

from workshop.sealed import Broken, WrongPassphrase, seal, unseal
from workshop.store import Copy, Store, TableCopy, fill

FORMAT = "Get Organized backup 1"
#: Twelve letters by chance, or four words, are past guessing at half a second a guess.
SHORTEST_PASSPHRASE = 12


class BackupError(Exception):
    """A backup can't be made or used; the text says why and what to do."""


def save_backup(store: Store, file: Path, passphrase: str) -> Copy:
    """Write all records to a new file that only the passphrase opens, and return what it holds.

    The file is opened again, and what it holds compared with the records, before it has its name.

    Raises
    ------
    BackupError
        When the file is there already or can't be written, or the passphrase is too short.
    StoreUnavailable
        When the records can't be read.
    """
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise BackupError(f"A passphrase needs {SHORTEST_PASSPHRASE} letters or more: four words do well.")
    if file.exists():
        raise BackupError(
            f"The file {file} is there already, and a backup overwrites nothing. Choose another name."
        )
    copy = store.copy_out()
    if not copy.count():
        raise BackupError("There are no records yet. Name the folder that has them with --data FOLDER.")
    try:
        with tempfile.NamedTemporaryFile(dir=file.parent, prefix=".", delete=False) as part:
            try:
                part.write(seal(_pack(copy), passphrase))
                part.flush()
                os.fsync(part.fileno())
                if read_backup(Path(part.name), passphrase) != copy:
                    raise BackupError(
                        f"The file {file} did not give back what was written. Look at that disk."
                    )
                Path(part.name).replace(file)
            except BaseException:
                Path(part.name).unlink()
                raise
    except OSError as error:
        raise BackupError(f"The file {file} can't be written: {error.strerror}.") from None
    return copy


def read_backup(file: Path, passphrase: str) -> Copy:
    """Return the records that a backup holds.

    Raises
    ------
    BackupError
        When there is no such file, it is no backup or a damaged one, or the passphrase is another one.
    """
    try:
        return _unpack(unseal(file.read_bytes(), passphrase))
    except OSError as error:
        raise BackupError(f"The file {file} can't be read: {error.strerror}.") from None
    except WrongPassphrase:
        raise BackupError(f"This is not the passphrase of {file}, or its first lines are damaged.") from None
    except Broken:
        raise BackupError(f"The file {file} is no backup, or a damaged one. Nothing was changed.") from None


def restore_backup(url: str, file: Path, passphrase: str) -> Copy:
    """Put the records of a backup into an empty database, and return them.

    Raises
    ------
    BackupError
        When the backup can't be read.
    StoreError
        When the database has records already, or can't be written.
    """
    copy = read_backup(file, passphrase)
    fill(url, copy)
    return copy


def _pack(copy: Copy) -> bytes:
    tables = {
        name: {"columns": table.columns, "rows": table.rows, "sha256": table.checksum()}
        for name, table in copy.tables.items()
    }
    said = {"format": FORMAT, "version": copy.version, "revision": copy.revision, "tables": tables}
    return gzip.compress(json.dumps(said, ensure_ascii=False).encode(), mtime=0)


def _unpack(data: bytes) -> Copy:
    try:
        said = json.loads(gzip.decompress(data))
        if said["format"] != FORMAT:
            raise Broken
        tables = {
            name: TableCopy(tuple(table["columns"]), tuple(tuple(row) for row in table["rows"]))
            for name, table in said["tables"].items()
        }
        if any(table.checksum() != said["tables"][name]["sha256"] for name, table in tables.items()):
            raise Broken
        return Copy(int(said["version"]), int(said["revision"]), tables)
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, AttributeError):
        raise Broken from None
