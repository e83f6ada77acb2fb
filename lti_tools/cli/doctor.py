"""`lti-tools doctor`: examine the installation and say how to mend what fails."""

from collections.abc import Iterator
from datetime import UTC, datetime

import click

from lti_tools.cli.opening import database_exists, open_database, open_http
from lti_tools.lti.keys import KeyStore
from lti_tools.ops.doctor import here, mail, platforms
from lti_tools.ops.doctor.finding import Finding, Level, problem
from lti_tools.registry import load_tools
from lti_tools.settings import Settings
from lti_tools.store.migrate import packages_of

COLOURS = {Level.OK: "green", Level.WARNING: "yellow", Level.PROBLEM: "red"}


@click.command()
@click.option("--no-network", is_flag=True, help="Leave out what asks the platforms and our own public address.")
@click.pass_obj
def doctor(settings: Settings, no_network: bool) -> None:
    """Examine settings, keys, database, background work and every platform. Exit code 1 where something is broken."""
    worst = Level.OK
    for finding in _examine(settings, network=not no_network):
        level = click.style(f"{finding.level:8}", fg=COLOURS[finding.level])
        click.echo(f"{level} {finding.subject}: {finding.said}")
        if finding.mend:
            click.echo(f"         -> {finding.mend}")
        if finding.level is Level.PROBLEM or worst is Level.OK:
            worst = finding.level
    if worst is Level.PROBLEM:
        raise click.exceptions.Exit(1)


def _examine(settings: Settings, *, network: bool) -> Iterator[Finding]:
    now = datetime.now(UTC)
    keys = KeyStore(settings.keys, settings.keys_passphrase)
    yield from here.settings_findings(settings)
    yield from here.folder_findings(settings)
    yield from here.key_findings(settings, keys, now)
    if not database_exists(settings):
        yield problem("database", "There is none yet.", "Run: lti-tools db upgrade")
        return
    with open_database(settings, as_it_is=True) as database:
        standing = list(here.database_findings(database, packages_of(load_tools())))
        yield from standing
        fits = all(finding.level is Level.OK for finding in standing)
        if fits:
            yield from here.background_findings(database, now)
            yield from here.setback_findings(database)
            yield from platforms.host_findings(database, now)
        if network:
            yield from mail.mail_findings(settings)
            with open_http(settings) as http:
                yield from platforms.public_findings(settings, http, keys, now)
                if fits:
                    yield from platforms.platform_findings(database, http, keys, now)
