"""The commands that publish, that take records out and in, and that remove what is past its day."""

from datetime import date
from pathlib import Path

import click

from workshop.refusal import Refused
from workshop.settings import settings
from workshop.store import NotEmpty, StoreError, open_store
from workshop.toolkit import ToolkitError, load_toolkit
from workshop.typed import EXAMPLE, cohort_option, data_option, fail


@click.command(epilog=EXAMPLE.format("workshop publish --to our-town"))
@data_option("The folder that keeps the records.")
@click.option(
    "--to",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="A new or empty folder, or one that was published before.",
)
@cohort_option("Publish what this cohort agreed on.")
def publish(data: Path, folder: Path, cohort: str) -> None:
    """Write what two people agreed on as pages that any browser opens, and any host serves."""
    from workshop.cohorts import store_of
    from workshop.publish.folder import agreed_session, publish
    from workshop.written import Written, note

    here = settings(data)
    try:
        with open_store(here.database_url) as store:
            own = store_of(store, cohort)
            done = publish(own, load_toolkit(), agreed_session(own), folder)
    except (Refused, StoreError) as trouble:
        fail(trouble)
    note(here.data, Written("pages", str(folder.absolute())))
    say_list("Taken out since it was agreed on:", list(done.withdrawn.removed))
    say_list("What changed since the last time:", done.changes.lines() or ["Nothing."])
    click.echo(f"Publication {done.publication.number} is in {folder}: {len(done.names)} files.")
    click.echo(f"Look at it: {folder / 'index.html'}")


@click.command("export", epilog=EXAMPLE.format("workshop export records.zip"))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@data_option("The folder that keeps the records.")
def take_out(file: Path, data: Path) -> None:
    """Write all records into one open archive that other programs can read.

    It holds every private word in the clear. "workshop backup" keeps the same under a passphrase.
    """
    from workshop.publish.archive import export
    from workshop.retention import written_copy
    from workshop.written import note

    here = settings(data)
    try:
        with open_store(here.database_url) as store:
            copy = export(store, file, date.today())
            note(here.data, written_copy(store, "archive", file))
    except (Refused, StoreError) as trouble:
        fail(trouble)
    click.echo(f"{copy.count():,} records are in {file}.")
    click.echo(
        "It has people's private words in it, for anyone who opens it: keep it as you keep the records."
    )


@click.command("import", epilog=EXAMPLE.format("workshop import records.zip --data FOLDER"))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@data_option("An empty folder to put the records in.")
def bring_in(file: Path, data: Path) -> None:
    """Put the records of an archive into an empty folder."""
    from workshop.publish.archive import bring_in

    try:
        copy = bring_in(settings(data).database_url, file)
    except NotEmpty:
        fail(
            "There are records there already, and nothing was changed. Choose an empty folder with --data FOLDER."
        )
    except (Refused, StoreError) as trouble:
        fail(trouble)
    click.echo(f"{copy.count():,} records are back.")
    click.echo("Open them with: workshop serve, in the same way as you called this.")


@click.command(epilog=EXAMPLE.format("workshop purge --answers 14"))
@data_option("The folder that keeps the records.")
@click.option(
    "--answers",
    type=click.IntRange(0),
    help="Days after a meeting until its answers go.  [default: as data/publishing.toml says]",
)
def purge(data: Path, answers: int | None) -> None:
    """Remove what is past its day: answers, practices, drafts, and the backups that hold them."""
    from dataclasses import replace

    from workshop import retention

    here = settings(data)
    try:
        days = retention.kept_for()
        if answers is not None:
            days = replace(days, answers=answers)
        with open_store(here.database_url) as store:
            purged = retention.purge(store, here.data, date.today(), days, files=True)
    except (StoreError, ToolkitError) as trouble:
        fail(trouble)
    say_list("Gone:", [*(f"{count:,} {name}" for name, count in purged.gone.items()), *purged.files])
    if not purged.gone and not purged.files:
        click.echo("Nothing is past its day.\n")
    if not purged.swept:
        click.echo(
            "The files of the records are in use: traces are removed within a minute, or when it is closed.\n"
        )
    say_list("Soon:", purged.soon)
    outside = (
        []
        if here.database_url.startswith("sqlite:")
        else ["Backups that the database server makes by itself."]
    )
    outside.append("Spreadsheets that were saved from a page, and copies that anybody made.")
    say_list("Out of reach, and for you to look after:", [*purged.unreached, *outside])


def say_list(heading: str, lines: list[str]) -> None:
    """Say a list under a heading, if there is anything on it."""
    if lines:
        click.echo("\n  ".join((heading, *lines)) + "\n")


COMMANDS = (publish, take_out, bring_in, purge)
