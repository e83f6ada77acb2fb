"""`lti-tools demo`: see the suite at work on this machine, with two demo LMSs."""

from pathlib import Path

import click

from lti_tools.demo.processes import Failed
from lti_tools.demo.run import Demo, running
from lti_tools.registry import load_tools
from lti_tools.serve import stop_signals

TITLES = {"moodle": "Demo LMS, Moodle-like", "canvas": "Demo LMS, Canvas-like"}
END = "\nCtrl-C ends the demo."
HINT = """
As Amara Okafor (teacher) open Biology 9B, close the vote and look at the gradebook;
as a student vote. Ctrl-C ends the demo."""


@click.command()
@click.option("--data", default=Path("var/demo"), type=click.Path(path_type=Path), help="The demo's own folder.")
@click.option(
    "--only",
    multiple=True,
    help="Seed this tool alone, which starts sooner; may be given again.",
    type=click.Choice([tool.slug for tool in load_tools()]),
)
def demo(data: Path, only: tuple[str, ...]) -> None:
    """Start the suite and two demo LMSs, with a course in the middle of its work, until Ctrl-C.

    It has a database and keys of its own and begins anew each time. It reads no setting.
    """
    click.echo("Starting the suite and two demo LMSs. This takes a few seconds.")
    try:
        with stop_signals() as stop, running(data, click.echo, only) as started:
            _show(started)
            click.echo(END if only else HINT)
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
