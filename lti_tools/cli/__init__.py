"""The `lti-tools` command. A command's module is imported when the command is used."""

import os
import sys
from importlib import import_module
from importlib.metadata import entry_points
from typing import NoReturn

import click
from sqlalchemy.exc import ArgumentError, OperationalError

from lti_tools.errors import SettingInvalid, SuiteError
from lti_tools.settings import Settings

COMMANDS = {
    "demo": "lti_tools.cli.demo:demo",
    "serve": "lti_tools.cli.serve:serve",
    "worker": "lti_tools.cli.serve:worker",
    "tenant": "lti_tools.cli.tenants:tenant",
    "platform": "lti_tools.cli.platforms:platform",
    "keys": "lti_tools.cli.keys:keys",
    "db": "lti_tools.cli.db:db",
    "doctor": "lti_tools.cli.doctor:doctor",
    "export": "lti_tools.cli.privacy:export",
    "erase": "lti_tools.cli.privacy:erase",
}
"""Command -> where its click command lives, in the order of the help."""


GROUP = "lti_tools.commands"
"""Entry points by which tools bring commands of their own; a name of `COMMANDS` stays the suite's."""


class Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*COMMANDS, *sorted({one.name for one in entry_points(group=GROUP)} - COMMANDS.keys())]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in COMMANDS:
            module, _, name = COMMANDS[cmd_name].partition(":")
            command: click.Command = getattr(import_module(module), name)
            return command
        for one in entry_points(group=GROUP, name=cmd_name):
            found: click.Command = one.load()
            return found
        return None


@click.group(cls=Commands)
@click.version_option(package_name="lti-tools")
@click.pass_context
def lti_tools(context: click.Context) -> None:
    """LTI 1.3 tools for Moodle and Canvas. Settings come from the environment: see docs/settings.md."""
    if context.obj is None:
        context.obj = Settings.from_env(os.environ)


def main() -> None:
    """Run the command line; a failure is a sentence and an exit code, never a traceback."""
    try:
        code = lti_tools(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except OperationalError as error:
        _end(f"The database does not answer: {str(error.orig).strip()}", 1)
    except ArgumentError:
        _end("DATABASE_URL is no database address", 2)
    except SuiteError as error:
        _end(error.detail or error.code, 2 if isinstance(error, SettingInvalid) else 1)


def _end(sentence: str, code: int) -> NoReturn:
    click.echo(f"Error: {sentence}", err=True)
    sys.exit(code)
