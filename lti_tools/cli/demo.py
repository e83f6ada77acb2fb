"""`lti-tools demo`: see the suite at work on this machine, with two demo LMSs."""

from pathlib import Path

import click

from lti_tools.demo.processes import Failed
from lti_tools.demo.run import Demo, running
from lti_tools.serve import stop_signals

TITLES = {"moodle": "Demo LMS, Moodle-like", "canvas": "Demo LMS, Canvas-like"}


@click.command()
@click.option("--data", default=Path("var/demo"), type=click.Path(path_type=Path), help="The demo's own folder.")
def demo(data: Path) -> None:
    """Start the suite and two demo LMSs, with a course in the middle of its work, until Ctrl-C.

    It has a database and keys of its own and begins anew each time. It reads no setting.
    """
    click.echo("Starting the suite and two demo LMSs. This takes a few seconds.")
    try:
        with stop_signals() as stop, running(data, click.echo) as started:
            _show(started)
            while not stop.wait(1):
                started.children.check()
            click.echo("Ending.")
    except Failed as error:
        raise click.ClickException(str(error)) from error


def _show(started: Demo) -> None:
    click.echo("\nReady. Open one of these and pick who you want to be:\n")
    for personality, address in started.lms.items():
        click.echo(f"  {TITLES[personality]:24} {address}/")
    click.echo(f"  {'The suite':24} {started.suite}/")
    click.echo("\nAs Amara Okafor (teacher) open Biology 9B, close the vote and look at the gradebook;")
    click.echo("as a student vote. Ctrl-C ends the demo.")
