"""`lti-tools keys`: the suite's signing keys."""

from datetime import UTC, datetime

import click

from lti_tools.lti.key_rules import REMEMBERED, State
from lti_tools.lti.keys import KeyStore
from lti_tools.settings import Settings


@click.group()
def keys() -> None:
    """The keys with which the suite signs, published at /lti/jwks."""


@keys.command(name="list")
@click.pass_obj
def list_(settings: Settings) -> None:
    """Show the published keys: next (does not sign yet), current (signs), retired (signed until lately)."""
    found = _store(settings).states(datetime.now(UTC))
    for key, state in found:
        signs = f", signs from {key.signs_from:%Y-%m-%d %H:%M} UTC" if key.signs_from else ""
        click.echo(f"{key.kid}  {state:8} published since {key.published_at:%Y-%m-%d %H:%M} UTC{signs}")
    if not found:
        raise click.ClickException("There are no keys yet. Make them with: lti-tools keys rotate")


@keys.command()
@click.option("--now", "immediately", is_flag=True, help="After a leak: a new key signs at once, all others go.")
@click.pass_obj
def rotate(settings: Settings, immediately: bool) -> None:
    """Let the next key sign, once it has been published for 24 hours, and make the one after it."""
    now = datetime.now(UTC)
    store = _store(settings)
    key = store.rotate(now, immediately=immediately)
    if immediately:
        click.echo(f"{key.kid} signs from now on. All earlier keys are withdrawn and deleted.")
        click.echo("Platforms that hold our old key set refuse us until they fetch it again; most do within minutes.")
        return
    start = "from now on" if key.signs_from and key.signs_from <= now else f"from {key.signs_from:%Y-%m-%d %H:%M} UTC"
    click.echo(f"{key.kid} signs {start}.")
    if any(state is not State.NEXT and other.kid != key.kid for other, state in store.states(now)):
        click.echo(f"The key before it stays published for {REMEMBERED.days} days more.")


def _store(settings: Settings) -> KeyStore:
    return KeyStore(settings.keys, settings.keys_passphrase)
