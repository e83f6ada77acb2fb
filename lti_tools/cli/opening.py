"""What the commands open and close again: the database, the door to the outside."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url

from lti_tools.lti.http import Http
from lti_tools.settings import Settings
from lti_tools.store.database import Database, make_engine


@contextmanager
def open_database(settings: Settings) -> Iterator[Database]:
    database = Database(make_engine(settings.database, pool_size=1))
    try:
        yield database
    finally:
        database.close()


def database_exists(settings: Settings) -> bool:
    """False for a SQLite file that is not there yet: connecting would make an empty one."""
    parsed = make_url(settings.database)
    return parsed.get_backend_name() != "sqlite" or Path(parsed.database or "").exists()


@contextmanager
def open_http(settings: Settings) -> Iterator[Http]:
    http = Http(private_hosts=settings.private_hosts, development=settings.development, ca_bundle=settings.ca_bundle)
    try:
        yield http
    finally:
        http.close()
