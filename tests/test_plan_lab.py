"""The plan in JupyterLab, where a widget talks to the store through its own kernel."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.test_lab import lab, open_and_run  # noqa: F401
from workshop.session import begin_session
from workshop.settings import sqlite_url
from workshop.store import Action, open_store

ASK = "Find out if a committee"


def test_a_step_goes_into_the_plan_and_its_link_opens_the_plan(
    desk: Page, request: pytest.FixtureRequest
) -> None:
    url, data = request.getfixturevalue("lab")
    desk.set_default_timeout(60_000)
    open_and_run(desk, url, "04-how.ipynb")
    step = desk.locator(".go-step", has_text=ASK)
    step.get_by_role("button", name="Put in the plan").click()
    expect(step.locator(".go-in-plan")).to_contain_text("To do", timeout=60_000)
    assert "step:ask" in [action.origin for action in kept(data)]
    step.get_by_role("link", name="See the plan").click()
    tab = desk.get_by_role("tab", name="07-next-steps.ipynb")
    expect(tab).to_have_attribute("aria-selected", "true", timeout=60_000)


def test_the_plan_is_changed_in_jupyterlab(desk: Page, request: pytest.FixtureRequest) -> None:
    url, data = request.getfixturevalue("lab")
    desk.set_default_timeout(60_000)
    with open_store(sqlite_url(data)) as store:
        session = store.latest_session() or begin_session(store, "Evening", date.today())
        store.save_action(Action("a" * 32, session.id, "Bake bread", origin="step:talk"))
    open_and_run(desk, url, "07-next-steps.ipynb")
    card = desk.locator(".go-action", has_text="Bake bread")
    expect(card).to_contain_text("From step 1", timeout=60_000)
    card.get_by_role("button", name="Mark done").click()
    expect(card.get_by_role("status").first).to_contain_text("Saved: Done.", timeout=60_000)
    assert [action.status for action in kept(data) if action.what == "Bake bread"] == ["done"]


def kept(data: Path) -> list[Action]:
    with open_store(sqlite_url(data)) as store:
        found = store.community_changes(store.latest_session().id).actions.values()
        return [action for _, action in found if action is not None]
