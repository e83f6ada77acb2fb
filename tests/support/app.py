"""The suite's web application for tests, with tools of the test's choice."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from flask import Flask

from lti_tools.app import create_app, create_suite
from lti_tools.registry import load_tools
from lti_tools.settings import Settings
from lti_tools.suite import Suite
from lti_tools.tool import Tool
from tests.support.compiled import compiled
from tests.support.guestbook.tool import tool as guestbook

PUBLIC_URL = "http://localhost:8000"


def make_settings(db_url: str, keys: Path, **env: str) -> Settings:
    """Settings for tests; `env` are further variables by their full name."""
    values = {
        "LTI_TOOLS_DEVELOPMENT": "1",
        "LTI_TOOLS_PUBLIC_URL": PUBLIC_URL,
        "LTI_TOOLS_KEYS": str(keys),
        "LTI_TOOLS_DATA": str(keys.parent / "data"),
        "DATABASE_URL": db_url,
        **env,
    }
    return Settings.from_env(values)


def with_guestbook() -> tuple[Tool, ...]:
    """Every installed tool, and the guestbook."""
    return (*load_tools(), guestbook)


def suite_of(app: Flask) -> Suite:
    suite: Suite = app.extensions["suite"]
    return suite


@contextmanager
def running_app(db_url: str, keys: Path, tools: Iterable[Tool] = (guestbook,), **env: str) -> Iterator[Flask]:
    """The application on the database at `db_url`; its connections are closed at the end."""
    suite = create_suite(make_settings(db_url, keys, **env))
    suite = replace(suite, tools={tool.slug: tool for tool in tools})
    app = create_app(suite.settings, suite)
    app.jinja_env.bytecode_cache = compiled
    try:
        yield app
    finally:
        suite.database.close()
