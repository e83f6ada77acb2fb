"""Fixtures for every test. Tests that touch the database run on SQLite and on PostgreSQL."""

import gc
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Playwright, sync_playwright

from lti_tools.lti.keys import KeyStore
from lti_tools.store.database import Database, make_engine
from tests.support.app import running_app
from tests.support.chromium import QUIET, program
from tests.support.commands import Commands
from tests.support.databases import PostgresServer, SqliteFiles
from tests.support.network import stay_on_loopback
from tests.support.platform import ForgedPlatform
from tests.support.routes import compile_routes_once
from tests.support.statements import compile_statements_once

BACKENDS = ("sqlite", "postgresql")


settings.register_profile(
    "suite",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors],
)
settings.register_profile("deep", deadline=None, max_examples=1000, suppress_health_check=[HealthCheck.too_slow])


def pytest_configure() -> None:
    """The same examples on every run of `make test`; `make deep` looks further (HYPOTHESIS_PROFILE=deep)."""
    settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))
    stay_on_loopback()
    compile_routes_once()
    compile_statements_once()


def pytest_collection_finish() -> None:
    """What is there now stays to the end: the garbage collector looks at it no more, and seldom at the rest."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    from tests.support.sharing import ByFile

    return ByFile(config, log)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """One for all tests of a process: it cannot be started twice."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """The system's Chromium, as it comes."""
    browser = playwright.chromium.launch(executable_path=program(), args=QUIET)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    return SqliteFiles(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres(testrun_uid: str) -> Iterator[PostgresServer]:
    server = PostgresServer(testrun_uid)
    yield server
    server.close()


@pytest.fixture(params=BACKENDS)
def db_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with every table and no row."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_files").fresh(tmp_path)
        return
    server = request.getfixturevalue("postgres")
    yield server.url
    server.clean()


@pytest.fixture
def postgresql_url(postgres: PostgresServer) -> Iterator[str]:
    """As `db_url`, on PostgreSQL alone."""
    yield postgres.url
    postgres.clean()


@pytest.fixture
def database(db_url: str) -> Iterator[Database]:
    """A `Database` with every table and no row."""
    database = Database(make_engine(db_url))
    yield database
    database.close()


@pytest.fixture(params=BACKENDS)
def empty_db_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    server = request.getfixturevalue("postgres")
    url = server.empty()
    yield url
    server.drop(url)


@pytest.fixture(scope="session")
def keys_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The keys that every test copies; an app that ran on the folder itself would write into it."""
    folder = tmp_path_factory.mktemp("keys")
    KeyStore(folder).ensure(datetime(2026, 1, 1, tzinfo=UTC))
    return folder


@pytest.fixture
def keys_folder(keys_template: Path, tmp_path: Path) -> Path:
    """A keys folder of the test's own: one key that signs since January 2026, one that waits, a master secret."""
    return Path(shutil.copytree(keys_template, tmp_path / "keys"))


@pytest.fixture
def commands(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, empty_db_url: str
) -> Commands:
    """The `lti-tools` command line on an empty database, with data and keys in the test's folder."""
    commands = Commands(monkeypatch, capsys)
    commands.setting("LTI_TOOLS_DATA", tmp_path / "var")
    commands.setting("LTI_TOOLS_KEYS", tmp_path / "keys")
    commands.setting("DATABASE_URL", empty_db_url)
    return commands


@pytest.fixture
def app(db_url: str, keys_folder: Path) -> Iterator[Flask]:
    """The web application on the test's database, with the guestbook as its only tool."""
    with running_app(db_url, keys_folder) as app:
        yield app


@pytest.fixture
def platform(database: Database) -> ForgedPlatform:
    """A Moodle-like platform with one registration for the whole suite."""
    return ForgedPlatform(database)
