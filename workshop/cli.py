"""The ``workshop`` command: what people type."""

import logging
import os
import shlex
import sys
from datetime import date
from pathlib import Path

import click

from workshop import keeping, publishing
from workshop.facts import STALE_MONTHS, check_links, is_offline, stale_facts, unconfirmed_facts
from workshop.settings import settings
from workshop.store import StoreError, open_store
from workshop.toolkit import load_toolkit
from workshop.typed import EXAMPLE, cohort_option, data_option, fail

PORT = click.IntRange(0, 65535)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
EVERYWHERE = "0.0.0.0"  # noqa: S104 (phones in the hall have to reach this computer)


@click.group(epilog=EXAMPLE.format("workshop serve"))
@click.version_option(package_name="get-organized")
def main() -> None:
    """Get Organized: a workshop for groups that want to prevent human trafficking where they live."""
    logging.basicConfig(format="%(message)s", level=logging.WARNING)


for command in (keeping.backup, keeping.restore, keeping.move, *publishing.COMMANDS):
    main.add_command(command)


@main.command(epilog=EXAMPLE.format("workshop serve --port 8866"))
@click.option(
    "--host", default=EVERYWHERE, show_default=True, help="Where participants' phones reach this computer."
)
@click.option(
    "--port", type=PORT, default=8866, show_default=True, help="The participants' port; 0 for any free one."
)
@click.option(
    "--facilitator-host", default="127.0.0.1", show_default=True, help="Open the console to others."
)
@click.option(
    "--facilitator-port", type=PORT, help="The facilitator's port.  [default: the participants' plus 1]"
)
@data_option("The folder that keeps the records.")
@click.option("--no-warm", is_flag=True, help="Start each page's process from nothing: slower, and simpler.")
@click.option(
    "--template",
    type=click.Choice(("workshop", "lab")),
    default="workshop",
    show_default=True,
    help="What draws the widgets: our own small front end, or Voila's.",
)
@click.option(
    "--most-pages",
    type=click.IntRange(1),
    help="How many pages may be open at once.  [default: as many as the free memory bears]",
)
@click.option("--certificate", type=FILE, help="A certificate to encrypt with; its key as well.")
@click.option("--key", type=FILE, help="The key of the certificate.")
@click.option(
    "--behind-proxy",
    "proxies",
    multiple=True,
    metavar="IP",
    help="The address or network of a proxy in front, which says where people are; nobody else is answered.",
)
@click.option(
    "--address",
    default="",
    metavar="URL",
    help="What people open, where a proxy is in front; all is served under its path.",
)
@click.option("--read-only", is_flag=True, help="Serve what was agreed on, to read: no seats, no writing.")
@cohort_option("With --read-only: what this cohort agreed on.")
@click.option("--no-browser", is_flag=True, help="Do not open the facilitator's console in a browser.")
@click.option(
    "--ready-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file to write, as JSON, once the workshop answers.",
)
def serve(
    host: str,
    port: int,
    facilitator_host: str,
    facilitator_port: int | None,
    data: Path,
    no_warm: bool,
    template: str,
    most_pages: int | None,
    certificate: Path | None,
    key: Path | None,
    proxies: tuple[str, ...],
    address: str,
    read_only: bool,
    cohort: str,
    no_browser: bool,
    ready_file: Path | None,
) -> None:
    """Open the workshop to a hall, until Ctrl+C."""
    from workshop.serve.ways import Way

    way = Way(certificate, key, proxies, address)
    if read_only:
        _serve_read_only(host, port, data, cohort, way, ready_file)
        return
    from workshop.serve import launch
    from workshop.serve.addresses import open_in_browser, qr_for_terminal
    from workshop.session import spoken_code

    def when_ready(ready: launch.Ready) -> None:
        click.echo(f"\n{qr_for_terminal(ready.join_url)}")
        click.echo(f"  Participants:  {ready.join_url}")
        click.echo(f"  Join code:     {spoken_code(ready.join_code)}   (at {ready.url})")
        click.echo(f"  Facilitator:   {ready.facilitator_url}")
        click.echo(f"  Records:       {here.data}")
        click.echo("  Press Ctrl+C to close the workshop. Saved words stay.\n")
        if facilitator_host not in ("127.0.0.1", "localhost", "::1"):
            click.echo("  The facilitator's address is open to this network: use one with a password.\n")
        if ready_file:
            ready.write(ready_file)
        if not no_browser:
            open_in_browser(ready.facilitator_url, here.data / "secrets" / "console.html")

    here = settings(data)
    if ready_file:
        ready_file.unlink(missing_ok=True)  # one from before would be believed
    if facilitator_port is None:
        facilitator_port = port + 1 if 0 < port < 65535 else 0
    try:
        launch.serve(
            host=host,
            port=port,
            facilitator_host=facilitator_host,
            facilitator_port=facilitator_port,
            data=here.data,
            database_url=here.database_url,
            warm=not no_warm,
            lab=template == "lab",
            most_pages=most_pages,
            way=way,
            when_ready=when_ready,
        )
    except (launch.CannotStart, StoreError) as trouble:
        fail(trouble)
    except KeyboardInterrupt:
        click.echo("Stopped before the workshop was open.")


