"""The suite on both databases, with one topic vote, its teacher and two students."""

from dataclasses import dataclass, field

import pytest
from flask import Flask

from lti_tools.lti.key_files import ensure_secret
from tests.support.school import School, make_school
from tests.support.sessions import Visitor, add_named, as_person, make_app, suite_of
from tests.support.votes import option_ids, set_up_vote, vote_for


@dataclass
class Course:
    """A course with a topic vote in a running app."""

    app: Flask
    school: School
    people: dict[str, int] = field(default_factory=dict)

    @property
    def database(self):
        return suite_of(self.app).database

    def join(self, name: str, role: str = "learner", **values) -> Visitor:
        """Launch as somebody; the same name again is the same person in a new session."""
        if name not in self.people:
            self.people[name] = add_named(self.app, self.school, name.lower(), role, name)
        return as_person(self.app, self.school, self.people[name], role=role, **values)

    def set_up(self, **changes) -> None:
        with self.database.write() as db:
            set_up_vote(db, self.school.activity_id, **changes)

    def vote(self, name: str, *texts: str) -> None:
        self.join(name)
        with self.database.write() as db:
            vote_for(db, self.school.activity_id, self.people[name], *texts)

    def ids(self, *texts: str) -> list[int]:
        with self.database.read() as db:
            return option_ids(db, self.school.activity_id, *texts)


@pytest.fixture
def course(db_url, tmp_path):
    app = make_app(db_url, tmp_path)
    (tmp_path / "keys").mkdir(exist_ok=True)
    ensure_secret(tmp_path / "keys")
    with suite_of(app).database.write() as db:
        school = make_school(db)
        set_up_vote(db, school.activity_id)
    yield Course(app, school)
    suite_of(app).database.close()
