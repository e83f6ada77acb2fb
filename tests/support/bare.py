"""As much of a suite as long work needs: a database, a folder for files, English, no tool and no wire."""

from pathlib import Path

from lti_tools.store.clients import Clients
from lti_tools.store.database import Database, make_engine
from lti_tools.suite import Suite
from lti_tools.web.locale import Catalogues
from tests.support.app import make_settings


def bare_suite(db_url: str, keys: Path) -> Suite:
    nothing = dict.fromkeys(("http", "keys", "key_sets", "tokens"))
    database = Database(make_engine(db_url))
    return Suite(
        settings=make_settings(db_url, keys),
        database=database,
        tools={},
        catalogues=Catalogues(()),
        clients=Clients(database),
        **nothing,
    )
