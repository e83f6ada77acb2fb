"""A school whose activity is a topic vote, and people in its course."""

import pytest

from tests.support.school import add_person, make_school
from tests.support.votes import set_up_vote


@pytest.fixture
def school(database):
    with database.write() as db:
        school = make_school(db)
        set_up_vote(db, school.activity_id)
    return school


@pytest.fixture
def ana(database, school):
    with database.write() as db:
        return add_person(db, school, "ana", launched="learner")


@pytest.fixture
def bo(database, school):
    with database.write() as db:
        return add_person(db, school, "bo", launched="learner")
