"""What the commands open and close again: the database, the door to the outside."""

from collections.abc import Iterator
from contextlib import contextmanager

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


@contextmanager
def open_http(settings: Settings) -> Iterator[Http]:
    http = Http(private_hosts=settings.private_hosts, development=settings.development, ca_bundle=settings.ca_bundle)
    try:
        yield http
    finally:
        http.close()
