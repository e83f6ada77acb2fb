"""`lti-tools tenant`: the schools that share nothing with each other."""

from datetime import UTC, datetime

import click

from lti_tools.admin.deeds import COMMAND, add_school, let_mentors_read
from lti_tools.cli.opening import open_database
from lti_tools.settings import Settings
from lti_tools.store.tenants import HOLDING, find_tenant, list_tenants


@click.group()
def tenant() -> None:
    """Schools. Each owns its platforms, people and courses; two schools share nothing."""


@tenant.command()
@click.argument("name")
@click.pass_obj
def add(settings: Settings, name: str) -> None:
    """Add a school."""
    now, name = datetime.now(UTC), name.strip()
    if not name or name == HOLDING:
        raise click.BadParameter("a school needs a name of its own")
    with open_database(settings) as database, database.write() as db:
        if not add_school(db, name, actor=COMMAND, now=now):
            raise click.ClickException(f"There is a school called {name} already.")
    click.echo(f"Added {name}.")


@tenant.command()
@click.argument("name")
@click.argument("answer", type=click.Choice(["yes", "no"]))
@click.pass_obj
def mentors(settings: Settings, name: str, answer: str) -> None:
    """Say whether mentors of a school read about their own learner."""
    with open_database(settings) as database, database.write() as db:
        found = find_tenant(db, name)
        if found is None or name == HOLDING:
            raise click.ClickException(f"There is no school called {name}.")
        let_mentors_read(db, found.id, answer == "yes", actor=COMMAND, now=datetime.now(UTC))
    click.echo(f"Mentors of {name}: {answer}.")


@tenant.command(name="list")
@click.pass_obj
def list_(settings: Settings) -> None:
    """List the schools."""
    with open_database(settings) as database, database.read() as db:
        names = [found.name for found in list_tenants(db)]
    for name in names:
        click.echo(name)
    if not names:
        click.echo("There is no school yet. Add one with: lti-tools tenant add NAME", err=True)
