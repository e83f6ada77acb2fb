"""Commands that topic vote adds to `lti-tools`."""

import sys

import click

from tools.co_curriculum.domain import recount as recounting


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
def recount(file: str) -> None:
    """Count a published vote again: vote.json, or the zip with it."""
    sys.exit(recounting.main([file]))
