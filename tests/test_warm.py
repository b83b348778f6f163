"""A forked kernel is a kernel: whatever the ordinary one can do, it can, and it ends when the ordinary one does."""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from multiprocessing import forkserver
from pathlib import Path

import pytest
import zmq
from jupyter_client.asynchronous import AsyncKernelClient

from workshop.serve import code
from workshop.serve.handles import allow_many
from workshop.serve.kernels import PageKernels, kernel_config, short_folder
from workshop.serve.warm import can_fork, start_warming

pytestmark = pytest.mark.skipif(not can_fork(), reason="this computer can't fork kernels")

#: Objects that are there once everything is imported; a kernel that imports for itself has frozen none.
MANY = 50_000

WAYS = pytest.mark.parametrize("warm", [True, False], ids=["forked", "ordinary"])


@pytest.fixture(scope="module", autouse=True)
def warm_process() -> None:
    start_warming()


@asynccontextmanager
async def kernels(warm: bool) -> AsyncIterator[PageKernels]:
    with tempfile.TemporaryDirectory(dir=short_folder()) as folder:
        manager = PageKernels(config=kernel_config(warm=warm), connection_dir=folder)
        try:
            yield manager
        finally:
            await manager.shutdown_all(now=True)


@asynccontextmanager
async def talk(manager: PageKernels, kernel_id: str) -> AsyncIterator[AsyncKernelClient]:
    client = manager.get_kernel(kernel_id).client()
    client.start_channels()
    try:
        await client.wait_for_ready(timeout=60)
        yield client
    finally:
        client.stop_channels()


async def ask(client: AsyncKernelClient, code: str) -> str:
    """Return what a line of code prints, or the name of the error that it ends with."""
    said: list[str] = []

    def hear(message: dict) -> None:
        said.append(message["content"].get("text") or message["content"].get("ename") or "")

    await client.execute_interactive(code, output_hook=hear, timeout=60)
    return "".join(said).strip()


async def until(true: Callable[[], Awaitable[bool]], seconds: float = 15) -> bool:
    for _ in range(int(seconds * 20)):
        if await true():
            return True
        await asyncio.sleep(0.05)
    return False


def run(promise: Coroutine) -> None:
    asyncio.run(promise)


@WAYS
def test_it_starts_with_what_it_was_told_and_in_a_process_of_its_own(warm: bool) -> None:
    async def promise() -> None:
        async with kernels(warm) as manager:
            kernel_id = await manager.start_for_page({"WORKSHOP_SERVED_BY": "participants"})
            async with talk(manager, kernel_id) as client:
                assert await shares(client) is warm
                told = await ask(client, "import os; print(os.environ['WORKSHOP_SERVED_BY'], os.getpid())")
            assert told == f"participants {manager.get_kernel(kernel_id).provisioner.pid}"
            assert str(os.getpid()) not in told.split()

    run(promise())


@WAYS
def test_two_kernels_share_no_variables_and_no_random_numbers(warm: bool) -> None:
    async def promise() -> None:
        async with kernels(warm) as manager:
            numbers = set()
            for _ in range(3):
                async with talk(manager, await manager.start_for_page({})) as client:
                    assert await ask(client, "secret") == "NameError"
                    await ask(client, "secret = 1")
                    numbers.add(await ask(client, "import random; print(random.random())"))
            assert len(numbers) == 3

    run(promise())


@WAYS
def test_a_loop_can_be_interrupted(warm: bool) -> None:
    async def promise() -> None:
        async with kernels(warm) as manager:
            kernel_id = await manager.start_for_page({})
            async with talk(manager, kernel_id) as client:
                looping = asyncio.ensure_future(ask(client, "while True: pass"))
                await asyncio.sleep(0.5)
                await manager.interrupt_kernel(kernel_id)
                assert await looping == "KeyboardInterrupt"
                assert await ask(client, "print(2 + 2)") == "4"

    run(promise())


@WAYS
def test_it_can_be_started_again_and_has_forgotten_everything(warm: bool) -> None:
    async def promise() -> None:
        async with kernels(warm) as manager:
            kernel_id = await manager.start_for_page({})
            async with talk(manager, kernel_id) as client:
                await ask(client, "word = 1")
            await manager.restart_kernel(kernel_id, now=True)
            async with talk(manager, kernel_id) as client:
                assert await ask(client, "word") == "NameError"

    run(promise())


