"""Assistants see the people of their own groups, and change no settings."""

import pytest

from lti_tools.grades import outbox
from lti_tools.store.tables.people import CourseGroup, CourseGroupMember
from tests.support.pages import Page
from tests.support.school import NOW, make_school
from tests.support.sessions import add_named, as_person, make_app, suite_of
from tests.support.votes import set_up_vote, vote_for
from tools.co_curriculum.service import closing


@pytest.fixture
def app(db_url, tmp_path):
    app = make_app(db_url, tmp_path)
    yield app
    suite_of(app).database.close()


@pytest.fixture
def school(app):
    """A closed, graded vote in which Ana (group A) and Ben (group B) have voted."""
    with suite_of(app).database.write() as db:
        school = make_school(db)
        set_up_vote(db, school.activity_id)
    people = {name: add_named(app, school, name.lower(), "learner", name) for name in ("Ana", "Ben")}
    with suite_of(app).database.write() as db:
        for name, group in (("Ana", "Group A"), ("Ben", "Group B")):
            vote_for(db, school.activity_id, people[name], "Bees")
            put_into(db, school, people[name], group)
        closing.close(db, school.activity_id, NOW)
    return school


def put_into(db, school, person_id, name):
    group = db.query(CourseGroup).filter_by(context_id=school.context_id, lms_id=name).one_or_none()
    if group is None:
        group = CourseGroup(context_id=school.context_id, lms_id=name, name=name)
        db.add(group)
        db.flush()
    db.add(CourseGroupMember(group_id=group.id, person_id=person_id))


def assistant(app, school, *groups):
    person_id = add_named(app, school, "ada", "assistant", "Ada")
    with suite_of(app).database.write() as db:
        for group in groups:
            put_into(db, school, person_id, group)
    return as_person(app, school, person_id, role="assistant")


LISTS = ("-/people/", "topic-vote/ballots", "topic-vote/grades")


@pytest.mark.parametrize("path", LISTS)
def test_an_assistant_of_a_group_sees_its_people_alone_and_reads_so(app, school, path):
    words = Page(assistant(app, school, "Group A").get(path)).words
    assert "Ana" in words
    assert "Ben" not in words
    assert "your own groups: Group A" in words


@pytest.mark.parametrize("path", LISTS)
def test_an_assistant_without_groups_sees_everybody_as_a_teacher_does(app, school, path):
    teacher = as_person(app, school, add_named(app, school, "tom", "instructor", "Tom"), role="instructor")
    for visitor in (assistant(app, school), teacher):
        words = Page(visitor.get(path)).words
        assert "Ana" in words
        assert "Ben" in words
        assert "your own groups" not in words


def test_the_work_of_somebody_of_another_group_is_not_found(app, school):
    visitor = assistant(app, school, "Group B")
    with suite_of(app).database.read() as db:
        ana, ben = sorted(row.person_id for row in outbox.standing(db, school.activity_id))
    assert visitor.get(f"topic-vote/ballots/{ben}").status_code == 200
    assert visitor.get(f"topic-vote/ballots/{ana}").status_code == 404


def test_an_assistant_finds_no_settings(app, school):
    visitor = assistant(app, school)
    assert 'name="title"' not in visitor.get("-/settings").text
    assert visitor.post("-/settings", {"tool": "topic-vote", "version": "1"}).status_code == 403
