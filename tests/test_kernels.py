"""The process behind a page lasts as long as somebody has the page open, and not for ever after."""

import asyncio
import tempfile

import pytest

from workshop.serve import kernels
from workshop.serve.kernels import PageKernels, RoomFull, kernel_config, most_kernels, short_folder
from workshop.settings import passed_on


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that waits for nobody."""
    monkeypatch.setattr(kernels, "PATIENCE", 0)
    monkeypatch.setattr(kernels, "FIRST_PATIENCE", 0)


def manager(folder: str, **options: int) -> PageKernels:
    return PageKernels(config=kernel_config(warm=False, **options), connection_dir=folder)


@pytest.mark.usefixtures("impatient")
def test_a_kernel_ends_when_its_page_is_gone_and_not_while_it_is_open_or_kept_ready() -> None:
    async def promise(running: PageKernels) -> None:
        gone, opened, ready = [
            await running.start_for_page({}, served=served) for served in (True, True, False)
        ]
        running.page_opened(opened)
        await running.end_abandoned()
        assert [await running.is_running(kernel) for kernel in (gone, opened, ready)] == [False, True, True]
        running.page_closed(opened)
        await running.page_served(ready)
        await running.end_abandoned()
        assert running.list_kernel_ids() == []

    with tempfile.TemporaryDirectory(dir=short_folder()) as folder:
        asyncio.run(promise(manager(folder)))


def test_one_more_than_the_room_holds_is_refused_and_one_that_left_makes_room() -> None:
    async def promise(running: PageKernels) -> None:
        first = await running.start_for_page({})
        with pytest.raises(RoomFull):
            await running.start_for_page({})
        await running.end(first)
        await running.end(await running.start_for_page({}))

    with tempfile.TemporaryDirectory(dir=short_folder()) as folder:
        asyncio.run(promise(manager(folder, most=1)))


def test_any_computer_has_room_for_a_table() -> None:
    assert most_kernels() >= kernels.FEWEST


def test_a_kernel_is_told_no_password_that_somebody_keeps_in_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PGPASSWORD", "secret")
    monkeypatch.setenv("WORKSHOP_DATABASE_URL", "postgresql://workshop:secret@localhost/workshop")
    assert "secret" not in str(passed_on())
    assert "PATH" in {name.upper() for name in passed_on()}
