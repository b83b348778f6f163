"""How a test finds its way in the plan: what the workshop keeps of it, and where things are on the page."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from playwright.sync_api import Locator, Page, Route, expect

from tests.pages import join, open_section
from tests.server import Server
from workshop.settings import sqlite_url
from workshop.store import Action, Conflict, Store, open_store

NEXT_STEPS = "07-next-steps.ipynb"
HOW = "04-how.ipynb"
WHOLE = {"who": "Library", "by_when": "2099-03-01", "means": "A room", "tell": "The school"}


@contextmanager
def records(served: Server) -> Iterator[tuple[Store, str]]:
    """The store of a served workshop, and the session that is held."""
    with open_store(sqlite_url(served.data)) as store:
        yield store, store.latest_session().id


def actions(served: Server) -> list[Action]:
    """Return the plan as the workshop keeps it."""
    with records(served) as (store, session):
        found = store.community_changes(session).actions.values()
        return [action for _, action in found if action is not None]


def action(served: Server, what: str) -> Action:
    """Return the one action that says this."""
    (found,) = (action for action in actions(served) if action.what == what)
    return found


def plan(served: Server, *planned: dict) -> list[Action]:
    """Make the plan these actions and no others."""
    with records(served) as (store, session):
        while there := [found for _, found in store.community_changes(session).actions.values() if found]:
            for found in there:
                with suppress(Conflict):  # the last word of a page that a test has just closed
                    store.remove_action(session, found.id, found.version)
        return [store.save_action(Action(secrets.token_hex(16), session, **fields)) for fields in planned]


def change(served: Server, known: Action, **fields: str) -> Action:
    """Change an action, as somebody else does."""
    values = {name: getattr(known, name) for name in Action.__slots__}
    with records(served) as (store, _):
        return store.save_action(Action(**values | fields))


def open_plan(page: Page, served: Server) -> Page:
    """Join, and open the section that the plan is in."""
    open_section(join(page, served), served, NEXT_STEPS)
    expect(page.locator(".go-plan-says")).to_contain_text("omplete")
    return page


def card(page: Page, what: str) -> Locator:
    """Return the card (on a wide screen, the rows) of an action."""
    return page.locator(".go-action", has_text=what)


def order(page: Page) -> list[str]:
    """Return what there is to do, from the top."""
    return page.locator(".go-action-what strong").all_inner_texts()


def until(page: Page, holds: Callable[[], bool]) -> None:
    """Wait until something holds that the page does not say."""
    for _ in range(100):
        if holds():
            return
        page.wait_for_timeout(50)
    raise AssertionError("It did not come to that.")


def before_saving(page: Page, kind: str, happens: Callable[[], object]) -> None:
    """Let something happen once, when the page's next message of a kind is on its way."""
    done = []

    def handle(route: Route) -> None:
        if not done and f'"{kind}"' in (route.request.post_data or ""):
            done.append(kind)
            happens()
        route.continue_()

    page.route("**/workshop/messages", handle)


def fill_in(page: Page, **fields: str) -> None:
    """Fill in the form of an action."""
    labels = {"what": "What", "who": "Who", "by": "By when", "means": "With what", "tell": "Who should know"}
    for field, text in fields.items():
        page.locator(".go-plan form").get_by_label(labels[field], exact=True).fill(text)
