"""A page's process that loops, or eats memory, is ended; the others notice nothing."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable

import pytest

from workshop.serve.kernels import TOO_BIG, TOO_BUSY, PageKernels, kernel_config, short_folder
from workshop.serve.watch import Watch

BIG = "hoard = bytearray(200 * 2**20)\nhoard[::4096] = b'x' * len(hoard[::4096])"
LOOP = "while True: pass"


def with_two_kernels(promise: Callable[[PageKernels, str, str], Awaitable[None]]) -> None:
    async def run() -> None:
        with tempfile.TemporaryDirectory(dir=short_folder()) as folder:
            kernels = PageKernels(config=kernel_config(warm=False), connection_dir=folder)
            try:
                await promise(kernels, *[await kernels.start_for_page({}) for _ in range(2)])
            finally:
                await kernels.shutdown_all(now=True)

    asyncio.run(run())


async def begin(kernels: PageKernels, kernel_id: str, code: str) -> None:
    client = kernels.get_kernel(kernel_id).client()
    client.start_channels()
    await client.wait_for_ready(timeout=60)
    client.execute(code)
    client.stop_channels()


@pytest.mark.parametrize(("code", "reason"), [(LOOP, TOO_BUSY), (BIG, TOO_BIG)], ids=["loop", "memory"])
def test_what_takes_too_much_is_ended_with_a_reason_and_its_neighbour_is_not(code: str, reason: str) -> None:
    async def promise(kernels: PageKernels, bad: str, good: str) -> None:
        watch = Watch(kernels, every=0.5, most_bytes=150 * 2**20, most_seconds=2)
        await begin(kernels, good, "1 + 1")
        await asyncio.sleep(1)
        await begin(kernels, bad, code)
        for _ in range(60):
            await watch.look()
            if not await kernels.is_running(bad):
                break
            await asyncio.sleep(0.5)
        assert kernels.reason(bad) == reason
        assert await kernels.is_running(good)
        assert kernels.reason(good) == ""

    with_two_kernels(promise)


def test_a_page_that_works_hard_for_a_moment_is_left_alone() -> None:
    async def promise(kernels: PageKernels, busy: str, _other: str) -> None:
        watch = Watch(kernels, every=0.5, most_seconds=30)
        await begin(kernels, busy, LOOP)
        for _ in range(6):
            await watch.look()
            await asyncio.sleep(0.5)
        assert await kernels.is_running(busy)

    with_two_kernels(promise)
