"""What the commands open and close again: the database, the suite, the door to the outside."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url

from lti_tools.app import create_suite
from lti_tools.errors import SchemaUnfit
from lti_tools.lti.http import Http
from lti_tools.registry import load_tools
from lti_tools.settings import Settings
from lti_tools.store.database import Database, make_engine
from lti_tools.store.migrate import Standing, packages_of, pending
from lti_tools.suite import Suite
from lti_tools.tool import Tool


@contextmanager
def open_database(settings: Settings, *, as_it_is: bool = False) -> Iterator[Database]:
    """The database that fits this release; any other raises `SchemaUnfit`, unless it is wanted `as_it_is`."""
    check_there(settings)
    database = Database(make_engine(settings.database, pool_size=1))
    try:
        if not as_it_is:
            check_schema(database, load_tools())
        yield database
    finally:
        database.close()


@contextmanager
def open_suite(settings: Settings) -> Iterator[Suite]:
    """The suite on a database that fits this release; any other raises `SchemaUnfit`."""
    check_there(settings)
    suite = create_suite(settings)
    try:
        check_schema(suite.database, tuple(suite.tools.values()))
        yield suite
    finally:
        suite.database.close()
        suite.http.close()


def database_exists(settings: Settings) -> bool:
    """False for a SQLite file that is not there yet: connecting would make an empty one."""
    parsed = make_url(settings.database)
    return parsed.get_backend_name() != "sqlite" or Path(parsed.database or "").exists()


def check_there(settings: Settings) -> None:
    """Raise `SchemaUnfit` for a SQLite file that is not there yet."""
    if not database_exists(settings):
        raise SchemaUnfit("There is no database yet. Make it with: lti-tools db upgrade")


def check_schema(database: Database, tools: Sequence[Tool]) -> None:
    """Raise `SchemaUnfit` where the tables do not fit this release."""
    with database.engine.connect() as connection:
        unfit = pending(connection, packages_of(tools))
    if Standing.NEWER in unfit.values():
        raise SchemaUnfit("The database was upgraded by a newer release than this one. Run that release.")
    if unfit:
        raise SchemaUnfit("The database does not fit this release. Run: lti-tools db upgrade")


@contextmanager
def open_http(settings: Settings) -> Iterator[Http]:
    http = Http(private_hosts=settings.private_hosts, development=settings.development, ca_bundle=settings.ca_bundle)
    try:
        yield http
    finally:
        http.close()
