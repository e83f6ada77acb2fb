"""`lti-tools platform invite`, `invites`, `revoke-invite`: one-time registration addresses."""

import secrets
from datetime import UTC, datetime

import click

from lti_tools.cli.opening import open_database
from lti_tools.registry import load_tools
from lti_tools.settings import Settings
from lti_tools.store import invites as store
from lti_tools.store.audits import note
from lti_tools.store.tables.schools import Tenant
from lti_tools.store.tenants import choose_tenant


def registration_address(settings: Settings, secret: str) -> str:
    """Where a platform registers with an invite; the only place that spells out the secret."""
    return f"{settings.public_url}/lti/register/i/{secret}"


@click.command()
@click.option("--tool", default="", help="Slug of one tool, for an entry of its own; without it the whole suite.")
@click.option("--tenant", default="", help="The school; needed where there are several.")
@click.pass_obj
def invite(settings: Settings, tool: str, tenant: str) -> None:
    """Make a registration address that works once, for 7 days. It is shown this one time."""
    now, secret = datetime.now(UTC), secrets.token_urlsafe(32)
    slugs = [found.slug for found in load_tools()]
    if tool and tool not in slugs:
        raise click.BadParameter(f"no such tool; there are: {', '.join(slugs)}", param_hint="--tool")
    with open_database(settings) as database, database.write() as db:
        school = choose_tenant(db, tenant, now)
        made = store.create_invite(db, tenant_id=school.id, tool=tool, secret=secret, now=now)
        note(db, "command", "invite.create", now, invite=made.id, tenant=school.id, tool=tool)
    click.echo(registration_address(settings, secret))
    click.echo(
        f"Invite {made.id}: {tool or 'the whole suite'}, for {school.name}, until {_day(made.expires_at)}.", err=True
    )
    click.echo("Give the address to the LMS's administrator: Moodle, Manage tools, “Tool URL”;", err=True)
    click.echo("Canvas, Developer Keys or Apps, “LTI Registration”.", err=True)


@click.command()
@click.pass_obj
def invites(settings: Settings) -> None:
    """List the invites and how each stands."""
    now = datetime.now(UTC)
    with open_database(settings) as database, database.read() as db:
        for made in store.list_invites(db):
            school = db.get_one(Tenant, made.tenant_id).name
            state = store.state_of(made, now)
            click.echo(f"{made.id:4}  {state:8} until {_day(made.expires_at)}  {made.tool or '(suite)':16} {school}")


@click.command(name="revoke-invite")
@click.argument("invite_id", type=int)
@click.pass_obj
def revoke_invite(settings: Settings, invite_id: int) -> None:
    """Withdraw an invite that has not been used."""
    now = datetime.now(UTC)
    with open_database(settings) as database, database.write() as db:
        if not store.revoke_invite(db, invite_id, now):
            raise click.ClickException(f"There is no unused invite {invite_id}. See: lti-tools platform invites")
        note(db, "command", "invite.revoke", now, invite=invite_id)
    click.echo(f"Invite {invite_id} is withdrawn.")


def _day(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
