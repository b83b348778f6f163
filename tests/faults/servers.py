"""One of two servers behind a proxy is killed."""

import asyncio
import contextlib
import tempfile
import time
from pathlib import Path

from tests.faults.places import Place, Told
from tests.faults.seats import Load
from tests.haproxy import HAProxy, two_servers
from tests.postgres import Postgres, find_postgres


def one_of_two_servers(seats: int) -> Told:
    """Kill one of two servers behind HAProxy in the middle of a load."""
    with tempfile.TemporaryDirectory(prefix="faults-") as folder, contextlib.ExitStack() as held:
        for name in ("one", "two"):
            (Path(folder) / name).mkdir()
        postgres = Postgres(find_postgres(), safe=True)
        held.callback(postgres.remove)
        servers, ports = two_servers(Path(folder), postgres.start().new_database())
        for server in servers:
            server.choose_ports().start_again()
            held.callback(server.stop)
        proxy = HAProxy(Path(folder), ports, servers)
        held.callback(proxy.stop)
        proxy.wait()

        async def run() -> tuple[Load, float]:
            load = Load(proxy.url, servers[0].join_code, seats, pause=1, trusts=str(proxy.certificate))
            async with load:
                await load.all_have_saved(3)
                killed = time.monotonic()
                servers[0].kill()
                await asyncio.sleep(10)
            return load, killed

        load, killed = asyncio.run(run())
        saves, live = load.longest_wait_after(killed), load.longest_silence_after(killed)
        told = Place(servers[1], postgres.url("workshop"), postgres).told(
            load,
            f"{seats} seats: the last saved again after {saves:.1f} s, and had news again after {live:.1f} s",
        )
        late = (
            [f"not everyone was back within 5 s: {saves:.1f} s, {live:.1f} s"] if max(saves, live) > 5 else []
        )
        return Told(told.line, told.wrong + late)
