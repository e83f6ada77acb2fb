"""`lti-tools keys`: the suite's signing keys."""

from datetime import UTC, datetime

import click

from lti_tools.lti.key_rules import REMEMBERED, State
from lti_tools.lti.keys import KeyStore
from lti_tools.settings import Settings


@click.group()
def keys() -> None:
    """The keys with which the suite signs, published at /lti/jwks."""


_set = click.option("--set", "name", default="", help="Keys of documents instead of launches: badges.")


@keys.command(name="list")
@_set
@click.pass_obj
def list_(settings: Settings, name: str) -> None:
    """Show the published keys: next (does not sign yet), current (signs), retired (signed until lately)."""
    found = _store(settings, name).states(datetime.now(UTC))
    for key, state in found:
        signs = f", signs from {key.signs_from:%Y-%m-%d %H:%M} UTC" if key.signs_from else ""
        click.echo(f"{key.kid}  {state:8} published since {key.published_at:%Y-%m-%d %H:%M} UTC{signs}")
    if not found:
        raise click.ClickException("There are no keys yet. Make them with: lti-tools keys rotate")


@keys.command()
@click.option("--now", "immediately", is_flag=True, help="After a leak: a new key signs at once, all others go.")
@_set
@click.pass_obj
def rotate(settings: Settings, immediately: bool, name: str) -> None:
    """Let the next key sign, once it has been published for 24 hours, and make the one after it."""
    now = datetime.now(UTC)
    store = _store(settings, name)
    key = store.rotate(now, immediately=immediately)
    if immediately:
        click.echo(f"{key.kid} signs from now on. All earlier keys are withdrawn and deleted.")
        if name:
            click.echo("Whatever the earlier keys signed does not hold any more until it is downloaded again.")
            return
        click.echo("Platforms that hold our old key set refuse us until they fetch it again; most do within minutes.")
        return
    start = "from now on" if key.signs_from and key.signs_from <= now else f"from {key.signs_from:%Y-%m-%d %H:%M} UTC"
    click.echo(f"{key.kid} signs {start}.")
    if any(state is not State.NEXT and other.kid != key.kid for other, state in store.states(now)):
        stays = "for ever" if name else f"for {REMEMBERED.days} days more"
        click.echo(f"The key before it stays published {stays}.")


def _store(settings: Settings, name: str) -> KeyStore:
    store = KeyStore(settings.keys, settings.keys_passphrase)
    if not name:
        return store
    if not (settings.keys / name).is_dir() or not name.isalnum():
        raise click.ClickException(f"There are no keys called {name}: they are made when they sign for the first time.")
    return store.beside(name)
