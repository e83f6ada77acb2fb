"""A class in a peer review."""

import pytest

from tests.support.app import running_app, suite_of
from tests.support.peers import Classroom
from tests.support.platform import ForgedPlatform
from tools.peer_review.tool import tool


@pytest.fixture
def room(db_url, keys_folder):
    with running_app(db_url, keys_folder, tools=(tool,)) as app:
        yield Classroom(app, ForgedPlatform(suite_of(app).database))
