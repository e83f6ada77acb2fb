"""A course with a topic vote, its teacher, a second course of the same platform, and another school."""

import pytest

from lti_tools.store.tables.people import Context
from tests.functional.vote.conftest import Course
from tests.support.school import NOW, School, add_activity, make_school
from tests.support.sessions import make_app, suite_of
from tests.support.votes import set_up_vote


@pytest.fixture
def course(db_url, tmp_path):
    app = make_app(db_url, tmp_path)
    suite_of(app).keys.ensure(NOW)
    with suite_of(app).database.write() as db:
        school = make_school(db)
        set_up_vote(db, school.activity_id, graded=False)
    yield Course(app, school)
    suite_of(app).database.close()


def second_course(course) -> Course:
    """Another course of the same platform with a topic vote of its own."""
    school = course.school
    with course.database.write() as db:
        context = Context(platform_id=school.platform_id, lms_id="course-2", created_at=NOW, updated_at=NOW)
        db.add(context)
        db.flush()
        activity_id = add_activity(db, context.id, tool="topic-vote", resource_link_id="link-2")
        set_up_vote(db, activity_id, title="Another vote")
    values = (school.tenant_id, school.platform_id, school.registration_id, school.deployment_id)
    return Course(course.app, School(*values, context.id, activity_id))


def other_school(course) -> Course:
    with course.database.write() as db:
        school = make_school(db, name="South", base="https://south.example")
        set_up_vote(db, school.activity_id, title="South's vote")
    return Course(course.app, school)
