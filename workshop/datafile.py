"""A TOML file of the toolkit as frozen rows, with errors that name the file, the row and the key."""

import tomllib
from collections.abc import Iterable
from dataclasses import is_dataclass
from datetime import date
from pathlib import Path
from typing import Any, get_args


class ToolkitError(ValueError):
    """A file of the toolkit cannot be used; the message names the file and the key."""


class DataFile:
    """One TOML file of the toolkit."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.tables = tomllib.loads(path.read_text("utf-8"))
        except OSError as error:
            raise ToolkitError(f"The toolkit file {path} cannot be read: {error.strerror}.") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ToolkitError(f"The toolkit file {path} is not good TOML: {error}.") from None

    def wrong(self, table: str, row: str, key: str, problem: str) -> ToolkitError:
        """Return the error that says what is wrong with a key; a ``[table]`` of its own has no row."""
        place = f'{table} "{row}"' if row else f"[{table}]"
        return ToolkitError(f'In {self.path}, {place}: "{key}" {problem}.')

    def choice(self, table: str, row: str, key: str, value: str, choices: Iterable[str]) -> None:
        """Make sure that a value is one of some.

        Raises
        ------
        ToolkitError
            When it is none of them.
        """
        if value not in choices:
            raise self.wrong(table, row, key, f'is "{value}"; it must be one of {", ".join(sorted(choices))}')

    def rows(self, table: str, row_type: type) -> list:
        """Return the rows of ``[[table]]`` as ``row_type``, in the order of the file.

        Raises
        ------
        ToolkitError
            When there are none, or one of them can't be used.
        """
        rows = self.tables.get(table, [])
        if not isinstance(rows, list) or not rows:
            raise ToolkitError(f"In {self.path}, there is no [[{table}]].")
        made, seen = [], set()
        for number, row in enumerate(rows, start=1):
            name = str(row.get("key", f"number {number}"))
            if name in seen:
                raise self.wrong(table, name, "key", "is used twice")
            seen.add(name)
            made.append(self._make(table, name, row, row_type))
        return made

    def row(self, table: str, row_type: type) -> Any:
        """Return the one ``[table]`` as ``row_type``.

        Raises
        ------
        ToolkitError
            When there is none, or it can't be used.
        """
        row = self.tables.get(table)
        if not isinstance(row, dict):
            raise ToolkitError(f"In {self.path}, there is no [{table}].")
        return self._make(table, "", row, row_type)

    def _make(self, table: str, name: str, row: dict[str, Any], row_type: type) -> Any:
        fields = row_type.__annotations__
        for key in row:
            if key not in fields:
                raise self.wrong(table, name, key, "is not a key we know")
        values = {}
        for key, kind in fields.items():
            if key not in row:
                raise self.wrong(table, name, key, "is missing")
            values[key] = self._value(table, name, key, row[key], kind)
        return row_type(**values)

    def _value(self, table: str, name: str, key: str, value: Any, kind: Any) -> Any:
        of = get_args(kind)[0] if get_args(kind) else None
        if is_dataclass(of):
            if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
                known = ", ".join(of.__annotations__)
                raise self.wrong(table, name, key, f"must be a list of {{{known}}}")
            return tuple(self._make(table, name, item, of) for item in value)
        if of is str:
            if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
                raise self.wrong(table, name, key, "must be a list of texts")
            return tuple(value)
        if type(value) is not kind:
            raise self.wrong(table, name, key, f"must be {_KIND_WORDS[kind]}")
        return value


_KIND_WORDS = {str: "a text in quotes", int: "a whole number", bool: "true or false", date: "a day"}