def _serve_read_only(
    host: str, port: int, data: Path, cohort: str, way: object, ready_file: Path | None
) -> None:
    from workshop.refusal import Refused
    from workshop.serve.addresses import AddressInUse
    from workshop.serve.launch import CannotStart, write_ready
    from workshop.serve.published import serve_read_only
    from workshop.serve.ways import NoWay

    def when_ready(address: str) -> None:
        click.echo(f"  To read:  {address}\n  Nothing can be written. Press Ctrl+C to close.")
        if ready_file:
            write_ready(ready_file, {"url": address, "pid": os.getpid()})

    if ready_file:
        ready_file.unlink(missing_ok=True)
    try:
        serve_read_only(host, port, settings(data).database_url, cohort, way, when_ready)
    except (AddressInUse, CannotStart, NoWay, Refused, StoreError) as trouble:
        fail(trouble)
    except KeyboardInterrupt:
        click.echo("Stopped before there was anything to read.")


@main.command(epilog=EXAMPLE.format("workshop demo --data practice"))
@data_option("An empty folder to fill.")
def demo(data: Path) -> None:
    """Fill a folder with a made-up community, to try things out."""
    from workshop import demo as made_up

    here = settings(data)
    try:
        with open_store(here.database_url) as store:
            session = made_up.fill_with_demo(store, load_toolkit())
    except (made_up.NotEmpty, StoreError) as trouble:
        fail(trouble)
    click.echo(f"{session.title}: ready in {here.data}")
    click.echo(f"Open it with: workshop serve --data {shlex.quote(str(data))}")


@main.command(epilog=EXAMPLE.format("workshop doctor --port 9000"))
@click.option("--host", default=EVERYWHERE, show_default=True, help="As you will give it to “serve”.")
@click.option("--port", type=click.IntRange(1, 65534), default=8866, show_default=True, help="The same.")
@click.option("--facilitator-port", type=PORT, help="The same.  [default: the participants' plus 1]")
@data_option("The folder of the records.")
def doctor(host: str, port: int, facilitator_port: int | None, data: Path) -> None:
    """Look for what could go wrong, and say what to do; status 1 when something has to be done first."""
    from workshop.serve.doctor import FIX, examine

    findings = list(examine(settings(data), host, port, facilitator_port or port + 1, date.today()))
    for finding in findings:
        click.echo(f"{finding.level:<5} {finding.about:<20} {finding.sentence}")
    sys.exit(any(finding.level == FIX for finding in findings))


@main.command("new-address", epilog=EXAMPLE.format("workshop new-address"))
@data_option("The folder of the workshop.")
def new_address(data: Path) -> None:
    """Change the facilitator's address: every browser that was let in is out at once, also while it is open."""
    from workshop.serve.secrets import changed_secret

    if not (data / "secrets").is_dir():
        fail(f"There is no workshop in {data} yet. Choose its folder with --data FOLDER.")
    try:
        token = changed_secret(data, "facilitator-token")
    except OSError as error:
        fail(f"The address can't be changed in {data}: {error.strerror}.")
    click.echo("The facilitator's address is a new one. It ends with:")
    click.echo(f"/?token={token}")


@main.command("check-facts", epilog=EXAMPLE.format("workshop check-facts --months 3"))
@click.option("--months", default=STALE_MONTHS, show_default=True, help="How old a fact may be.")
@click.option("--links/--no-links", default=True, show_default=True, help="Ask each link whether it answers.")
def check_facts(months: int, links: bool) -> None:
    """List the phone numbers and links that need a new look; status 1 when one is too old or does not answer."""
    toolkit = load_toolkit()
    stale = stale_facts(toolkit, date.today(), months)
    _list(
        f"Last checked more than {months} months ago:",
        [f"{found.fact.label}: {found.problem}" for found in stale],
    )
    unsure = [f"{found.fact.label}: {found.problem}" for found in unconfirmed_facts(toolkit)]
    _list("Not confirmed, and shown with words that say so:", unsure)
    answers = check_links(toolkit) if links else []
    if answers and is_offline(answers):
        click.echo("No network, so no link was checked.")
        answers = []
    broken = [f"{answer.fact.label}: {answer.says}" for answer in answers if not answer.works]
    _list("Links that do not answer:", broken)
    click.echo(
        f"{len(toolkit.facts)} facts, {len(stale)} too old, {len(unsure)} not confirmed, {len(broken)} broken."
    )
    sys.exit(1 if stale or broken else 0)


def _list(heading: str, lines: list[str]) -> None:
    if lines:
        click.echo("\n  ".join((heading, *lines)) + "\n")


if __name__ == "__main__":
    main()
