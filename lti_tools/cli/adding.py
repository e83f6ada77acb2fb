"""`lti-tools platform add`: a platform by hand, for an LMS without dynamic registration."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

import click
from sqlalchemy.orm import Session

from lti_tools.cli.opening import open_database, open_http
from lti_tools.errors import ConfigurationInvalid, RegistrationRejected
from lti_tools.lti.canvas import HOSTED
from lti_tools.lti.jwks import KeySets
from lti_tools.lti.platform_configuration import web_address
from lti_tools.lti.reading import origin_of
from lti_tools.registry import load_tools
from lti_tools.settings import Settings
from lti_tools.store.audits import note
from lti_tools.store.platforms import NewClient, store_registration
from lti_tools.store.tables.schools import Registration
from lti_tools.store.tenants import choose_tenant


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
        facts = _canvas_facts(canvas_hosted, facts)
    client = _client(settings, facts, deployments)
    now = datetime.now(UTC)
    with open_database(settings) as database:
        with database.write() as db:
            tenant_id = choose_tenant(db, school, now).id
            registration = _store(db, tenant_id, client, now)
        click.echo(f"Added registration {registration.id}.")
        with open_http(settings) as http:
            fetched = KeySets(database, http).refresh(registration.platform_id, client.jwks_uri, now)
    if not fetched:
        click.echo("Its key set could not be read; launches will ask again. See: lti-tools doctor", err=True)


def _store(db: Session, tenant_id: int, client: NewClient, now: datetime) -> Registration:
    try:
        registration = store_registration(db, tenant_id, client, now, update=False)
    except RegistrationRejected as error:
        raise click.ClickException(
            f"{client.issuer} with client {client.client_id} is registered already. See: lti-tools platform list"
        ) from error
    note(db, "command", "registration.add", now, registration=registration.id, tenant=tenant_id)
    return registration


def _canvas_facts(environment: str, facts: dict[str, str]) -> dict[str, str]:
    hosted = HOSTED[environment]
    preset = {
        "issuer": hosted.issuer,
        "auth_url": hosted.authorization_endpoint,
        "token_url": hosted.token_endpoint,
        "jwks_url": hosted.jwks_uri,
        "product": "canvas",
    }
    return facts | {name: facts[name] or value for name, value in preset.items()}


def _client(settings: Settings, facts: dict[str, str], deployments: tuple[str, ...]) -> NewClient:
    """What was typed, checked as a platform's own configuration would be."""
    slugs = [found.slug for found in load_tools()]
    if facts["tool"] and facts["tool"] not in slugs:
        raise click.BadParameter(
            f"there is no tool {facts['tool']}; there are: {', '.join(slugs)}", param_hint="--tool"
        )
    for name in ("issuer", "auth_url", "token_url", "jwks_url"):
        try:
            web_address(facts[name], name, settings.development)
        except ConfigurationInvalid as error:
            option = f"--{name.replace('_', '-')}"
            raise click.BadParameter("needs an https address", param_hint=option) from error
    return NewClient(
        issuer=facts["issuer"],
        jwks_uri=facts["jwks_url"],
        client_id=facts["client_id"],
        authorization_endpoint=facts["auth_url"],
        token_endpoint=facts["token_url"],
        token_audience=facts["token_audience"],
        tool=facts["tool"],
        deployment_ids=deployments,
        product=facts["product"].lower(),
        name=facts["name"] or str(urlsplit(facts["issuer"]).hostname),
        origins=tuple(dict.fromkeys((origin_of(facts["issuer"]), origin_of(facts["auth_url"])))),
        learns_deployments=not deployments,
    )
