"""The commands that keep records, put them back, and move them to another database."""

import sys
from pathlib import Path

import click

from workshop.alone import AlreadyOpen, alone_in
from workshop.retention import written_copy
from workshop.settings import settings
from workshop.store import NotEmpty, StoreError, fill, open_store
from workshop.typed import EXAMPLE, data_option, fail
from workshop.written import note

_passphrase_option = click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file whose first line is the passphrase, instead of typing it.",
)


def _passphrase(file: Path | None, *, new: bool = False) -> str:
    """Return the passphrase of a backup, from a file or as it is typed."""
    if file:
        return (file.read_text(encoding="utf-8").splitlines() or [""])[0]
    if not sys.stdin.isatty():
        fail(
            "There is nobody to type a passphrase. Put it in a file, and name that with --passphrase-file FILE."
        )
    return click.prompt("Passphrase", hide_input=True, confirmation_prompt=new)


@click.command(epilog=EXAMPLE.format("workshop backup meeting.age"))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@data_option("The folder whose records are kept.")
@_passphrase_option
def backup(file: Path, data: Path, passphrase_file: Path | None) -> None:
    """Keep all records in one sealed file, also while the workshop is open.

    The file holds the same private words as the records. Only the passphrase opens it: nobody can find out a lost one.
    """
    from workshop.backup import BackupError, save_backup

    passphrase = _passphrase(passphrase_file, new=True)
    try:
        with open_store(settings(data).database_url) as store:
            kept = save_backup(store, file, passphrase)
            note(settings(data).data, written_copy(store, "backup", file))
    except (BackupError, StoreError) as trouble:
        fail(trouble)
    click.echo(
        f"{kept.count():,} records are in {file}. It was opened again, and holds what the database holds."
    )
    click.echo("It has people's private words in it: keep it as you keep the records.")


@click.command(epilog=EXAMPLE.format("workshop restore meeting.age --data FOLDER"))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@data_option("An empty folder to put the records in.")
@_passphrase_option
def restore(file: Path, data: Path, passphrase_file: Path | None) -> None:
    """Put the records of a backup into an empty folder, or into the empty database of WORKSHOP_DATABASE_URL."""
    from workshop.backup import BackupError, restore_backup

    passphrase = _passphrase(passphrase_file)
    try:
        put = restore_backup(settings(data).database_url, file, passphrase)
    except NotEmpty:
        fail(
            "There are records there already, and nothing was changed. Choose an empty folder with --data FOLDER."
        )
    except (BackupError, StoreError) as trouble:
        fail(trouble)
    click.echo(f"{put.count():,} records are back, each compared with the backup.")
    click.echo("Open them with: workshop serve, in the same way as you called this.")


@click.command(epilog=EXAMPLE.format("workshop move --to postgresql://workshop:PASSWORD@localhost/workshop"))
@data_option("The folder whose records are moved.")
@click.option("--to", "target", required=True, help="The address of an empty database.")
def move(data: Path, target: str) -> None:
    """Put all records into another database, while nobody uses the workshop; the old ones stay where they are."""
    here = settings(data)
    try:
        with alone_in(data), open_store(here.database_url) as store:
            copy = store.copy_out()
            if not copy.count():
                fail(f"There are no records in {data}. Name the folder that has them with --data FOLDER.")
            fill(target, copy)
            with open_store(target) as moved:
                same = moved.copy_out().tables == copy.tables
    except NotEmpty:
        fail("There are records at that address already, and nothing was changed. Give an empty database.")
    except (AlreadyOpen, StoreError) as trouble:
        fail(trouble)
    if not same:
        fail("What is there now is not what is here. Use the old records, and look at that database.")
    for name, table in sorted(copy.tables.items()):
        if table.rows:
            click.echo(f"  {name:<20} {len(table.rows):>8,}   {table.checksum()[:12]}")
    click.echo(f"{copy.count():,} records are there, with the same counts and checksums as here.")
    click.echo("Set WORKSHOP_DATABASE_URL to that address. Delete the old records when you are sure.")
