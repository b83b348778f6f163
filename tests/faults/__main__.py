"""Breaks a workshop in every way that we know of, under load: `make faults`, or `python -m tests.faults kills`.

`--kills 1000` says how often the server is killed on each kind of database, `--seats 100` how many save at two servers.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator

from tests.faketime import find_faketime
from tests.faults.clock import clock_jumps
from tests.faults.database import database_gone, database_locked
from tests.faults.disk import disk_full
from tests.faults.kills import kills
from tests.faults.places import ENGINES, Told
from tests.faults.servers import one_of_two_servers
from tests.faults.visitors import strange_visitors
from tests.haproxy import find_haproxy
from tests.postgres import find_postgres

ON_BOTH = {
    "gone": database_gone,
    "locked": database_locked,
    "full": disk_full,
    "clock": clock_jumps,
    "strange": strange_visitors,
}


def chosen(names: list[str], count: int, seats: int) -> Iterator[tuple[str, Callable[[], Told]]]:
    """Give each scene that is asked for."""
    for engine in ENGINES:
        if not names or "kills" in names:
            yield f"kills, {engine}", lambda engine=engine: kills(engine, count)
    for name, scene in ON_BOTH.items():
        for engine in ENGINES:
            if not names or name in names:
                yield f"{name}, {engine}", lambda scene=scene, engine=engine: scene(engine)
    if not names or "servers" in names:
        yield "one of two servers", lambda: one_of_two_servers(seats)


def main() -> None:
    """Run the scenes, print what each found, and end with 1 if a word was lost."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", choices=[[], "kills", "servers", *ON_BOTH])
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seats", type=int, default=100)
    asked = parser.parse_args()
    if find_postgres() is None or find_haproxy() is None or find_faketime() is None:
        sys.exit("This needs PostgreSQL, HAProxy and libfaketime.")
    failed = False
    for name, scene in chosen(asked.names, asked.kills, asked.seats):
        began = time.monotonic()
        told = scene()
        failed |= bool(told.wrong)
        print(
            f"{'WRONG' if told.wrong else 'good '}  {name:<22} {told.line} ({time.monotonic() - began:.0f} s)",
            flush=True,
        )
        for line in told.wrong[:10]:
            print(f"         {line}", flush=True)
    sys.exit(failed)


if __name__ == "__main__":
    main()
