"""Conditions on the product: what the form takes it gives back, pages say what is needed, faults are shown first."""

import re

import pytest

from tests.functional.quests.test_structure import line, show
from tests.support.pages import Page
from tests.support.questlines import objective, quest
from tools.gamification.domain.evidence import Entry, Kind
from tools.gamification.service.ledger import New, record
from tools.gamification.store import lines

HOME = "quests/"
OPENS = HOME + "builder/quests/last/opens"
LINE = line(
    quest("a", objective("sum", "quiz", skill="Maths")),
    quest("b", objective("notes")),
    quest("d", objective("talk", "teacher")),
    quest("last", objective("end", "report")),
)


@pytest.fixture
def teacher(course):
    course.publish(LINE)
    return course.join("Tom", "instructor")


def save(teacher, **values):
    form = Page(teacher.get(OPENS)).form("/opens")
    answer = teacher.post(OPENS, {**form.data, **values})
    return answer, Page(teacher.get(OPENS)).form("/opens").data


@pytest.mark.parametrize(
    "values",
    [
        {"quests": ["a", "b", "d"], "number": "some", "enough": "2", "by": "2026-06-01T12:00"},
        {"quests": ["a", "b"], "number": "any", "level": "3", "points": "20", "skill": "Maths"},
        {"score": "sum", "percent": "70", "read": "notes"},
        {"join": "any", "score": "sum", "percent": "70", "level": "2"},
        {"failed": "sum", "tries": "3"},
        {"unless": ["b", "d"], "until": "2026-06-01T12:00"},
    ],
)
def test_the_form_of_conditions_gives_back_what_it_took(teacher, values):
    answer, again = save(teacher, **values)
    assert answer.status_code == 303
    assert {name: again.get(name) for name in values} == values


def test_so_many_quests_have_to_be_among_those_ticked(teacher):
    answer, _again = save(teacher, quests=["a"], number="some", enough="2")
    assert answer.status_code == 422
    assert "Say how many of the quests that you ticked." in answer.text


def test_pages_say_in_words_what_is_still_needed(course, teacher):
    save(teacher, quests=["a", "b", "d"], number="some", enough="2", score="sum", percent="70", read="notes")
    teacher.post(HOME + "builder/publish")
    ana = course.join("Ana")
    show(course, "Ana", "talk")
    page = Page(ana.get(HOME + "quests/last")).words
    assert "Of these, 1 more is needed: Finish the quest “Quest a” and Finish the quest “Quest b”." in page
    assert "Reach 70 % in “Objective sum”." in page
    assert "Read the answer to “Objective notes”." in page


def test_of_two_ways_the_one_that_was_gone_closes_the_other(course, teacher):
    save(teacher, unless=["b"])
    teacher.post(HOME + "builder/publish")
    ana, ben = course.join("Ana"), course.join("Ben")
    show(course, "Ana", "notes")
    assert "It is closed because of what you chose before." in ana.get(HOME + "quests/last").text
    assert "Hand in" in ben.get(HOME + "quests/last").text


def test_a_second_way_opens_by_failing_and_an_answer_has_to_be_read(course, teacher):
    save(teacher, failed="sum", tries="2", read="notes")
    teacher.post(HOME + "builder/publish")
    ana = course.join("Ana")
    with course.database.write() as db:
        place = lines.row_of(db, course.activity).watch_at
        tries = [Entry(f"try:{number}", place, Kind.ATTEMPT, "sum", 20) for number in range(2)]
        record(db, course.activity, [New(course.people["Ana"], one) for one in tries], source="quiz", now=place)
    assert "Read the answer to “Objective notes”." in ana.get(HOME + "quests/last").text
    ana.post(HOME + "objectives/notes", {"notes-text": "It is slow."})
    (work,) = re.findall(r"/queue/(\d+)/accept", teacher.get(HOME + "queue").text)
    teacher.post(f"{HOME}queue/{work}/return", {f"w{work}-comment": "How slow?"})
    ana.post(HOME + "quests/b/read")
    assert "Hand in" in ana.get(HOME + "quests/last").text


def test_faults_are_shown_while_building_and_a_circle_cannot_be_published(teacher):
    save(teacher, quests=["a"])
    teacher.post(HOME + "builder/quests/a/opens", {"quests": ["last"], "number": "all", "join": "all"})
    told = "These wait for each other, so none of them ever opens: “Quest a” and “Quest last”."
    assert told in Page(teacher.get(HOME + "builder")).words
    assert told in Page(teacher.get(HOME + "builder/publish")).words
    assert teacher.post(HOME + "builder/publish").status_code == 409
    teacher.post(HOME + "builder/quests/a/opens", {"level": "99", "join": "all", "number": "all"})
    assert "can never open: it asks for more than there is" in Page(teacher.get(HOME + "builder")).words
