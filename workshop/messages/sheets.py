"""What a facilitator's page may ask about spreadsheets; participants' pages can't ask any of it."""

import base64
import binascii
from typing import TYPE_CHECKING

from workshop.messages.fields import Message, read_text
from workshop.refusal import UNREADABLE, Refused
from workshop.sheets.incoming import Likeness, chosen, columns_used, looking_alike, read_incoming
from workshop.sheets.outgoing import as_csv, as_workbook
from workshop.sheets.tables import MOST_BYTES, TOO_LARGE

if TYPE_CHECKING:
    from workshop.messages.messages import Messages

#: Good rows that a preview names; people look at the first ones, and at how many there are.
MOST_SHOWN = 200
FORMATS = {
    "csv": (as_csv, "text/csv;charset=utf-8"),
    "xlsx": (as_workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def preview_sheet(messages: "Messages", message: Message) -> Message:
    """Say what a file would add to the map, row by row; nothing is added.

    Raises
    ------
    Refused
        When the file holds no table that can be taken.
    """
    now = messages.snapshots.now()
    entries = now.entries_there()
    incoming = read_incoming(messages.toolkit, messages.session_id, _file(message), entries)
    # Pairs that are on the map already are shown there.
    alike = looking_alike(incoming, entries, {*now.told_apart, *now.twins})
    good = list(incoming.good.items())[:MOST_SHOWN]
    return {
        "rows": len(incoming.table.lines),
        "good_count": len(incoming.good),
        "good": [
            {
                "line": line,
                "name": entry.name,
                "kind": entry.kind,
                "status": entry.status,
                "groups": list(entry.groups),
            }
            for line, entry in good
        ],
        "bad": [
            {"line": bad.line, "reason": bad.reason, "column": bad.column, "value": bad.value}
            for bad in incoming.bad
        ],
        "same": [_likeness(same) | {"added": same.line in incoming.kept} for same in incoming.same],
        "alike": [_likeness(like) for like in alike],
        "columns": [{"header": header, "field": field} for header, field in columns_used(incoming.table)],
        "said": incoming.said,
    }


def import_sheet(messages: "Messages", message: Message) -> Message:
    """Add the good rows of a file, and those of a name that is there already which are asked for; all or none.

    The same message again adds nothing, and is answered in the same way.

    Raises
    ------
    Refused
        When the file holds no table that can be taken.
    Full
        When the map can't hold as many.
    """
    also = message.get("also", [])
    if not isinstance(also, list) or not all(type(line) is int for line in also):
        raise Refused(UNREADABLE, "also")
    entries = messages.snapshots.now().entries_there()
    incoming = read_incoming(messages.toolkit, messages.session_id, _file(message), entries)
    new = chosen(incoming, set(also))
    if new:
        messages.store.add_entries(messages.session_id, new)
    imported = len(new) + len(incoming.kept)
    return {"imported": imported, "left_out": len(incoming.table.lines) - imported}


def export_sheet(messages: "Messages", message: Message) -> Message:
    """Return the whole map as a file.

    Raises
    ------
    Refused
        When there is no such kind of file.
    """
    kind = read_text(message, "format")
    if kind not in FORMATS:
        raise Refused(UNREADABLE, "format")
    write, media_type = FORMATS[kind]
    data = write(messages.toolkit, messages.snapshots.now().entries_there())
    return {
        "name": f"community-map.{kind}",
        "type": media_type,
        "data": base64.b64encode(data).decode("ascii"),
    }


def _likeness(found: Likeness) -> Message:
    return {"line": found.line, "name": found.name, "like": found.like, "row": found.row}


def _file(message: Message) -> bytes:
    data = read_text(message, "data")
    if len(data) > (MOST_BYTES + 2) // 3 * 4:
        raise Refused(TOO_LARGE, "data")
    try:
        return base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        raise Refused(UNREADABLE, "data") from None
