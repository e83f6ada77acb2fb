"""`lti-tools db`: the schema's standing, its upgrade, and for developers the next revision."""

from datetime import UTC, datetime

import click

from lti_tools.cli.opening import check_there
from lti_tools.registry import load_tools
from lti_tools.settings import Settings
from lti_tools.store.backup import back_up
from lti_tools.store.database import make_engine
from lti_tools.store.migrate import current, packages_of, pending, upgrade


@click.group()
def db() -> None:
    """The database's schema."""


@db.command(name="upgrade")
@click.pass_obj
def upgrade_(settings: Settings) -> None:
    """Bring the database to this release. A SQLite file is copied into the data folder first."""
    settings.data.mkdir(parents=True, exist_ok=True)

    def copy_first() -> None:
        copy = back_up(settings.database, settings.data / "backups", datetime.now(UTC))
        if copy:
            click.echo(f"Copied the database to {copy}.")

    done = upgrade(settings.database, packages_of(load_tools()), before=copy_first)
    for package in done:
        click.echo(f"Upgraded the tables of {package.name}.")
    if not done:
        click.echo("The database is up to date.")


@db.command()
@click.pass_obj
def status(settings: Settings) -> None:
    """Say where each package's tables stand. Exit code 1 where the database does not fit this release."""
    packages = packages_of(load_tools())
    check_there(settings)
    engine = make_engine(settings.database)
    with engine.connect() as connection:
        found, unfit = current(connection, packages), pending(connection, packages)
    engine.dispose()
    for package in packages:
        standing = unfit.get(package.name, "current")
        click.echo(f"{package.name:24} revision {found[package.name] or 'none':6} {standing}")
    if unfit:
        raise click.exceptions.Exit(1)


@db.command()
@click.option("--package", "name", default="lti_tools", help="Dotted name, e.g. tools.co_curriculum.")
@click.option("--message", "-m", default="initial", help="A few words for the file's name.")
@click.option("--initial", is_flag=True, help="Write the first revision anew. Only before a release has it.")
def revision(name: str, message: str, initial: bool) -> None:
    """For developers: write the next revision from what the models have beyond the migrations."""
    from lti_tools.store.revise import write_revision

    packages = packages_of(load_tools(), with_new=True)
    package = next((found for found in packages if found.name == name), None)
    if package is None:
        raise click.ClickException(f"No package {name}. There are: {', '.join(found.name for found in packages)}")
    click.echo(f"Wrote {write_revision(packages, package, message, initial=initial)}")
