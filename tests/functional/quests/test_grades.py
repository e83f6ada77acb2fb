"""The grade in every configuration: what if, what the teacher looks at first, and what is posted are the same."""

import random
import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from lti_tools.store.tables.activities import Activity, LineItem
from lti_tools.store.tables.grades import GradeWish
from tests.support.pages import Page
from tests.support.questlines import RIVER
from tools.gamification.domain.evidence import Entry, Kind
from tools.gamification.domain.questline.line import GradeWay
from tools.gamification.domain.questline.reading import read
from tools.gamification.service.ledger import New, record
from tools.gamification.store import entries as rows

HOME = "quests/"
CASES = [
    {"way": "quests"},
    {"way": "quests", "enough": 3},
    {"way": "points", "enough": 70},
    {"way": "level", "enough": 4},
    {"way": "level", "steps": [[2, 33], [3, 90]]},
    {"way": "best", "enough": 5},
    {"way": "best"},
    {"way": "chapters"},
    {"way": "chapters", "weights": {"home": 3, "class": 1}},
    {"way": "mastery", "at_least": 60, "enough": 7},
    {"way": "mastery", "at_least": 100},
    {"way": "steps", "steps": [[20, 15], [50, 70], [90, 100]]},
]


def posted(course, person):
    """Label of the column -> score."""
    with course.database.read() as db:
        found = db.execute(
            select(LineItem.label, GradeWish.score_given)
            .join(GradeWish, GradeWish.line_item_id == LineItem.id)
            .where(GradeWish.person_id == person)
        ).all()
    return {label: Decimal(score) for label, score in found}


def then(page):
    """The grades of the page "what if", in their order."""
    return [Decimal(one) for one in re.findall(r"Grade then (?:[A-Z].*? )?([\d.]+) of 100", page)]


def shown(score):
    return Decimal(f"{score:.3f}").normalize()


def start(course, grade, **settings):
    course.publish({**RIVER, "grade": grade})
    with course.database.write() as db:
        activity = db.get(Activity, course.activity)
        activity.settings = {**activity.settings, **settings}


def evidence(course, name, keys, score, at):
    entries = [Entry(f"test:{key}:{score}", at, Kind.ACCEPTED, key, score) for key in keys]
    with course.database.write() as db:
        record(db, course.activity, [New(course.people[name], one) for one in entries], source="teacher", now=at)


def test_every_way_of_grading_is_among_the_cases():
    assert {case["way"] for case in CASES} == set(GradeWay)


@pytest.mark.parametrize("grade", CASES, ids=[str(number) for number in range(len(CASES))])
def test_what_if_is_what_is_posted_in_every_configuration(course, grade):
    teacher, ana = course.join("Tom", "instructor"), course.join("Ana")
    start(course, grade)
    now, rng = datetime.now(UTC), random.Random(str(grade))
    line = read(RIVER)
    keys = [one.key for _, one in line.objectives()]
    evidence(course, "Ana", rng.sample(keys, 3), 70, now)
    preview = Page(teacher.get(HOME + "grades"))
    teacher.post(HOME + "grades/start")
    (score,) = posted(course, ana.person_id).values()
    assert f"Ana {shown(score):f}" in preview.words
    chosen = [quest for _, quest in line.quests() if rng.random() < 0.6]
    page = Page(ana.get(HOME + "what-if?" + "&".join(f"quest={one.key}" for one in chosen)))
    missing = [one.key for quest in chosen for one in quest.objectives]
    with course.database.read() as db:
        have = {one.objective for one in rows.entries_of(db, course.activity, ana.person_id)}
    evidence(course, "Ana", [key for key in missing if key not in have], 100, now)
    (score,) = posted(course, ana.person_id).values()
    assert then(page.words) == [shown(score)], page.words


def test_a_column_for_each_chapter_gets_the_share_of_its_quests(course):
    teacher, ana = course.join("Tom", "instructor"), course.join("Ana")
    with course.database.write() as db:
        db.get(Activity, course.activity).registration_id = course.school.registration_id
    form = Page(teacher.get("-/settings")).form("/settings")
    answer = teacher.post(form.action, {**form.data, "columns": "chapters"})
    assert answer.status_code == 303
    teacher.post(HOME + "grades/start")
    evidence(course, "Ana", ["notes", "word"], 100, datetime.now(UTC))
    assert posted(course, ana.person_id) == {"At home": 50, "In class": 0}
    page = Page(ana.get(HOME + "what-if?quest=vote"))
    assert "At home 50 of 100 50 of 100 In class 0 of 100 50 of 100" in page.words
    assert "At home 50 of 100" in Page(ana.get(HOME + "points")).words
    more = {
        "key": "end",
        "title": "The end",
        "quests": [
            {"key": "last", "title": "Last", "objectives": [{"key": "bow", "title": "A bow", "way": "teacher"}]}
        ],
    }
    course.publish({**RIVER, "chapters": [*RIVER["chapters"], more]})
    assert posted(course, ana.person_id) == {"At home": 50, "In class": 0, "The end": 0}
    with course.database.read() as db:
        coupled = [(one.label, one.wanted) for one in db.scalars(select(LineItem).order_by(LineItem.id))]
    assert coupled == [("At home", False), ("In class", True), ("The end", True)]


def test_the_grade_form_takes_weights_levels_and_mastery_and_says_what_is_wrong(course):
    teacher = course.join("Tom", "instructor")
    form = Page(teacher.get(HOME + "builder/rules")).form("/builder/rules")
    for values, wrong in (
        ({"grade": "level", "level_steps": "3=50, 2=80"}, "Levels and percent rise"),
        ({"grade": "chapters", "weights": "0, 0"}, "at least one is more than 0"),
        ({"grade": "level", "level_steps": "2=40, 5=100"}, ""),
        ({"grade": "chapters", "weights": "3, 1"}, ""),
        ({"grade": "mastery", "at_least": "60", "enough": "4"}, ""),
    ):
        answer = teacher.post(form.action, {**form.data, **values})
        assert answer.status_code == (422 if wrong else 303)
        assert wrong in answer.text
        if not wrong:
            again = Page(teacher.get(HOME + "builder/rules")).form("/builder/rules").data
            assert {name: again[name] for name in values} == values
