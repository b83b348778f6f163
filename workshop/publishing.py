"""The commands that publish, and that take records out and in."""

from pathlib import Path

import click

from workshop.settings import settings
from workshop.store import StoreError, open_store
from workshop.toolkit import load_toolkit
from workshop.typed import EXAMPLE, data_option, fail


@click.command(epilog=EXAMPLE.format("workshop publish --to our-town"))
@data_option("The folder that keeps the records.")
@click.option(
    "--to",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="A new or empty folder, or one that was published before.",
)
def publish(data: Path, folder: Path) -> None:
    """Write what two people agreed on as pages that any browser opens, and any host serves."""
    from workshop.publish.folder import agreed_session, publish
    from workshop.refusal import Refused

    try:
        with open_store(settings(data).database_url) as store:
            done = publish(store, load_toolkit(), agreed_session(store), folder)
    except (Refused, StoreError) as trouble:
        fail(trouble)
    say_list("Taken out since it was agreed on:", list(done.withdrawn.removed))
    say_list("What changed since the last time:", done.changes.lines() or ["Nothing."])
    click.echo(f"Publication {done.publication.number} is in {folder}: {len(done.names)} files.")
    click.echo(f"Look at it: {folder / 'index.html'}")


def say_list(heading: str, lines: list[str]) -> None:
    """Say a list under a heading, if there is anything on it."""
    if lines:
        click.echo("\n  ".join((heading, *lines)) + "\n")
