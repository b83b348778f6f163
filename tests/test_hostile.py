"""What a hostile hand may write, in every field, and what becomes of it: text, and nothing but text."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import PHONE
from tests.pages import REFLECTING, box, join, open_section, write
from tests.server import Server

SCRIPTS = (
    '<img src=x onerror="window.hurt=1"><script>window.hurt=1</script>',
    "</textarea></script><svg onload=window.hurt=1>",
    '<a href="javascript:window.hurt=1">click</a> ${window.hurt=1} {{7*7}}',
    '=HYPERLINK("http://x","y") \u202egnp.exe\u202c \u0007 \u0000 👩‍👩‍👧‍👦 مرحبا שלום',
)


@pytest.fixture
def other(browser: Browser, served: Server) -> Page:
    """Another phone in the same session."""
    with browser.new_context(**PHONE) as context:
        yield join(context.new_page(), served)


def unhurt(page: Page) -> bool:
    return page.evaluate("window.hurt === undefined") and page.locator("main img[src=x]").count() == 0


@pytest.mark.parametrize("text", SCRIPTS)
def test_an_answer_never_runs(phone: Page, served: Server, text: str) -> None:
    open_section(join(phone, served), served, REFLECTING)
    write(phone, "What do we need to know", text)
    open_section(phone, served, REFLECTING)
    expect(box(phone, "What do we need to know")).to_have_value(re.compile(re.escape(text[:12])))
    assert unhurt(phone)
    open_section(phone, served, "07-next-steps.ipynb")
    assert unhurt(phone)


@pytest.mark.parametrize("text", SCRIPTS[:2])
def test_a_step_never_runs_on_another_phone(phone: Page, other: Page, served: Server, text: str) -> None:
    open_section(other, served, "04-how.ipynb")
    open_section(join(phone, served), served, "04-how.ipynb")
    phone.get_by_label("Who does it").first.fill(text[:80])
    phone.get_by_label("Who does it").first.blur()
    expect(other.get_by_label("Who does it").first).to_have_value(text[:80])
    assert unhurt(other)


@pytest.mark.parametrize("text", SCRIPTS[:3])
def test_a_local_resource_never_runs_on_another_phone(
    phone: Page, other: Page, served: Server, text: str
) -> None:
    open_section(other, served, "05-what.ipynb")
    open_section(join(phone, served), served, "05-what.ipynb")
    phone.get_by_role("button", name="Add a local resource").click()
    phone.get_by_label("Name", exact=True).fill(text[:110])
    phone.get_by_role("button", name="Save").click()
    expect(other.get_by_text(text[:30]).first).to_be_visible()
    assert unhurt(other)
