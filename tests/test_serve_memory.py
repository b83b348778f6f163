"""What a crowd took of the memory goes back to the computer."""

import subprocess
import sys

import pytest

#: Messages as large as a page's models, with something small that stays after each: what is left of them, in MB.
PROGRAM = """
import psutil
from workshop.serve.memory import give_back
give_back()
del [bytes(640_000) for _ in range(3)][:]
before = psutil.Process().memory_info().rss
crowd, stays = [], []
for _ in range(200):
    crowd.append(b"x" * 640_000)
    stays.append(b"y" * 5_000)
crowd.clear()
print((psutil.Process().memory_info().rss - before) // 1_000_000)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do this by themselves")
def test_what_large_messages_took_is_given_back() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=60, check=True
    )
    assert int(done.stdout) < 10
