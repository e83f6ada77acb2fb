"""Points for taking part, by parts: what earns them is said first, the teacher excuses, an event tells who proposed."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from lti_tools.grades.outbox import standing
from lti_tools.kit.private_events.tables import HeldEvent
from lti_tools.store.tables.events import Event
from tests.functional.vote.test_proposals import LIST, number, propose, steps
from tests.support.engines import on_sqlite
from tests.support.pages import Page
from tests.support.votes import set_up_vote
from tools.co_curriculum import store_placing
from tools.co_curriculum.models_participation import Excuse
from tools.co_curriculum.service import closing
from tools.co_curriculum.tool import tool

NOW = datetime.now(UTC)
ALL = ["vote", "list", "propose", "discuss"]


@pytest.fixture
def counted(course):
    with course.database.write() as db:
        set_up_vote(db, course.school.activity_id, options=[], plans=steps()["phases"], parts=ALL)
    propose(course.join("Ana"))
    propose(course.join("Boris"), text="Rivers")
    return course


def points(course):
    names = {person: name for name, person in course.people.items()}
    with course.database.read() as db:
        return {names[one.person_id]: one.score for one in standing(db, course.school.activity_id)}


def comments(course):
    names = {person: name for name, person in course.people.items()}
    with course.database.read() as db:
        return {names[one.person_id]: one.comment for one in standing(db, course.school.activity_id)}


def run(course):
    """Ana proposes, comments and votes; Boris proposes and votes; Carla has no preference; Dora does nothing."""
    ana, tom = course.join("Ana"), course.join("Tom", "instructor")
    ana.post(f"-/comments/on/option/{number(course, 'Rivers')}", {"text": "Who has boots?", "when": "now"})
    tom.post("topic-vote/open")
    for name in ("Ana", "Boris"):
        course.join(name).post("topic-vote/ballot", {"options": number(course, "Rivers")})
    course.join("Carla").post("topic-vote/ballot", {"no_preference": "1"})
    course.join("Dora")
    return tom


def test_parts_count_once_each_and_what_counts_is_said_beforehand(counted):
    words = Page(counted.join("Carla").get("topic-vote/")).words
    assert "What counts, each once and in equal parts: voting, your list of topics, proposing something" in words
    tom = run(counted)
    tom.post("topic-vote/close", {"confirmed": "1"})
    got = points(counted)
    assert got["Ana"] == Decimal("10")
    assert got["Boris"] == Decimal("6.67")
    assert got["Carla"] == Decimal("3.33")
    assert got.get("Dora", Decimal(0)) == 0
    assert comments(counted)["Boris"].endswith("voting and proposing something. Not done: commenting.")


def test_the_teacher_excuses_and_takes_that_back(counted):
    tom = run(counted)
    tom.post("topic-vote/close", {"confirmed": "1"})
    dora = counted.people["Dora"]
    page = tom.follow(tom.post(f"topic-vote/grades/{dora}/excuse", {"reason": "Ill that week"}))
    assert "Excused: the points are as if they had taken part." in page.text
    assert points(counted)["Dora"] == Decimal("10")
    assert "excused" in comments(counted)["Dora"]
    assert "Ill that week" in tom.get("topic-vote/grades").text
    undo = next(form for form in Page(page).forms if "undo" in form.action)
    tom.post(undo.action, undo.data)
    assert points(counted)["Dora"] == Decimal("0")
    assert counted.join("Ana").post(f"topic-vote/grades/{dora}/excuse").status_code == 403
    assert tom.get("topic-vote/grades/999999/excuse").status_code == 404


@on_sqlite
def test_lists_of_topics_are_counted_once_they_are_in(counted):
    tom = run(counted)
    tom.post("topic-vote/close", {"confirmed": "1"})
    activity = counted.school.activity_id
    with counted.database.write() as db:
        row = store_placing.ensure(db, activity, "seed")
        row.opened_at = row.closed_at = NOW
        store_placing.put_list(db, activity, counted.people["Ana"], [1, 2], [], NOW)
    with counted.database.write() as db:
        closing.tick(db, NOW)
    assert points(counted)["Ana"] == Decimal("10")
    assert points(counted)["Boris"] == Decimal("5")
    assert points(counted)["Carla"] == Decimal("2.5")


@on_sqlite
def test_that_somebody_proposed_is_told_once_and_with_others(counted):
    with counted.database.read() as db:
        assert [row.action for row in db.query(HeldEvent)] == ["topic-vote.proposed"] * 2
    tom, here = counted.join("Tom", "instructor"), f"{LIST}/{number(counted)}"
    tom.post(f"{here}/refuse", {"reason": "Not yet."})
    tom.post(f"{here}/publish")
    run(counted)
    tom.post("topic-vote/close", {"confirmed": "1"})
    with counted.database.read() as db:
        told = [row for row in db.query(Event) if row.action == "topic-vote.proposed"]
        assert {row.actor_id for row in told} == {counted.people["Ana"], counted.people["Boris"]}
        assert len(told) == 2
        assert not any(row.object for row in told)


@on_sqlite
def test_an_excuse_goes_with_the_person(counted):
    tom = run(counted)
    dora = counted.people["Dora"]
    tom.post(f"topic-vote/grades/{dora}/excuse", {"reason": ""})
    with counted.database.write() as db:
        assert tool.export(db, dora, None)["excused"] == [{"activity": counted.school.activity_id}]
        tool.erase(db, dora, None)
        assert db.query(Excuse).count() == 0
