"""The class overview: one table, one person, the activity as a student sees it, the wall of the classroom."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import event

from lti_tools.kit.audit.tables import AuditEntry
from lti_tools.kit.overview import views
from lti_tools.store.tables.people import CourseGroup, CourseGroupMember, Membership, Person
from tests.support.pages import Page, faults
from tests.support.school import NOW
from tools.co_curriculum.service import closing

TABLE = "-/overview/"
WALL = "-/overview/wall"


@pytest.fixture
def teacher(course):
    course.vote("Ana", "Bees")
    course.vote("Carla", "Rivers")
    course.join("Boris")
    return course.join("Tom", "instructor")


def names(page):
    return [" ".join(one.text_content().split()) for one in page.tree.xpath("//tbody//th/a")]


def table(teacher, **query):
    page = Page(teacher.get(TABLE, query_string=query))
    assert page.status == 200
    assert faults(page) == []
    return page


def crowd(course, number, start=0):
    with course.database.write() as db:
        for place in range(start, start + number):
            person = Person(
                platform_id=course.school.platform_id,
                sub=f"crowd-{place}",
                name=f"Student {place:03}",
                created_at=NOW,
                updated_at=NOW,
            )
            db.add(person)
            db.flush()
            db.add(Membership(context_id=course.school.context_id, person_id=person.id, roster_role="learner"))


def statements(course, visitor, path):
    seen = []

    def note(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    event.listen(course.database.engine, "before_cursor_execute", note)
    assert visitor.get(path).status_code == 200
    event.remove(course.database.engine, "before_cursor_execute", note)
    return len(seen)


def test_everybody_stands_in_one_table_with_what_they_did(course, teacher):
    page = table(teacher)
    assert names(page) == ["Ana", "Boris", "Carla"]
    assert page.words.count("Has voted") == 2
    assert "2 of 3" in page.words


def test_the_table_sorts_searches_and_filters(course, teacher):
    assert names(table(teacher, sort="vote")) == ["Boris", "Ana", "Carla"]
    assert names(table(teacher, sort="voted", falling="1"))[-1] == "Boris"
    assert names(table(teacher, falling="1")) == ["Carla", "Boris", "Ana"]
    assert names(table(teacher, q=" cAr ")) == ["Carla"]
    assert names(table(teacher, open="1")) == ["Boris"]
    assert "Nobody fits" in table(teacher, q="Zoe").words
    assert names(table(teacher, sort="nonsense", group="x", page="99")) == ["Ana", "Boris", "Carla"]


def test_groups_filter_the_table(course, teacher):
    with course.database.write() as db:
        group = CourseGroup(context_id=course.school.context_id, lms_id="g", name="Section 1")
        db.add(group)
        db.flush()
        db.add(CourseGroupMember(group_id=group.id, person_id=course.people["Boris"]))
        group_id = group.id
    assert names(table(teacher, group=str(group_id))) == ["Boris"]
    assert "Section 1" in table(teacher).words


def test_grades_and_more_time_are_columns_of_every_tool(course, teacher):
    with course.database.write() as db:
        closing.close(db, course.school.activity_id, datetime.now(UTC))
    page = table(teacher, sort="grade-participation")
    assert "10 of 10: Waiting to be sent" in page.words


def test_long_classes_come_in_pages(course, teacher, monkeypatch):
    monkeypatch.setattr(views, "SIZE", 2)
    assert names(table(teacher)) == ["Ana", "Boris"]
    assert names(table(teacher, page="2")) == ["Carla"]


def test_20_and_500_people_cost_the_same_number_of_statements(course, teacher):
    crowd(course, 17)
    few = statements(course, teacher, TABLE)
    one = statements(course, teacher, f"{TABLE}people/{course.people['Ana']}")
    crowd(course, 480, 17)
    assert statements(course, teacher, TABLE) == few
    assert statements(course, teacher, f"{TABLE}people/{course.people['Ana']}") == one


def test_one_persons_page_has_facts_steps_their_vote_and_the_neighbours(course, teacher):
    page = Page(teacher.get(f"{TABLE}people/{course.people['Boris']}"))
    assert faults(page) == []
    assert page.heading == "Boris"
    assert "No vote has been cast yet." in page.words
    assert "Voting" in page.words
    links = [one.text_content().strip() for one in page.tree.xpath("//a[@rel]")]
    assert links == ["Ana", "Carla"]
    ana = Page(teacher.get(f"{TABLE}people/{course.people['Ana']}"))
    assert "Bees" in ana.words


def test_the_neighbours_are_those_of_the_table_as_it_was_sorted(course, teacher):
    query = {"sort": "vote"}
    page = Page(teacher.get(f"{TABLE}people/{course.people['Boris']}", query_string=query))
    assert [one.text_content().strip() for one in page.tree.xpath("//a[@rel]")] == ["Ana"]
    assert "sort=vote" in page.tree.xpath("//a[@rel='next']/@href")[0]


def test_people_outside_the_course_are_not_found(course, teacher):
    assert teacher.get(f"{TABLE}people/999999").status_code == 404
    assert teacher.post(f"{TABLE}people/999999/as-student").status_code == 404


def test_looking_as_a_student_shows_their_page_to_look_at_alone_and_is_recorded(course, teacher):
    page = Page(teacher.post(f"{TABLE}people/{course.people['Ana']}/as-student"))
    assert page.status == 200
    assert faults(page) == []
    (shown,) = page.tree.xpath("//*[@data-as-student]")
    assert shown.xpath(".//form | .//a | .//@href | .//input[not(@disabled)] | .//button[not(@disabled)]") == []
    assert "Bees" in shown.text_content()
    assert "You are looking at this activity as a student has it." in page.words
    assert page.tree.xpath("//*[@class='menu-role']")[0].text_content() == "Teacher"
    with course.database.read() as db:
        (entry,) = db.query(AuditEntry).all()
    assert (entry.action, entry.about_id) == ("overview.seen-as-student", course.people["Ana"])
    assert teacher.get(f"{TABLE}people/{course.people['Ana']}/as-student").status_code == 405


def test_the_wall_names_nobody_and_shows_no_count_before_students_may_see_one(course, teacher):
    page = Page(teacher.get(WALL))
    assert faults(page) == []
    words = page.words.partition("Full screen")[0]
    for secret in ("Ana", "Carla", "Bees"):
        assert secret not in page.tree.xpath("//*[@data-wall]")[0].text_content()
    assert "2 have voted" in words
    with course.database.write() as db:
        closing.close(db, course.school.activity_id, datetime.now(UTC))
    shown = Page(teacher.get(WALL)).tree.xpath("//*[@data-wall]")[0].text_content()
    assert "level" in shown
    assert "Ana" not in shown


@pytest.mark.parametrize("role", ["learner", "observer"])
def test_students_and_guests_see_nothing_of_it(course, teacher, role):
    visitor = course.join(role.title(), role)
    for path in (TABLE, WALL, f"{TABLE}people/{course.people['Ana']}"):
        assert visitor.get(path).status_code == 403
    assert visitor.post(f"{TABLE}people/{course.people['Ana']}/as-student").status_code == 403
