"""`lti-tools serve` and `lti-tools worker`: the processes of an installation."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime

import click

from lti_tools.app import create_app
from lti_tools.background import workers_beside
from lti_tools.cli.opening import open_suite
from lti_tools.ops import logs
from lti_tools.serve import WebServer, keep_loaded_code, stop_signals
from lti_tools.settings import Settings
from lti_tools.suite import Suite


@click.command()
@click.option("--no-worker", is_flag=True, help="Pages alone; `lti-tools worker` runs beside.")
@click.pass_obj
def serve(settings: Settings, no_worker: bool) -> None:
    """Serve the suite, and do its background work beside, until SIGTERM or Ctrl-C."""
    with _ready(settings) as suite, stop_signals() as stop, ExitStack() as background:
        server = WebServer(create_app(settings, suite), settings)
        if not no_worker:
            background.enter_context(workers_beside(suite, stop))
        keep_loaded_code()
        click.echo(f"Serving {settings.public_url} on {settings.bind}.", err=True)
        server.run(stop)


@click.command()
@click.pass_obj
def worker(settings: Settings) -> None:
    """Do the background work alone: grades, events, rosters. Any number may run on one PostgreSQL."""
    with _ready(settings) as suite, stop_signals() as stop:
        click.echo("Working.", err=True)
        with workers_beside(suite, stop):
            stop.wait()


@contextmanager
def _ready(settings: Settings) -> Iterator[Suite]:
    """The suite, with keys made and the schema known to fit."""
    logs.configure(settings.log_level)
    with open_suite(settings) as suite:
        now = datetime.now(UTC)
        suite.keys.ensure(now)
        suite.keys.jwks(now)  # a passphrase that does not open them is told now, not at somebody's launch
        yield suite
