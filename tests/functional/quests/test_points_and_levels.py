"""Points and levels on the product: limits that name themselves, improvement, curves, what stays out of the grade."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.support.pages import Page
from tests.support.questlines import objective, quest
from tools.gamification.domain.evidence import Entry, Kind
from tools.gamification.service.ledger import New, record

HOME = "quests/"
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
"""A Monday."""


def line(*quests, **values):
    return {"chapters": [{"key": "c", "title": "The river", "quests": list(quests)}], **values}


@pytest.fixture
def teacher(course):
    return course.join("Tom", "instructor")


def show(course, name, *shown):
    """Write evidence: (objective, score, days after the start)."""
    with course.database.write() as db:
        for number, (key, score, days) in enumerate(shown):
            at = START + timedelta(days=days)
            entry = Entry(f"test:{key}:{days}:{number}", at, Kind.ACCEPTED, key, score)
            record(db, course.activity, [New(course.people[name], entry)], source="teacher", now=at)


def points_of(visitor):
    """(points, why so many) of each line of somebody's own account, oldest first."""
    rows = Page(visitor.get(HOME + "points")).tree.xpath("//tbody/tr")
    texts = [[" ".join(cell.text_content().split()) for cell in row.xpath("./th|./td")] for row in rows]
    return [(cells[3], cells[4]) for cells in reversed(texts)]


def add_limit(teacher, **values):
    return teacher.post(HOME + "builder/limits", values)


def test_limits_lie_over_quests_chapters_skills_and_weeks_and_name_themselves(course, teacher):
    ana = course.join("Ana")
    daily = objective("walk", skill="Observing", once_per="day")
    course.publish(line(quest("q", objective("notes", points=30)), quest("again", daily)))
    for of, window, points in (("q", "ever", "20"), ("c", "week", "15"), ("skill:Observing", "day", "5")):
        assert add_limit(teacher, of=of, window=window, points=points).status_code == 303
    assert add_limit(teacher, of="q", window="ever", points="5").status_code == 422
    assert add_limit(teacher, of="nowhere", window="ever", points="5").status_code == 422
    page = Page(teacher.get(HOME + "builder/limits")).words
    assert "“Quest q”: at most 20 points in all." in page
    assert "“Observing”: at most 5 points a day from what can be repeated." in page
    assert "cross" not in page
    teacher.post(HOME + "builder/publish")
    show(course, "Ana", ("notes", 100, 0), *(("walk", 100, day) for day in range(5)))
    told = points_of(ana)
    assert told[0] == ("20", "“Quest q”: at most 20 points in all. (10 not counted)")
    assert told[1] == ("5", "“Observing”: at most 5 points a day from what can be repeated. (5 not counted)")
    assert told[-1] == ("0", "“The river”: at most 15 points a week from what can be repeated. (10 not counted)")
    teacher.post(HOME + "builder/limits/remove", {"limit": "ever/q/"})
    assert "Quest q”: at most" not in Page(teacher.get(HOME + "builder/limits")).words


def test_limits_that_cross_are_told_and_cannot_be_published(course, teacher):
    here, there = objective("a", skill="Maths", once_per="day"), objective("b", skill="Maths", once_per="day")
    course.publish(line(quest("q", here, objective("d", once_per="day")), quest("r", there)))
    add_limit(teacher, of="q", window="week", points="20")
    add_limit(teacher, of="skill:Maths", window="week", points="20")
    assert "Two limits cross" in Page(teacher.get(HOME + "builder/limits")).words
    assert teacher.post(HOME + "builder/publish").status_code == 409


def test_better_than_oneself_gives_improvement_points_on_top_and_says_so(course, teacher):
    ana, ben = course.join("Ana"), course.join("Ben")
    course.publish(line(quest("q", objective("before", "result"), objective("after", "result"))))
    form = Page(teacher.get(HOME + "builder/objectives/after")).form("/objectives/after")
    assert teacher.post(form.action, {**form.data, "base": "before"}).status_code == 303
    assert teacher.post(form.action, {**form.data, "base": "nothing"}).status_code == 303
    form = Page(teacher.get(form.action)).form("/objectives/after")
    assert form.data["base"] == "", "an objective that is not there is none"
    teacher.post(form.action, {**form.data, "base": "before"})
    teacher.post(HOME + "builder/publish")
    show(course, "Ana", ("before", 30, 0), ("after", 60, 1), ("after", 70, 2))
    show(course, "Ben", ("before", 90, 0), ("after", 60, 1), ("after", 92, 2))
    better = "For getting better than you were"
    assert points_of(ana)[2] == ("30", better), "the same score, a lower base: more"
    assert [one for one in points_of(ben) if one[1] == better] == [("5", better), ("15", better)]


@pytest.mark.parametrize(
    ("values", "levels"),
    [
        ({"curve": "flat", "number": "4", "base": "50"}, "0, 50, 100, 150"),
        ({"curve": "linear", "number": "4", "base": "50", "step": "10"}, "0, 50, 110, 180"),
        ({"curve": "relative", "number": "4", "base": "100", "step": "150"}, "0, 100, 250, 475"),
        ({"curve": "hand", "thresholds": "0, 7, 30"}, "0, 7, 30"),
    ],
)
def test_levels_follow_the_curve_that_was_chosen(course, teacher, values, levels):
    form = Page(teacher.get(HOME + "builder/rules")).form("/builder/rules")
    assert teacher.post(form.action, {**form.data, **values}).status_code == 303
    assert f"Points of the levels now: {levels}." in Page(teacher.get(HOME + "builder/rules")).words


def test_no_points_are_taken_as_a_punishment(course, teacher):
    course.join("Ana")
    form = {"people": str(course.people["Ana"]), "points": "-5", "reason": "Late"}
    assert teacher.post(HOME + "award", form).status_code == 422


def test_a_time_bonus_is_off_small_and_never_part_of_the_grade(course, teacher):
    ana, ben = course.join("Ana"), course.join("Ben")
    due = quest("q", objective("notes", points=50), due_at=(START + timedelta(days=1)).isoformat())
    rules = {"grade": {"way": "points", "enough": 100}}
    course.publish(line(due, **rules))
    show(course, "Ana", ("notes", 100, 0))
    assert points_of(ana) == [("50", "Counts")], "it is off"
    form = Page(teacher.get(HOME + "builder/rules")).form("/builder/rules")
    assert teacher.post(form.action, {**form.data, "bonus": "50"}).status_code == 422, "it is small"
    assert teacher.post(form.action, {**form.data, "bonus": "10"}).status_code == 303
    teacher.post(HOME + "builder/publish")
    show(course, "Ben", ("notes", 100, 2))
    early = ("5", "For being done in time; never part of the grade")
    assert points_of(ana) == [("50", "Counts"), early]
    assert points_of(ben) == [("50", "Counts")]
    grades = [Page(one.get(HOME + "points")).words for one in (ana, ben)]
    assert all("50 of 100" in one for one in grades)
