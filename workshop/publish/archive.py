"""All records as an open archive: a Frictionless data package, tables in JSON with their schema, and back.

It is for programs, and for the day when this one is gone: any text editor reads it. It holds every private word, in
the clear. A backup (``workshop backup``) holds the same under a passphrase.
"""

import hashlib
import io
import json
import os
import tempfile
import zipfile
import zlib
from datetime import date
from pathlib import Path
from typing import Any

from workshop.refusal import Refused
from workshop.store import Copy, Store, TableCopy, fill

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
PACKAGE = "datapackage.json"
NAME = "get-organized-archive"
#: More than any workshop holds, and an end for a file that grows when it is unpacked.
MOST_BYTES = 400 * 2**20
_TYPES = {bool: "boolean", int: "integer", float: "number", str: "string"}
_NOT_ONE = (
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RuntimeError,
    EOFError,
)
NO_ARCHIVE = "The file {file} is no archive of this workshop, or a damaged one. Nothing was changed."


def export(store: Store, file: Path, today: date) -> Copy:
    """Write all records into a new file that its owner alone can read, and return what it holds.

    Raises
    ------
    Refused
        When the file is there already or can't be written, or there is nothing to write.
    StoreUnavailable
        When the records can't be read.
    """
    if file.exists():
        raise Refused(
            f"The file {file} is there already, and an archive overwrites nothing. Choose another name."
        )
    copy = store.copy_out()
    if not copy.count():
        raise Refused("There are no records yet. Name the folder that has them with --data FOLDER.")
    try:
        with tempfile.NamedTemporaryFile(dir=file.parent, prefix=".", delete=False) as part:
            try:
                part.write(as_archive(copy, today))
                part.flush()
                os.fsync(part.fileno())
                Path(part.name).replace(file)
            except BaseException:
                Path(part.name).unlink()
                raise
    except OSError as error:
        raise Refused(f"The file {file} can't be written: {(error.strerror or 'no room').lower()}.") from None
    return copy


def bring_in(url: str, file: Path) -> Copy:
    """Put the records of an archive into an empty database, and return them.

    Raises
    ------
    Refused
        When it is no archive, or a damaged one.
    StoreError
        When the database has records already, or can't be written.
    """
    try:
        copy = read_archive(file.read_bytes())
    except OSError as error:
        raise Refused(f"The file {file} can't be read: {(error.strerror or 'no reason').lower()}.") from None
    except ValueError:
        raise Refused(NO_ARCHIVE.format(file=file)) from None
    fill(url, copy)
    return copy


def as_archive(copy: Copy, today: date) -> bytes:
    """Return records as a data package in one file."""
    tables = {f"data/{name}.json": _rows(table) for name, table in sorted(copy.tables.items())}
    package = {
        "$schema": PROFILE,
        "name": NAME,
        "title": "All records of a workshop of Get Organized",
        "description": "Private: it holds every word that people wrote.",
        "created": f"{today.isoformat()}T00:00:00Z",
        "version": f"{copy.version}.{copy.revision}",
        "resources": [
            {
                "name": name.replace("_", "-"),
                "path": f"data/{name}.json",
                "format": "json",
                "mediatype": "application/json",
                "encoding": "utf-8",
                "bytes": len(tables[f"data/{name}.json"]),
                "hash": f"sha256:{hashlib.sha256(tables[f'data/{name}.json']).hexdigest()}",
                "schema": _schema(table),
            }
            for name, table in sorted(copy.tables.items())
        ],
    }
    parts = {PACKAGE: json.dumps(package, ensure_ascii=False, indent=1).encode()} | tables
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            stamp = zipfile.ZipInfo(name, (today.year, today.month, today.day, 0, 0, 0))
            stamp.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(stamp, data)
    return packed.getvalue()


def read_archive(data: bytes) -> Copy:
    """Return the records that an archive holds.

    Raises
    ------
    ValueError
        When it is none, or something in it is not as it was written.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            sizes = {info.filename: info.file_size for info in archive.infolist()}
            if sum(sizes.values()) > MOST_BYTES:
                raise ValueError("too large")
            package = json.loads(archive.read(PACKAGE))
            if package["name"] != NAME:
                raise ValueError("another package")
            version, revision = (int(part) for part in package["version"].split("."))
            tables = {
                Path(resource["path"]).stem: _table(resource, archive.read(resource["path"]))
                for resource in package["resources"]
            }
    except _NOT_ONE as error:
        raise ValueError("no archive of this workshop") from error
    return Copy(version, revision, tables)


def _rows(table: TableCopy) -> bytes:
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    return json.dumps(rows, ensure_ascii=False, indent=1).encode()


def _table(resource: dict[str, Any], data: bytes) -> TableCopy:
    if resource["hash"] != f"sha256:{hashlib.sha256(data).hexdigest()}":
        raise ValueError("changed")
    columns = tuple(field["name"] for field in resource["schema"]["fields"])
    rows = json.loads(data)
    if any(row.keys() != set(columns) for row in rows):
        raise ValueError("other columns")
    return TableCopy(columns, tuple(tuple(row[column] for column in columns) for row in rows))


def _schema(table: TableCopy) -> dict[str, Any]:
    """Return the schema of a table: the type of each column, as its values say."""
    fields = []
    for number, column in enumerate(table.columns):
        kinds = {type(row[number]) for row in table.rows} - {type(None)}
        kind = _TYPES.get(next(iter(kinds)), "any") if len(kinds) == 1 else "any" if kinds else "string"
        fields.append({"name": column, "type": kind})
    return {"fields": fields}
