"""A made-up community, to try the workshop on before people come."""

import secrets
import tomllib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from workshop.community import save_entry, save_mark
from workshop.paths import DATA
from workshop.plan import invite, save_action
from workshop.publish.example import agree_example
from workshop.responses import save_response
from workshop.session import begin_session
from workshop.steps import save_step
from workshop.store import Action, Entry, GroupMark, Session, StepRecord, Store
from workshop.toolkit import Toolkit

TABLE = "Our table: "


class NotEmpty(Exception):
    """Records that are no demo are in the way; they stay as they are."""


def fill_with_demo(store: Store, toolkit: Toolkit, file: Path = DATA / "demo.toml") -> Session:
    """Fill an empty store with the made-up community and return its session.

    Each seat answers as a real one would, with a key of its own, so no two answers can be told to be from one.

    Raises
    ------
    NotEmpty
        When the store has a session already.
    """
    if store.latest_session():
        raise NotEmpty("This folder has a workshop in it already. Choose an empty one with --data FOLDER.")
    demo = tomllib.loads(file.read_text(encoding="utf-8"))
    session = begin_session(store, demo["title"], date.today())
    for key, texts in demo["responses"].items():
        for text in texts:
            save_response(
                store,
                session.id,
                secrets.token_hex(16),
                toolkit.prompt(key),
                state="written",
                text=text.removeprefix(TABLE),
                seq=1,
                from_table=text.startswith(TABLE),
            )
    for step in demo["steps"]:
        key, by_when = toolkit.steps[step["number"] - 1].key, _day(session, step)
        save_step(store, toolkit, StepRecord(session.id, key, step["status"], step["who"], by_when))
    for entry in demo["entries"]:
        save_entry(store, toolkit, Entry("", session.id, **entry | {"groups": tuple(entry["groups"])}))
    for group, mark in demo["marks"].items():
        save_mark(store, toolkit, GroupMark(session.id, group, mark))
    for action in demo["actions"]:
        _plan(store, toolkit, session, action)
    agree_example(store, toolkit, session, demo["publication"])
    return session


def _plan(store: Store, toolkit: Toolkit, session: Session, row: dict[str, Any]) -> None:
    """Put an action in the plan; one with a group is the invitation of that group."""
    group = row.get("group")
    action = invite(store, toolkit, session.id, group) if group else Action("", session.id, row["what"])
    said = {field: value for field, value in row.items() if field not in ("group", "in_days")}
    save_action(store, toolkit, replace(action, **said, by_when=_day(session, row)))


def _day(session: Session, row: dict[str, Any]) -> str:
    """Return the day of a row, which is counted from the day of the session; a row may have none."""
    return (session.held_on + timedelta(days=row["in_days"])).isoformat() if "in_days" in row else ""
