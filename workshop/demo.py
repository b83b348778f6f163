"""A made-up community, to try the workshop on before people come."""

import secrets
import tomllib
from datetime import date
from pathlib import Path

from workshop.paths import DATA
from workshop.resources import save_resource
from workshop.responses import save_response
from workshop.session import begin_session
from workshop.steps import save_step
from workshop.store import Resource, Session, StepRecord, Store
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
        record = StepRecord(
            session.id, toolkit.steps[step["number"] - 1].key, step["status"], step["who"], step["by"]
        )
        save_step(store, toolkit, record)
    for resource in demo["resources"]:
        save_resource(store, Resource("", session.id, **resource))
    return session
