"""How a test finds its way on the community map: what the workshop keeps of it, and where things are on the page."""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.conftest import PHONE
from tests.pages import join, open_section
from tests.plans import records
from tests.server import Server
from workshop.store import Entry, GroupMark

WHO = "03-who.ipynb"
PLAN = "07-next-steps.ipynb"


@pytest.fixture
def other(browser: Browser, served: Server) -> Iterator[Page]:
    """Another phone in the same session, on the map."""
    with browser.new_context(**PHONE) as context:
        yield context.new_page()


def entries(served: Server) -> list[Entry]:
    """Return the map as the workshop keeps it."""
    with records(served) as (store, session):
        found = store.community_changes(session).entries.values()
        return [entry for _, entry in found if entry is not None]


def entry(served: Server, name: str) -> Entry:
    """Return the one entry of this name."""
    (found,) = (entry for entry in entries(served) if entry.name == name)
    return found


def community(served: Server, *fields: dict, named: Iterable[str] = ()) -> None:
    """Make the map these entries and no others, with an empty plan and no marks; ``named`` ones have only a name."""
    with records(served) as (store, session):
        known = store.community_changes(session)
        for _, found in known.entries.values():
            if found is not None:
                store.remove_entry(session, found.id, found.version)
        for _, action in known.actions.values():
            if action is not None:
                store.remove_action(session, action.id, action.version)
        for mark in known.marks.values():
            store.save_mark(GroupMark(session, mark.group, "", mark.version))
        wanted = [*fields, *({"name": name, "kind": "organisation"} for name in named)]
        store.add_entries(
            session,
            [
                Entry(secrets.token_hex(16), session, **{"kind": "organisation", "version": 1} | one)
                for one in wanted
            ],
        )


def change(served: Server, called: str, /, **fields: object) -> Entry:
    """Change an entry, as somebody else does."""
    known = entry(served, called)
    with records(served) as (store, _):
        return store.save_entry(replace(known, **fields))


def add(served: Server, **fields: object) -> Entry:
    """Add an entry, as somebody else does."""
    with records(served) as (store, session):
        return store.save_entry(Entry(secrets.token_hex(16), session, **{"kind": "organisation"} | fields))


def open_map(page: Page, served: Server) -> Page:
    """Join, and open the section that the map is in."""
    open_section(join(page, served), served, WHO)
    expect(page.locator(".go-coverage-words")).to_contain_text("of 26 groups")
    return page


def list_of(page: Page) -> Locator:
    """Return the place where entries are listed."""
    return page.get_by_role("region", name="Entries")


def row(page: Page, name: str) -> Locator:
    """Return the card of an entry, or its row where there is room for a table."""
    return list_of(page).locator("li.go-card, tbody tr", has=page.locator("strong", has_text=name))


def names(page: Page) -> list[str]:
    """Return the names on the page of the list, in order."""
    return list_of(page).locator("li.go-card > .go-title strong, tbody th > strong").all_inner_texts()


def form(page: Page) -> Locator:
    """Return the form that is open."""
    return page.locator(".go-community form")


def tile(page: Page, group: str) -> Locator:
    """Return the tile of a community group."""
    return page.locator(".go-tile", has=page.locator(".go-title", has_text=group))
