from datetime import UTC, datetime

import pytest

from lti_tools.lti.keys import KeyStore
from tests.faults.site import open_site


@pytest.fixture(scope="session")
def signing_keys(tmp_path_factory):
    folder = tmp_path_factory.mktemp("keys")
    KeyStore(folder).ensure(datetime.now(UTC))
    return folder


@pytest.fixture(params=["moodle", "canvas"])
def site(request, db_url, database, signing_keys, monkeypatch):
    site = open_site(request.param, db_url, database, signing_keys, monkeypatch)
    yield site
    site.server.stop()
