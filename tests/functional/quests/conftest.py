"""The suite with one questline that is published, its teacher and its students."""

from dataclasses import dataclass, field

import pytest
from flask import Flask

from tests.support.questlines import publish, set_up_quests
from tests.support.school import School, make_school
from tests.support.sessions import Visitor, add_named, as_person, make_app, suite_of


@dataclass
class Course:
    """A course with quests in a running app."""

    app: Flask
    school: School
    people: dict[str, int] = field(default_factory=dict)

    @property
    def database(self):
        return suite_of(self.app).database

    @property
    def activity(self):
        return self.school.activity_id

    def join(self, name: str, role: str = "learner", **values) -> Visitor:
        """Launch as somebody; the same name again is the same person in a new session."""
        if name not in self.people:
            self.people[name] = add_named(self.app, self.school, name.lower(), role, name)
        return as_person(self.app, self.school, self.people[name], role=role, **values)

    def publish(self, line) -> None:
        with self.database.write() as db:
            publish(db, self.activity, line)


@pytest.fixture
def course(sqlite_files, keys_folder, tmp_path):
    app = make_app(sqlite_files.fresh(tmp_path), tmp_path)
    with suite_of(app).database.write() as db:
        school = make_school(db, tool="quests")
        set_up_quests(db, school.activity_id)
    yield Course(app, school)
    suite_of(app).database.close()
