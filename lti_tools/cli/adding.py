"""`lti-tools platform add`: a platform by hand, for an LMS without dynamic registration."""

from datetime import UTC, datetime

import click
from sqlalchemy.orm import Session

from lti_tools.admin.by_hand import canvas_facts, client_by_hand
from lti_tools.admin.deeds import COMMAND, add_platform
from lti_tools.cli.opening import open_database, open_http
from lti_tools.errors import ConfigurationInvalid, RegistrationRejected
from lti_tools.lti.canvas import HOSTED
from lti_tools.lti.jwks import KeySets
from lti_tools.registry import load_tools
from lti_tools.settings import Settings
from lti_tools.store.platforms import NewClient
from lti_tools.store.tables.schools import Registration


@click.command()
@click.option("--tenant", "school", default="", help="The school; needed where there are several.")
@click.option("--tool", default="", help="Slug of one tool; without it the whole suite.")
@click.option("--issuer", default="", help="The platform's issuer, letter by letter.")
@click.option("--client-id", required=True)
@click.option("--auth-url", default="", help="Authorization endpoint.")
@click.option("--token-url", default="", help="Token endpoint.")
@click.option("--jwks-url", default="", help="Address of the platform's key set.")
@click.option("--token-audience", default="", help="`aud` of our assertions, where it is not the token endpoint.")
@click.option("--deployment", "deployments", multiple=True, help="Deployment id, again for more. Without any, learnt.")
@click.option("--product", default="", help="moodle, canvas, ... as the platform calls itself.")
@click.option("--name", default="", help="What people call this platform.")
@click.option(
    "--canvas-hosted",
    type=click.Choice(sorted(HOSTED)),
    is_flag=False,
    flag_value="production",
    help="Fill in issuer and addresses of Canvas as Instructure hosts it.",
)
@click.pass_obj
def add(settings: Settings, /, school: str, canvas_hosted: str | None, **given: str | tuple[str, ...]) -> None:
    """Add a platform by hand, with what its administrator wrote down."""
    facts = {name: value for name, value in given.items() if isinstance(value, str)}
    deployments = tuple(given["deployments"])
    if canvas_hosted:
        facts = canvas_facts(canvas_hosted, facts)
    client = _client(settings, facts, deployments)
    now = datetime.now(UTC)
    with open_database(settings) as database:
        with database.write() as db:
            registration = _store(db, school, client, now)
        click.echo(f"Added registration {registration.id}.")
        with open_http(settings) as http:
            fetched = KeySets(database, http).refresh(registration.platform_id, client.jwks_uri, now)
    if not fetched:
        click.echo("Its key set could not be read; launches will ask again. See: lti-tools doctor", err=True)


def _store(db: Session, school: str, client: NewClient, now: datetime) -> Registration:
    try:
        return add_platform(db, school, client, actor=COMMAND, now=now)
    except RegistrationRejected as error:
        raise click.ClickException(
            f"{client.issuer} with client {client.client_id} is registered already. See: lti-tools platform list"
        ) from error


def _client(settings: Settings, facts: dict[str, str], deployments: tuple[str, ...]) -> NewClient:
    slugs = [found.slug for found in load_tools()]
    try:
        return client_by_hand(facts, deployments, tools=slugs, plain_http=settings.development)
    except ConfigurationInvalid as error:
        member = error.detail.removeprefix("member:")
        said = "needs an https address"
        if member == "tool":
            said = f"there is no tool {facts['tool']}; there are: {', '.join(slugs)}"
        raise click.BadParameter(said, param_hint=f"--{member.replace('_', '-')}") from error
