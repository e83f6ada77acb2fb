"""Who may vote: everybody, some groups or sections, or who was there when voting opened; lists and turnout follow."""

import pytest

from lti_tools.store.tables.grades import GradeWish
from lti_tools.store.tables.people import ContextService, CourseGroup, CourseGroupMember
from tests.functional.vote.test_places import good
from tests.support.pages import Page
from tests.support.school import NOW
from tools.co_curriculum import electorate

HERE = "topic-vote/"


@pytest.fixture
def sections(course):
    """Ana is in section A, Bo in section B, Tom teaches; the LMS has told its members."""
    tom, ana, bo = course.join("Tom", "instructor"), course.join("Ana"), course.join("Bo")
    with course.database.write() as db:
        here = {"context_id": course.school.context_id}
        for name, person in (("A", "Ana"), ("B", "Bo")):
            group = CourseGroup(**here, lms_id=name, name=f"Section {name}")
            db.add(group)
            db.flush()
            db.add(CourseGroupMember(group_id=group.id, person_id=course.people[person]))
        db.query(ContextService).filter_by(**here).update({"roster_synced_at": NOW})
    return tom, ana, bo


def cast(course, visitor):
    return visitor.post("topic-vote/ballot", {"options": course.ids("Bees")})


def test_only_the_named_sections_vote_and_who_voted_follows_it(course, sections):
    tom, ana, bo = sections
    course.set_up(voters=["section a"])
    assert "You do not vote here" in good(bo.get(HERE)).words
    assert cast(course, bo).status_code == 409
    assert "Who votes section a" in good(ana.get(HERE)).words, "it stands in the rules"
    assert cast(course, ana).status_code == 303
    home = good(tom.get(HERE)).words
    assert "1 of 1" in home, home
    assert "Bo" not in Page(tom.get("topic-vote/ballots")).words
    assert "Does not vote here" in good(tom.get("-/overview/")).words
    with course.database.read() as db:
        assert electorate.entitled(db, course.school.activity_id) == {course.people["Ana"]}


def test_who_joins_after_the_opening_votes_unless_the_rules_say_no(course, sections):
    course.set_up(latecomers=False)
    _tom, ana, _bo = sections
    cy = course.join("Cy")
    assert "You do not vote here" in good(cy.get(HERE)).words
    assert cast(course, cy).status_code == 409
    assert cast(course, ana).status_code == 303
    assert "who is here when voting opens does" in good(ana.get(HERE)).words
    with course.database.read() as db:
        assert course.people["Cy"] not in electorate.entitled(db, course.school.activity_id)


def test_a_group_that_is_not_there_is_named_beside_the_field(course, sections):
    tom, *_others = sections
    form = good(tom.get("-/settings")).form("/settings")
    page = Page(tom.post("-/settings", {**form.data, "voters": "Section C"}))
    assert page.status == 422
    assert "There is no group or section called “Section C” here." in page.words
    assert tom.post("-/settings", {**form.data, "voters": "Section A"}).status_code == 303


def test_points_are_not_lost_for_a_vote_that_one_may_not_take_part_in(course, sections):
    tom, ana, _bo = sections
    course.set_up(voters=["Section A"], parts=["vote"])
    cast(course, ana)
    tom.post("topic-vote/close", {"confirmed": "1"})
    with course.database.read() as db:
        wishes = {one.person_id: int(one.score_given) for one in db.query(GradeWish)}
    assert wishes == {course.people["Ana"]: 10}
