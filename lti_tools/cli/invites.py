"""`lti-tools platform invite`, `invites`, `revoke-invite`: one-time registration addresses."""

from datetime import UTC, datetime

import click

from lti_tools.admin import deeds
from lti_tools.cli.opening import open_database
from lti_tools.registry import load_tools
from lti_tools.settings import Settings
from lti_tools.store import invites as store
from lti_tools.store.tables.schools import Tenant


@click.command()
@click.option("--tool", default="", help="Slug of one tool, for an entry of its own; without it the whole suite.")
@click.option("--tenant", default="", help="The school; needed where there are several.")
@click.pass_obj
def invite(settings: Settings, tool: str, tenant: str) -> None:
    """Make a registration address that works once, for 7 days. It is shown this one time."""
    now = datetime.now(UTC)
    slugs = [found.slug for found in load_tools()]
    if tool and tool not in slugs:
        raise click.BadParameter(f"no such tool; there are: {', '.join(slugs)}", param_hint="--tool")
    with open_database(settings) as database, database.write() as db:
        made = deeds.make_invite(db, settings, actor=deeds.COMMAND, school=tenant, tool=tool, now=now)
    click.echo(made.address)
    what, until = tool or "the whole suite", _day(made.invite.expires_at)
    click.echo(f"Invite {made.invite.id}: {what}, for {made.school.name}, until {until}.", err=True)
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
        if not deeds.revoke_invite(db, invite_id, actor=deeds.COMMAND, now=now):
            raise click.ClickException(f"There is no unused invite {invite_id}. See: lti-tools platform invites")
    click.echo(f"Invite {invite_id} is withdrawn.")


def _day(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