@WAYS
@pytest.mark.parametrize("code", ["pass", "while True: pass", "import time; time.sleep(60)"])
def test_it_ends_when_told_to_whatever_it_does(warm: bool, code: str) -> None:
    async def promise() -> None:
        async with kernels(warm) as manager:
            kernel_id = await manager.start_for_page({})
            pid = manager.get_kernel(kernel_id).provisioner.pid
            async with talk(manager, kernel_id) as client:
                client.execute(code)
                await asyncio.sleep(0.2)
                await manager.end(kernel_id)
            assert not await manager.is_running(kernel_id)
            assert await until(lambda: is_gone(pid))

    run(promise())


@WAYS
def test_one_that_crashed_is_known_to_be_gone_and_the_others_notice_nothing(warm: bool) -> None:
    async def promise() -> None:
        async with kernels(warm) as manager:
            one, other = [await manager.start_for_page({}) for _ in range(2)]
            async with talk(manager, one), talk(manager, other) as neighbour:
                os.kill(manager.get_kernel(one).provisioner.pid, signal.SIGKILL)

                async def noticed() -> bool:
                    return not await manager.is_running(one)

                assert await until(noticed)
                assert await ask(neighbour, "print('here')") == "here"

    run(promise())


@WAYS
def test_many_start_at_once(warm: bool) -> None:
    async def promise() -> None:
        async with kernels(warm) as manager:
            ids = await asyncio.gather(*(manager.start_for_page({}) for _ in range(8)))
            assert len({manager.get_kernel(kernel_id).provisioner.pid for kernel_id in ids}) == 8

            async def answers(kernel_id: str) -> str:
                async with talk(manager, kernel_id) as client:
                    return await ask(client, "print('ready')")

            assert await asyncio.gather(*map(answers, ids)) == ["ready"] * 8

    run(promise())


def test_a_hall_with_a_thousand_open_connections_can_have_one_more() -> None:
    allow_many()

    async def promise() -> None:
        async with kernels(warm=True) as manager:
            others = [manager.context.socket(zmq.PUSH) for _ in range(1100)]
            try:
                kernel_id = await manager.start_for_page({})
                assert await manager.is_running(kernel_id)
                async with talk(manager, kernel_id) as client:
                    assert await ask(client, "print('here')") == "here"
                await manager.end(kernel_id)
                assert not await manager.is_running(kernel_id)
            finally:
                for other in others:
                    other.close(linger=0)

    run(promise())


def test_kernels_outlive_the_warm_process_and_it_is_started_again() -> None:
    async def promise() -> None:
        async with kernels(warm=True) as manager:
            before = await manager.start_for_page({})
            async with talk(manager, before) as client:
                os.kill(forkserver._forkserver._forkserver_pid, signal.SIGKILL)
                assert await ask(client, "print('still here')") == "still here"
                assert await manager.is_running(before)
                async with talk(manager, await manager.start_for_page({})) as another:
                    assert await ask(another, "print('and I')") == "and I"
                    assert await shares(another)
                pid = manager.get_kernel(before).provisioner.pid
                await manager.end(before)
            assert await until(lambda: is_gone(pid))

    run(promise())


def test_a_page_that_is_opened_as_the_warm_process_dies_has_its_kernel() -> None:
    async def promise() -> None:
        async with kernels(warm=True) as manager:
            for _ in range(3):
                os.kill(forkserver._forkserver._forkserver_pid, signal.SIGKILL)
                async with talk(manager, await manager.start_for_page({})) as client:
                    assert await shares(client)

    run(promise())


def test_when_the_code_changes_the_next_kernel_has_it_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "widget.py").write_text("old = True")
    monkeypatch.setattr(code, "FOLDERS", (str(tmp_path),))
    monkeypatch.setattr(code, "LOOK_SECONDS", 0)

    async def promise() -> None:
        async with kernels(warm=True) as manager:
            before = await manager.start_for_page({})
            warm = forkserver._forkserver._forkserver_pid
            await manager.start_for_page({})
            assert forkserver._forkserver._forkserver_pid == warm
            (tmp_path / "widget.py").write_text("new = True")
            async with talk(manager, await manager.start_for_page({})) as client:
                assert forkserver._forkserver._forkserver_pid != warm
                assert await shares(client)
            async with talk(manager, before) as client:
                assert await ask(client, "print('still here')") == "still here"

    run(promise())


def test_a_module_that_can_not_be_imported_leaves_all_the_others_to_be_shared() -> None:
    program = "import sys; sys.modules['debugpy'] = None; import workshop.serve.preload, gc; "
    program += f"print(gc.get_freeze_count() > {MANY})"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "True"
    assert "debugpy can't be imported" in done.stderr


async def shares(client: AsyncKernelClient) -> bool:
    """Return whether a kernel has found everything imported, in memory that it shares."""
    return int(await ask(client, "import gc; print(gc.get_freeze_count())")) > MANY


async def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    if sys.platform == "linux":
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    return False
