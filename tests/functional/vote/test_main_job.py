"""The whole way in a course of the demo LMS: from the template to the topics, the groups and the gradebook."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from lti_tools.background import create_workers
from lti_tools.demo.groups import mix
from lti_tools.demo.school import DemoCourse, install
from lti_tools.demo.visitor import Unwelcome
from lti_tools.pure.schedule import End
from lti_tools.store.tables.activities import Activity
from tests.functional.installing.conftest import installed
from tests.support.engines import on_sqlite
from tests.support.lms import live_lms
from tools.co_curriculum import deeds
from tools.co_curriculum import demo_way as way
from tools.co_curriculum.demo import FACTS, RECIPE
from tools.co_curriculum.demo_way import BEES, HIVE, STREAM


def words(page):
    return " ".join(re.sub("<[^>]+>", " ", page.text).split())


@pytest.fixture
def school(db_url, tmp_path, keys_folder):
    """The suite installed in a demo LMS by its administrator."""
    with installed(db_url, tmp_path, keys_folder) as suite, live_lms("moodle") as lms:
        install(lms.url, suite.invite())
        course = DemoCourse(lms.url)
        yield suite, lms, course
        course.close()


def deadline_comes(suite, title):
    """The date by which the vote closes is over, and the worker looks."""
    with suite.app.app_context(), suite.suite.database.write() as db:
        activity = db.scalars(select(Activity).where(Activity.title == title)).one()
        past = datetime.now(UTC) - timedelta(seconds=1)
        deeds.change_plan(db, activity, datetime.now(UTC), end=End.DATE, closes_at=past)
    suite.work()


@on_sqlite
def test_the_main_job(school):
    suite, lms, course = school
    teacher, students = course.teacher, course.students

    # by deep linking, from the template
    room = way.Room(course, course.add("topic-vote", {"title": way.DECIDED, "whole": "y"}, template="whole-way"))
    for student in students:
        room.page(student, "topic-vote/")
    mix(teacher, room.page(teacher, "topic-vote/"), "Teams to begin with", FACTS, RECIPE)

    # students propose with a text and a picture, comment, duplicates are merged
    way.step(room, "propose")
    found = {one: way.propose(room, one) for one in (*way.ALL, HIVE)}
    bees = words(room.page(students[5], f"topic-vote/proposals/{found[BEES]}"))
    assert "what do bees eat in a town?" in bees
    assert BEES.picture[1] in room.page(students[5], f"topic-vote/proposals/{found[BEES]}").text
    for number, stance, text in way.ARGUED:
        way.argue(room, number, found[BEES], stance, text)
    assert "1 question · 1 for it · 1 against it" in words(
        room.page(students[6], f"-/comments/on/option/{found[BEES]}")
    )
    way.suggest(room, HIVE.student, found[HIVE], found[BEES])
    way.agree(room, BEES.student, found[BEES])
    assert HIVE.text not in words(room.page(students[1], "topic-vote/proposals"))

    # the list is frozen
    teacher.submit(room.page(teacher, "topic-vote/").form_to("/topic-vote/open"))
    with pytest.raises(Unwelcome, match="409"):
        room.page(students[9], "topic-vote/proposals/new")

    assert "Talking it over Now" not in words(room.page(students[9], "topic-vote/"))

    # students rank; the vote closes by its date
    receipts = [way.rank(room, number, [found[one] for one in order]) for number, order in enumerate(way.RANKED)]
    form = room.page(teacher, "topic-vote/closing").form_to("/closing")
    teacher.submit(form, {"closes_at": "2040-05-06T07:08"})
    assert "2040" in words(room.page(students[0], "topic-vote/"))
    deadline_comes(suite, way.DECIDED)

    # the rounds, and why the winners won
    result = words(room.page(students[0], "topic-vote/"))
    assert "Chosen: “Bees on the school roof”, “What our stream carries” and “Sounds of the night”." in result
    assert "Stage 1" in result
    assert "has more votes than it needs; what is over moves on." in result
    assert "Chosen now: “Sounds of the night”" in result

    # every receipt is in the list, and anybody can count again
    record = room.page(students[2], "topic-vote/record")
    for code in receipts:
        looked = students[2].submit(record.form_to("/record/receipt"), {"receipt": code})
        assert "its vote was counted" in words(looked)
    missing = students[2].submit(record.form_to("/record/receipt"), {"receipt": "0000 1111 2222 3333"})
    assert "not in the list" in words(missing)
    assert "Wrong" not in words(students[2].submit(record.form_to("/record/recount")))
    assert "Right" in words(students[2].submit(record.form_to("/record/recount")))

    # two are accepted, one is put off with a reason
    for one, outcome, reason in way.DECISIONS[:3]:
        way.decide(room, found[one], outcome, reason)
    told = words(room.page(students[4], "topic-vote/decisions"))
    assert told.count("Accepted: we do it") == 2
    assert "Put off until later" in told
    assert "The recorders are lent out until May." in told

    # preferences among the winners, capacities and a skill quota
    rules = {"length": "2", "most": "7", "least": "4", "needs": "role=writes: 2"}
    way.ask_for_topics(room, rules)
    for number in range(len(students)):
        way.list_topics(room, number, (BEES, STREAM) if number % 4 else (STREAM, BEES))
    teacher.submit(room.page(teacher, "topic-vote/places").form_to("/places/close"), {"confirmed": "1"})
    teacher.submit(room.page(teacher, "topic-vote/places").form_to("/places/plans"))
    suite.work()
    teacher.submit(room.page(teacher, "topic-vote/places").form_to("/pick"))
    suite.work()
    teacher.submit(room.page(teacher, "topic-vote/places").form_to("/places/publish"))
    assert "Why not my first choice?" in "".join(words(room.page(one, "topic-vote/places")) for one in students)

    # the groups are made and exported
    made = teacher.submit(room.page(teacher, "topic-vote/places").form_to("/places/groups"))
    teacher.submit(made.form_to("/use"), {"on": "1"})
    writers = {"Bilal Haddad", "Dilnoza Karimova", "Giorgos Pappas", "João Pereira"}
    places = table(teacher, room, "places")
    assert {row["Person: name"] for row in places} >= writers
    for topic in (BEES.text, STREAM.text):
        there = [row["Person: name"] for row in places if row["Topic"] == topic]
        assert 4 <= len(there) <= 7
        assert len(writers & set(there)) >= 2
    groups = table(teacher, room, "groups")
    assert {row["Person: name"]: row["Group"] for row in groups} == {
        row["Person: name"]: row["Topic"] for row in places
    }

    # the points stand in the gradebook
    shown = points(suite, lms)
    assert shown[students[0].number] == (10, 10)
    assert shown[students[11].number] == (5, 10), "who has not voted and has given a list"


def points(suite, lms):
    """Person -> points and maximum in the gradebook, once they are worked out and sent."""
    for _ in range(2):
        suite.workers = create_workers(suite.suite)  # fresh ones, whose every step is due
        suite.work()
    return {grade["person"]: (grade["shown"], grade["maximum"]) for grade in lms.get("grades")}


def table(teacher, room, name):
    """Rows of an exported table."""
    page = room.page(teacher, "-/exports/")
    form = next(one for one in page.forms if ("table", name) in one.fields)
    return list(csv.DictReader(io.StringIO(teacher.submit(form).text.lstrip("\ufeff"))))
