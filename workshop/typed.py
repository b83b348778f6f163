"""What the commands share: how a folder is named, and how one says that it can't be done."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import click

from workshop.settings import settings

EXAMPLE = "\b\nExample:\n  {}"


def fail(sentence: object) -> NoReturn:
    """Say in one sentence why it can't be done, and end with status 1."""
    click.echo(f"workshop: {sentence}", err=True)
    sys.exit(1)


def data_option(help_text: str) -> Callable:
    """Return the option for the folder of the records."""
    return click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        default=lambda: settings().data,
        show_default="data/, or WORKSHOP_DATA",
        help=help_text,
    )


def cohort_option(help_text: str) -> Callable:
    """Return the option for a cohort, by its name."""
    return click.option(
        "--cohort", default="", metavar="NAME", help=f"{help_text}  [default: your own meetings]"
    )
