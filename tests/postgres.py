"""A throw-away PostgreSQL for the tests; `python -m tests.postgres` prints where its programs are."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg

#: Debian keeps the programs of each version out of the way, the newest last.
PLACES = "/usr/lib/postgresql/*/bin"
#: The account that runs it where we are root: PostgreSQL refuses to be root.
ACCOUNT = "postgres"


def find_postgres() -> Path | None:
    """Return the folder of PostgreSQL's programs: that of POSTGRES_BIN, else the first one found here, else None."""
    chosen = os.environ.get("POSTGRES_BIN", "")
    versions = sorted(Path("/").glob(PLACES.lstrip("/")), key=lambda path: _number(path.parent.name))
    known = shutil.which("initdb")
    places = [chosen] if chosen else [*reversed(versions), *([Path(known).parent] if known else [])]
    needed = ("initdb", "postgres", "pg_ctl")
    return next(
        (Path(place) for place in places if all((Path(place) / name).exists() for name in needed)), None
    )


def _number(version: str) -> int:
    return int(version) if version.isdigit() else 0


class Postgres:
    """A database server of our own, in a folder that goes with it; it answers at a socket in that folder.

    ``safe`` makes it write each commit to the disk before it says so, which most tests need not wait for.
    """

    def __init__(self, programs: Path, *, safe: bool = False) -> None:
        self._programs, self._safe = programs, safe
        # Not in pytest's folder: that one is closed to other accounts. A socket's path must be short too.
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self._account = {"user": ACCOUNT, "group": ACCOUNT, "extra_groups": []} if os.geteuid() == 0 else {}
        if self._account:
            shutil.chown(self.folder, ACCOUNT, ACCOUNT)
        self.data = self.folder / "data"
        initdb = ("--username=workshop", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
        self._run("initdb", *initdb, *self._places(), f"--pgdata={self.data}")

    def _places(self) -> tuple[str, ...]:
        """Make ready where things are to lie, if that is not in our folder, and return what says so."""
        return ()

    def runs(self) -> bool:
        """Return whether it runs."""
        with contextlib.suppress(subprocess.CalledProcessError):
            self._run("pg_ctl", "status", f"--pgdata={self.data}")
            return True
        return False

    def start(self) -> "Postgres":
        """Start, and return once it answers."""
        settings = {"unix_socket_directories": self.folder, "listen_addresses": "", "max_connections": 100}
        # Of a word that is repeated, this way of packing keeps the first as it is, to be looked for.
        settings |= {"default_toast_compression": "lz4"}
        if not self._safe:
            settings |= {"fsync": "off", "full_page_writes": "off"}
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        log = f"--log={self.folder / 'log'}"
        self._run(
            "pg_ctl", "start", "--wait", "--timeout=60", f"--pgdata={self.data}", log, f"--options={options}"
        )
        return self

    def stop(self, mode: str = "immediate") -> None:
        """Stop: ``immediate`` as a power cut does, ``fast`` in order."""
        self._run("pg_ctl", "stop", "--wait", f"--mode={mode}", f"--pgdata={self.data}")

    def remove(self) -> None:
        """Stop if it runs, and remove every trace."""
        with contextlib.suppress(subprocess.CalledProcessError):
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self._programs / program, *arguments],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=(self.folder / "errors").open("ab"),
            cwd=self.folder,
            **self._account,
        )

    def url(self, database: str = "postgres") -> str:
        """Return the address of one of its databases, as a person would write it in the environment."""
        return f"postgresql+psycopg://workshop@/{database}?host={quote(str(self.folder))}"

    @contextlib.contextmanager
    def raw(self, database: str = "postgres") -> Iterator[psycopg.Connection]:
        """Open a connection that no store knows of; each statement is a transaction."""
        with psycopg.connect(
            host=str(self.folder), dbname=database, user="workshop", autocommit=True
        ) as connection:
            yield connection

    def new_database(self, name: str = "workshop") -> str:
        """Make an empty database in the place of one with this name, and return its address."""
        with self.raw() as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchall():
                connection.execute(f'CREATE DATABASE "{name}"')
                return self.url(name)
            connection.execute(f'ALTER DATABASE "{name}" RESET ALL')
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
            )
        with self.raw(name) as connection:  # much quicker than another database
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
        return self.url(name)

    def tables_on_disk(self, database: str) -> bytes:
        """Return all bytes of a database's tables and of their indexes, as they are on disk."""
        with self.raw(database) as connection:
            connection.execute("CHECKPOINT")
            paths = connection.execute(
                "SELECT pg_relation_filepath(c.oid) FROM pg_class c WHERE relkind IN ('r', 'i', 't') AND relnamespace"
                " IN ('public'::regnamespace, 'pg_toast'::regnamespace) AND pg_relation_filepath(c.oid) IS NOT NULL"
            ).fetchall()
        files = [file for (path,) in paths for file in self.data.glob(f"{path}*")]
        assert files
        return b"".join(file.read_bytes() for file in files)


if __name__ == "__main__":
    found = find_postgres()
    if found is None:
        sys.exit("There is no PostgreSQL here.")
    print(found)
