"""`lti-tools export` and `erase`: the number is the one that `platform list` shows, whatever the database calls it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from lti_tools.registry import load_tools
from lti_tools.store.database import Database, make_engine
from lti_tools.store.migrate import packages_of, upgrade
from lti_tools.store.tables.people import Person
from lti_tools.store.tables.schools import Registration
from tests.support.commands import Commands
from tests.support.school import NOW, add_person, make_school


@pytest.fixture
def schools(commands: Commands, empty_db_url: str, keys_folder: Path) -> Iterator[Database]:
    """North's platform has two registrations, 1 and 2, so that South's second platform has number 3."""
    upgrade(empty_db_url, packages_of(load_tools()))
    commands.setting("LTI_TOOLS_KEYS", keys_folder)
    database = Database(make_engine(empty_db_url))
    with database.write() as db:
        north = make_school(db)
        again = Registration(
            platform_id=north.platform_id,
            issuer="https://lms.example",
            client_id="client-again",
            authorization_endpoint="https://lms.example/auth",
            token_endpoint="https://lms.example/token",
            created_at=NOW,
            updated_at=NOW,
        )
        db.add(again)
        db.flush()
        south = make_school(db, name="South", base="https://south.example")
        for name, school in (("Nora", north), ("Sara", south)):
            db.get_one(Person, add_person(db, school, "5")).name = name
    yield database
    database.close()


def names(database: Database) -> set[str]:
    with database.read() as db:
        return {name for name in db.scalars(select(Person.name)) if name}


def test_the_person_of_the_platform_that_the_list_shows_is_exported_and_erased(commands: Commands, schools: Database):
    commands.run("platform", "list")
    assert [line.split()[0] for line in commands.out.splitlines() if "south" in line] == ["3"]
    assert commands.run("export", "person", "--platform", "3", "--user", "5") == 0
    assert "Sara" in json.dumps(json.loads(commands.out))
    assert "Nora" not in commands.out
    assert commands.run("erase", "person", "--platform", "2", "--user", "5", "--yes") == 0
    assert names(schools) == {"Sara"}
    assert commands.run("erase", "course", "--platform", "3", "--course", "course-South", "--yes") == 0
    assert names(schools) == set()


def test_a_number_or_an_id_that_is_not_there_is_a_sentence(commands: Commands, schools: Database):
    assert commands.run("erase", "person", "--platform", "9", "--user", "5", "--yes") == 1
    assert commands.err == "Error: There is no registration 9. See: lti-tools platform list --removed\n"
    assert commands.run("export", "person", "--platform", "3", "--user", "nobody") == 1
    assert "has no person 'nobody' here" in commands.err
    assert commands.run("export", "course", "--platform", "3", "--course", "course-North") == 1
    assert "has no course 'course-North' here" in commands.err
