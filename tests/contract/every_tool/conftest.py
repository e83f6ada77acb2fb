"""The world that all files here look at: one of each tool, built once by the process that has its tests."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from lti_tools.store.database import Database, make_engine
from tests.support.app import running_app
from tests.support.databases import SqliteFiles
from tests.support.worlds import TOOLS, World, add_other_places, build


@pytest.fixture(scope="package", params=sorted(TOOLS))
def world(
    request: pytest.FixtureRequest,
    sqlite_files: SqliteFiles,
    keys_template: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("world")
    url = sqlite_files.fresh(folder)
    database = Database(make_engine(url))
    with running_app(url, shutil.copytree(keys_template, folder / "keys"), TOOLS.values()) as app:
        found = build(app, TOOLS[request.param], database, folder)
        add_other_places(found)
        yield found
    database.close()
