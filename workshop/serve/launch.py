"""Starting a workshop: both servers, the addresses people need, and the file that says all is ready."""

import errno
import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from workshop.alone import AlreadyOpen, alone_in
from workshop.retention import kept_for, purge_at_start
from workshop.serve.addresses import ANYWHERE, AddressInUse, bind, reachable_host
from workshop.serve.handles import allow_many
from workshop.serve.memory import give_back
from workshop.serve.rounds import every
from workshop.serve.secrets import SHORTEST_SHARED, kept_secret, write_private
from workshop.serve.ways import NoWay, Way
from workshop.session import current_session
from workshop.settings import settings
from workshop.store import open_store

log = logging.getLogger("workshop")

LOOPBACK = "127.0.0.1"
WATCH_SECONDS = 2


class CannotStart(Exception):
    """The workshop can't be served; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Ready:
    """What is known once both servers answer; written as JSON to the ready file."""

    url: str
    join_url: str
    join_code: str
    facilitator_url: str
    pid: int

    def write(self, path: Path) -> None:
        """Write this for a program that waits for the file to appear: whole, or not at all.

        Raises
        ------
        CannotStart
            When the file can't be written.
        """
        write_ready(path, asdict(self))  # the facilitator's token is in it


def write_ready(path: Path, what: dict[str, str | int]) -> None:
    """Write what is known once a server answers, as JSON that its owner alone can read.

    Raises
    ------
    CannotStart
        When the file can't be written.
    """
    try:
        write_private(path, json.dumps(what, indent=2) + "\n")
    except OSError as error:
        raise CannotStart(f"The ready file {path} can't be written: {error.strerror}.") from None


def serve(
    *,
    host: str,
    port: int,
    facilitator_host: str,
    facilitator_port: int,
    data: Path,
    database_url: str,
    warm: bool,
    lab: bool,
    most_pages: int | None,
    way: Way,
    when_ready: Callable[[Ready], None],
) -> None:
    """Serve a workshop until the process is told to stop.

    Raises
    ------
    CannotStart
        When a port is taken, the folder is served already, or the facilitator's server does not start.
    StoreError
        When the records can't be opened.
    """
    allow_many()
    give_back()
    with ExitStack() as held:
        try:
            way.check()
        except NoWay as trouble:
            raise CannotStart(str(trouble)) from None
        if 0 < len(settings().secret) < SHORTEST_SHARED:
            raise CannotStart(
                f"WORKSHOP_SECRET needs {SHORTEST_SHARED} characters or more, chosen by chance."
            )
        store = held.enter_context(open_store(database_url))
        try:
            kept_secret(data, "cookies")
            token = kept_secret(data, "facilitator-token")
        except OSError as error:
            reason = "the disk is full" if error.errno == errno.ENOSPC else "it can't be written"
            raise CannotStart(
                f"The workshop keeps its secrets in {data}, and {reason}. "
                "Make room, or choose another folder with --data FOLDER."
            ) from None
        try:
            sockets, port = bind(host, port)
            held.enter_context(alone_in(data))
        except (AddressInUse, AlreadyOpen) as trouble:
            raise CannotStart(str(trouble)) from None
        for line in purge_at_start(store, data, date.today(), kept_for()).at_the_start():
            log.warning("%s", line)
        session = current_session(store)  # a rehearsal that was left over may just have gone
        name = reachable_host(host)
        join_url = way.url(name, port, f"/join/{session.join_code}")
        environment = os.environ | {"WORKSHOP_DATA": str(data), "WORKSHOP_DATABASE_URL": database_url}
        facilitator = FacilitatorProcess(
            environment,
            host=facilitator_host,
            port=facilitator_port,
            join_base=way.url(name, port),
            own_base=way.own_url(LOOPBACK if host in ANYWHERE else host, port, way.base_url),
            template="lab" if lab else "workshop",
            **way.options(),
        )

        # Imported while the facilitator's process does the same beside us: it takes most of a second.
        from workshop.serve.participants import ParticipantServer

        def opened() -> None:
            try:
                facilitator_port = facilitator.wait_until_open()
                every(WATCH_SECONDS, facilitator.restart_if_ended)
                every(WATCH_SECONDS, lambda: facilitator.tell(server.look_around().line()))
                server.make_ready()
                when_ready(
                    Ready(
                        url=way.url(name, port),
                        join_url=join_url,
                        join_code=session.join_code,
                        facilitator_url=way.own_url(
                            reachable_host(facilitator_host), facilitator_port, f"/?token={token}"
                        ),
                        pid=os.getpid(),
                    )
                )
            except CannotStart as trouble:
                troubles.append(trouble)
                server.ioloop.stop()

        troubles: list[CannotStart] = []
        try:
            server = ParticipantServer(
                store=store,
                data=data,
                sockets=sockets,
                when_open=opened,
                warm=warm,
                lab=lab,
                most_pages=most_pages,
                way=way,
            )
            server.run()
        finally:
            facilitator.stop()
        if troubles:
            raise troubles[0]


class FacilitatorProcess:
    """The facilitator's server, in a process that ends with this one and is started again if it ends before."""

    def __init__(self, environment: dict[str, str], **options: str | int) -> None:
        self._environment, self._options = environment, options
        self._start()

    def _start(self) -> None:
        arguments = [f"--{name.replace('_', '-')}={value}" for name, value in self._options.items()]
        self._process = subprocess.Popen(  # noqa: S603 (our own module, no shell)
            [sys.executable, "-m", "workshop.serve.facilitator", *arguments],
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def wait_until_open(self) -> int:
        """Return the port once the server answers.

        Raises
        ------
        CannotStart
            When it does not.
        """
        line = self._process.stdout.readline()
        news = json.loads(line) if line else {"trouble": "The facilitator's server ended as it started."}
        if "trouble" in news:
            raise CannotStart(news["trouble"].replace("--port", "--facilitator-port"))
        self._options["port"] = news["port"]
        return news["port"]

    def tell(self, line: str) -> None:
        """Let it know how the hall is doing; one that has just ended is started again and told the next time."""
        with suppress(OSError, ValueError):
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()

    def restart_if_ended(self) -> None:
        """Start it again, at the same address, if something ended it."""
        if self._process.poll() is not None:
            log.warning("The facilitator's server had ended and is started again.")
            self._start()

    def stop(self) -> None:
        """End it, and wait until it has ended its kernels."""
        self._process.stdin.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
