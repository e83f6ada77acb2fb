"""A school whose activity is a questline, and people in its course, on both databases."""

import pytest

from tests.support.questlines import set_up_quests
from tests.support.school import add_person, make_school


@pytest.fixture
def school(database):
    with database.write() as db:
        school = make_school(db, tool="quests")
        set_up_quests(db, school.activity_id)
    return school


@pytest.fixture
def people(database, school):
    """Ids of three learners."""
    with database.write() as db:
        return [add_person(db, school, name, launched="learner") for name in ("ana", "bo", "cy")]
