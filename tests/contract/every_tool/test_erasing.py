"""Who is erased is in no row any more."""

import shutil
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from lti_tools.privacy.erasing import erase_person
from lti_tools.store.base import Base
from lti_tools.store.database import Database, make_engine
from tests.support.app import running_app, suite_of
from tests.support.databases import SqliteFiles
from tests.support.moving import copy_rows
from tests.support.worlds import TOOLS, World, build, person_id


def named(world: World, everybody: set[int]) -> Counter[str]:
    """Where the database names somebody of `everybody`, and how often."""
    found = Counter[str]()
    with world.database.read() as db:
        for table in Base.metadata.tables.values():
            for column in table.columns:
                if any(key.column.table.name == "lti_person" for key in column.foreign_keys):
                    found[f"{table.name}.{column.name}"] = sum(one in everybody for one in db.scalars(select(column)))
    return +found


def what_is_left(world: World) -> Counter[str]:
    """Where the database still names one of those who were in `world` after all of them were erased, and how often."""
    assert world.rows["kit_template"] or world.tool.content is None, "no template that could be forgotten"
    everybody = {person_id(visitor) for visitor in world.home.values()}
    assert len(named(world, everybody)) > 5
    for one in sorted(everybody):
        erase_person(suite_of(world.app), one, datetime.now(UTC), actor="test")
    return named(world, everybody)


def left_on(copy: str, world: World, folder: Path) -> Counter[str]:
    """As `what_is_left`, on the database at the address `copy`, so that the world stays as others found it."""
    database = Database(make_engine(copy))
    copy_rows(world.database, database)
    for name in ("keys", "data"):
        shutil.copytree(world.folder / name, folder / name, dirs_exist_ok=True)
    with running_app(copy, folder / "keys", TOOLS.values()) as app:
        left = what_is_left(replace(world, app=app, database=database))
    database.close()
    return left


def test_erasing_everybody_leaves_no_row_with_their_ids(world: World, sqlite_files: SqliteFiles, tmp_path: Path):
    assert left_on(sqlite_files.fresh(tmp_path), world, tmp_path) == {}


def test_erasing_everybody_leaves_no_row_with_their_ids_on_postgresql(
    world: World, postgresql_url: str, tmp_path: Path
):
    assert left_on(postgresql_url, world, tmp_path) == {}


@pytest.mark.deep
@pytest.mark.parametrize("db_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("slug", sorted(TOOLS))
def test_everybody_presses_everything_on_postgresql_too(slug: str, db_url: str, keys_folder: Path, database: Database):
    with running_app(db_url, keys_folder, TOOLS.values()) as app:
        found = build(app, TOOLS[slug], database, keys_folder.parent)
        assert [(step.role, step.method, step.tail) for step in found.steps if step.status >= 500] == []
        assert what_is_left(found) == {}
