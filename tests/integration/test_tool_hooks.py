"""What a tool may do beside its pages: by the clock, in the database's files, for anybody, at the command line."""

from dataclasses import replace
from datetime import timedelta
from importlib.metadata import EntryPoint

import click
import pytest
from click.testing import CliRunner
from flask import Blueprint, request

from lti_tools import cli
from lti_tools.app import MAX_CALL
from lti_tools.background import create_workers
from lti_tools.suite import current_suite, working
from tests.support.app import running_app, suite_of
from tests.support.guestbook.tool import tool as guestbook
from tests.support.school import NOW


@pytest.fixture
def hooked(db_url, keys_folder):
    """Run the workers once over a guestbook with hooks: (hooks) -> its suite."""

    def run(times=(NOW,), **hooks):
        with running_app(db_url, keys_folder, tools=[replace(guestbook, **hooks)]) as app:
            suite = suite_of(app)
            workers = create_workers(suite)
            for at in times:
                for worker in workers:
                    worker.run_once(at)
        return suite

    return run


def test_what_a_tool_does_by_the_clock_finds_its_suite(hooked):
    seen = []
    suite = hooked(tick=lambda db, now: seen.append((current_suite(), now)))
    assert seen == [(suite, NOW)]


def test_a_tool_wipes_files_of_the_database_every_twenty_seconds_outside_of_any_transaction(hooked):
    seen = []

    def scrub(database, now):
        with database.write():  # a transaction around it would stand in this one's way
            seen.append((now - NOW).total_seconds())
        database.scrub()
        assert current_suite().database is database
        return 1

    hooked(times=[NOW + timedelta(seconds=second) for second in (0, 5, 19, 20, 41)], scrub=scrub)
    assert seen == [0, 20, 41]


def test_a_scrub_that_fails_is_tried_again_and_holds_nothing_else_up(hooked, caplog):
    tries = []

    def scrub(_database, now):
        tries.append(now)
        raise OSError("no room")

    ticks = []
    hooked(
        times=[NOW, NOW + timedelta(minutes=2)],
        scrub=scrub,
        tick=lambda db, now: ticks.append(now),
    )
    assert len(tries) == len(ticks) == 2
    assert {record.fields["step"] for record in caplog.records} == {"scrub.guestbook"}


def test_nobody_finds_a_suite_where_none_is_at_work(hooked):
    suite = hooked()
    with working(suite):
        assert current_suite() is suite
    with pytest.raises(RuntimeError):
        current_suite()


# -- pages for anybody


def _world() -> Blueprint:
    blueprint = Blueprint("world", __name__)

    @blueprint.get("/hello")
    def hello() -> str:
        return "Hello, world"

    return blueprint


def test_a_page_for_anybody_needs_no_session_and_has_none(db_url, keys_folder):
    with running_app(db_url, keys_folder, tools=[replace(guestbook, open_pages=_world)]) as app:
        client = app.test_client()
        answer = client.get("/open/guestbook/hello")
        assert (answer.status_code, answer.text) == (200, "Hello, world")
        assert "Set-Cookie" not in answer.headers
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert client.post("/open/guestbook/hello").status_code in (403, 405)
        assert client.get("/open/guestbook/other").status_code == 404
        assert client.get("/open/no-tool/hello").status_code == 404


# -- calls of outside systems


def _door() -> Blueprint:
    blueprint = Blueprint("door", __name__)

    @blueprint.post("/<key_id>")
    def call(key_id: str) -> str:
        return f"{key_id}: {len(request.get_data())} bytes"

    return blueprint


def test_an_outside_system_calls_without_a_session_and_nothing_long_is_read(db_url, keys_folder):
    with running_app(db_url, keys_folder, tools=[replace(guestbook, intake=_door)]) as app:
        client = app.test_client()
        answer = client.post("/intake/guestbook/key", data=b"12345", headers={"Origin": "https://lab.example"})
        assert (answer.status_code, answer.text) == (200, "key: 5 bytes")
        assert "Set-Cookie" not in answer.headers
        assert client.post("/intake/guestbook/key", data=b"x" * (MAX_CALL + 1)).status_code == 413
        assert client.get("/intake/guestbook/key").status_code == 405
        assert client.post("/intake/other/key").status_code == 404


# -- commands


@click.command()
@click.argument("name")
def greet(name: str) -> None:
    """Say hello."""
    click.echo(f"Hello, {name}")


@pytest.fixture
def commands(monkeypatch):
    """Tools that bring the commands of these names."""

    def bring(*names):
        found = [EntryPoint(name, f"{__name__}:greet", cli.GROUP) for name in names]
        monkeypatch.setattr(
            cli, "entry_points", lambda group, name=None: [one for one in found if name in (None, one.name)]
        )

    return bring


def ask(*arguments):
    return CliRunner().invoke(cli.lti_tools, arguments, obj=object())


def test_a_command_of_a_tool_stands_in_the_help_and_runs(commands):
    commands("greet")
    assert "Say hello." in ask("--help").output
    assert ask("greet", "Amina").output == "Hello, Amina\n"


def test_a_tool_takes_no_command_from_the_suite(commands):
    commands("erase", "greet")
    assert ask("--help").output.count("\n  erase ") == 1
    assert "Hello" not in ask("erase", "Amina").output
    assert ask("shout").exit_code == 2


def test_installed_tools_bring_their_commands():
    assert "Count a published vote again" in ask("recount", "--help").output
