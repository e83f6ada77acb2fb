from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from lti_tools.store.rosters import claim_due
from lti_tools.store.tables.people import ContextService, CourseGroup, CourseGroupMember, Membership
from tests.support.pages import Page
from tests.support.school import make_school
from tests.support.sessions import add_named, as_person, make_app, suite_of


@pytest.fixture
def app(db_url, tmp_path):
    app = make_app(db_url, tmp_path)
    yield app
    suite_of(app).database.close()


@pytest.fixture
def school(app):
    with suite_of(app).database.write() as db:
        return make_school(db)


def tell(app, **values):
    """What the platform and the worker left of the course's roster."""
    with suite_of(app).database.write() as db:
        db.execute(update(ContextService).values(**values))


def visit(app, school, role="instructor"):
    person_id = add_named(app, school, f"the-{role}", role, role.title())
    return as_person(app, school, person_id, role=role)


OFFERED = {"memberships_url": "https://lms.example/members"}


def test_members_are_listed_with_role_and_standing(app, school):
    add_named(app, school, "s1", "learner", "Ana")
    gone = add_named(app, school, "s2", "learner", "Ben")
    with suite_of(app).database.write() as db:
        db.execute(update(Membership).where(Membership.person_id == gone).values(active=False))
    tell(app, **OFFERED, roster_synced_at=datetime.now(UTC))
    page = Page(visit(app, school, "instructor").get("-/people/"))
    assert page.heading == "People"
    rows = {row.findtext("th").strip(): row.text_content() for row in page.tree.iterfind(".//tbody/tr")}
    assert list(rows) == ["Instructor", "Ana", "Ben"]
    assert "Student" in rows["Ana"]
    assert "No longer in the course" in rows["Ben"]
    assert "1 student is in this course" in page.words


def test_before_any_roster_the_number_is_unknown_and_not_0(app, school):
    tell(app, **OFFERED)
    page = Page(visit(app, school).get("-/people/"))
    assert "not known yet" in page.words
    assert "0 students" not in page.words


def test_where_the_lms_gives_no_list_the_page_says_so_and_has_no_button(app, school):
    page = Page(visit(app, school).get("-/people/"))
    assert "no list of people" in page.words
    assert "Refresh" not in page.words


def test_trouble_with_the_list_is_said(app, school):
    tell(app, **OFFERED, roster_error="service-refused")
    assert "service-refused" in Page(visit(app, school).get("-/people/")).words


def test_the_button_asks_for_the_list_and_nobody_waits(app, school):
    tell(app, **OFFERED, roster_due_at=datetime.now(UTC) + timedelta(hours=5))
    teacher = visit(app, school)
    (form,) = [form for form in Page(teacher.get("-/people/")).forms if form.action.endswith("/refresh")]
    assert [text for _, _, text in form.buttons] == ["Refresh people from the LMS"]
    page = Page(teacher.follow(teacher.post(form.action, form.data)))
    assert "being asked" in page.words
    assert "is being fetched" in page.words
    with suite_of(app).database.write() as db:
        assert claim_due(db, datetime.now(UTC))


def test_groups_of_the_lms_are_shown(app, school):
    person_id = add_named(app, school, "s1", "learner", "Ana")
    with suite_of(app).database.write() as db:
        named = CourseGroup(context_id=school.context_id, lms_id="1", name="Red")
        unnamed = CourseGroup(context_id=school.context_id, lms_id="2")
        db.add_all([named, unnamed])
        db.flush()
        db.add_all([CourseGroupMember(group_id=group.id, person_id=person_id) for group in (named, unnamed)])
        number = unnamed.id
    words = Page(visit(app, school).get("-/people/")).words
    assert "Red" in words
    assert f"Group {number}" in words


def test_a_large_course_has_pages(app, school):
    for number in range(120):
        add_named(app, school, f"s{number}", "learner", f"Student {number:03}")
    teacher = visit(app, school)
    first = Page(teacher.get("-/people/"))
    second = Page(teacher.get(next(link for link in first.links if "page=2" in link)))
    assert len(first.tree.findall(".//tbody/tr")) == 100
    assert len(second.tree.findall(".//tbody/tr")) == 21


@pytest.mark.parametrize("role", ["learner", "observer"])
def test_the_list_is_for_staff_alone(app, school, role):
    visitor = visit(app, school, role)
    assert visitor.get("-/people/").status_code == 403
    assert visitor.post("-/people/refresh").status_code == 403


def test_staff_find_the_list_in_the_menu_of_every_page(app, school):
    teacher, student = visit(app, school), visit(app, school, "learner")
    assert any(link.endswith("/people/") for link in Page(teacher.get("-/settings")).links)
    assert not any("/people" in link for link in Page(student.get("-/waiting")).links)


def test_people_of_another_course_are_not_shown(app, school):
    with suite_of(app).database.write() as db:
        other = make_school(db, name="South", base="https://south.example")
    add_named(app, other, "s9", "learner", "Stranger")
    assert "Stranger" not in Page(visit(app, school).get("-/people/")).words


def test_a_name_cannot_run_as_markup(app, school):
    add_named(app, school, "s1", "learner", "<script>alert(1)</script>")
    assert "<script>alert" not in visit(app, school).get("-/people/").text
