"""A course with a teacher and six students, and their sessions."""

from dataclasses import dataclass, field
from functools import cached_property

import pytest
from flask import Flask

from lti_tools.store.tables.activities import Activity
from tests.support.pages import Page
from tests.support.school import NOW, School, make_school
from tests.support.sessions import Visitor, add_named, as_person, make_app, suite_of

NAMES = ("Ana Ruiz", "Ben Okoro", "Chen Wei", "Dina Karim", "Eli Sokol", "Fay Moss")


@dataclass
class Class:
    """Who is in the course; students by place in `NAMES`."""

    app: Flask
    school: School
    teacher_id: int
    ids: list[int]
    visitors: dict[int, Visitor] = field(default_factory=dict)

    @cached_property
    def teacher(self) -> Visitor:
        return as_person(self.app, self.school, self.teacher_id, role="instructor")

    def student(self, place: int) -> Visitor:
        if place not in self.visitors:
            self.visitors[place] = as_person(self.app, self.school, self.ids[place])
        return self.visitors[place]

    def page(self, visitor: Visitor, path: str = "-/groups/") -> Page:
        return Page(visitor.get(path))

    def post(self, visitor: Visitor, path: str, **fields: object) -> Page:
        """What a form leads to."""
        answer = visitor.post(path, fields)
        return Page(visitor.follow(answer) if answer.status_code == 303 else answer)

    def new_set(self, name: str = "Teams", source: str = "hand", groups: int = 2, capacity: str = "") -> str:
        """The teacher makes a set; the address of its pages."""
        fields = {"name": name, "source": source, "groups": groups, "capacity": capacity}
        answer = self.teacher.post("-/groups/", fields)
        assert answer.status_code == 303, answer.text
        return answer.location.partition("?")[0].rstrip("/").partition("/-/")[2].join(("-/", ""))


@pytest.fixture
def course(db_url, tmp_path):
    app = make_app(db_url, tmp_path)
    with suite_of(app).database.write() as db:
        school = make_school(db)
        db.get(Activity, school.activity_id).configured_at = NOW
    teacher = add_named(app, school, "teacher", "instructor", "Amara Teacher")
    ids = [add_named(app, school, f"s{place}", "learner", name) for place, name in enumerate(NAMES)]
    yield Class(app, school, teacher, ids)
    suite_of(app).database.close()
