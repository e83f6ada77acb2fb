"""`lti-tools platform`: the registered learning platforms."""

from datetime import UTC, datetime

import click
from sqlalchemy.orm import Session

from lti_tools.admin import deeds
from lti_tools.cli.adding import add
from lti_tools.cli.invites import invite, invites, revoke_invite
from lti_tools.cli.opening import open_database
from lti_tools.settings import Settings
from lti_tools.store.platforms import Row, deployment_ids, find_row, list_registrations
from lti_tools.store.tables.schools import RegistrationStatus


@click.group()
def platform() -> None:
    """Learning platforms: invite one to register itself, or add it by hand."""


platform.add_command(add)
platform.add_command(invite)
platform.add_command(invites)
platform.add_command(revoke_invite)


@platform.command(name="list")
@click.option("--removed", is_flag=True, help="Removed ones too.")
@click.pass_obj
def list_(settings: Settings, removed: bool) -> None:
    """List the registrations, one a line."""
    with open_database(settings) as database, database.read() as db:
        for row in list_registrations(db, removed=removed):
            found = row.registration
            line = f"{found.id:4}  {found.status:8} {found.tool or '(suite)':16} {row.platform.product or '?':10}"
            click.echo(f"{line} {row.platform.issuer}  client {found.client_id}  {row.tenant.name}")


@platform.command()
@click.argument("registration_id", type=int)
@click.pass_obj
def show(settings: Settings, registration_id: int) -> None:
    """Show everything known about one registration."""
    with open_database(settings) as database, database.read() as db:
        row = _row(db, registration_id)
        found = row.registration
        facts = {
            "status": found.status,
            "school": row.tenant.name,
            "tool": found.tool or "(suite)",
            "platform": f"{row.platform.name} ({row.platform.product or 'unknown product'})",
            "issuer": found.issuer,
            "client id": found.client_id,
            "deployments": ", ".join(deployment_ids(db, found.id)) or "none yet",
            "learns deployments": "yes" if found.learns_deployments else "no",
            "authorization": found.authorization_endpoint,
            "token": found.token_endpoint,
            "token audience": found.token_audience or "(token endpoint)",
            "key set": row.platform.jwks_uri,
            "scopes": " ".join(found.scopes) or "unknown",
            "framed by": " ".join(row.platform.origins),
        }
    for name, value in facts.items():
        click.echo(f"{name:20} {value}")


@platform.command()
@click.argument("registration_id", type=int)
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def remove(settings: Settings, registration_id: int, yes: bool) -> None:
    """Let nothing launch through a registration any more. Work and grades stay until they are erased."""
    now = datetime.now(UTC)
    with open_database(settings) as database:
        with database.read() as db:
            name = _row(db, registration_id).platform.name
        if not yes:
            click.confirm(f"Remove registration {registration_id} of {name}?", abort=True)
        with database.write() as db:
            deeds.remove_registration(db, registration_id, actor=deeds.COMMAND, now=now)
    click.echo(f"Registration {registration_id} is removed.")


@platform.command()
@click.argument("registration_id", type=int)
@click.option("--tenant", "school", default="", help="The school that gets it; needed where there are several.")
@click.pass_obj
def approve(settings: Settings, registration_id: int, school: str) -> None:
    """Let a registration that came without an invite launch, in one school."""
    now = datetime.now(UTC)
    with open_database(settings) as database, database.write() as db:
        if _row(db, registration_id).registration.status != RegistrationStatus.PENDING:
            raise click.ClickException(f"Registration {registration_id} does not wait for approval.")
        chosen = deeds.approve_registration(db, registration_id, school=school, actor=deeds.COMMAND, now=now)
    click.echo(f"Registration {registration_id} launches, for {chosen.name}.")


def _row(db: Session, registration_id: int) -> Row:
    row = find_row(db, registration_id)
    if row is None:
        raise click.ClickException(f"There is no registration {registration_id}. See: lti-tools platform list")
    return row
