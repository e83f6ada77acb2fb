"""The main job: students show what they learnt, the teacher answers, points, goals and the grade follow."""

import re
from decimal import Decimal

import pytest
from sqlalchemy import select

from lti_tools.store.tables.grades import GradeWish
from tests.support.pages import Page, faults
from tests.support.questlines import RIVER, make_teams
from tests.support.school import NOW
from tools.gamification.domain.evidence import Entry, Kind
from tools.gamification.service.ledger import New, record
from tools.gamification.store import entries

HOME = "quests/"


@pytest.fixture
def teacher(course):
    return course.join("Tom", "instructor")


@pytest.fixture
def ana(course):
    return course.join("Ana")


def works_waiting(teacher):
    return re.findall(r"/queue/(\d+)/accept", teacher.get(HOME + "queue").text)


def hand_in(visitor, key, **fields):
    return visitor.post(f"{HOME}objectives/{key}", {f"{key}-{name}": value for name, value in fields.items()})


def xp(course, name):
    with course.database.read() as db:
        return entries.standings(db, course.activity).get(course.people[name], entries.NOBODY).xp


def test_what_is_handed_in_waits_comes_back_and_counts_in_the_end(course, teacher, ana):
    assert "Objective notes" in ana.get(HOME + "quests/watch").text
    answer = hand_in(ana, "notes", text="The river is slow here.")
    assert "Handed in" in ana.follow(answer).text
    (work,) = works_waiting(teacher)
    page = teacher.get(HOME + "queue").text
    assert "The river is slow here." in page
    assert "Ana" in page
    refused = teacher.post(f"{HOME}queue/{work}/return", {f"w{work}-comment": " "})
    assert refused.status_code == 422
    assert "Say what is to be mended" in refused.text
    teacher.post(f"{HOME}queue/{work}/return", {f"w{work}-comment": "How slow? Measure it."})
    page = ana.get(HOME + "quests/watch").text
    assert "How slow? Measure it." in page
    assert "Came back to you" in page
    assert xp(course, "Ana") == 0
    hand_in(ana, "notes", text="0.3 metres a second.")
    (work,) = works_waiting(teacher)
    teacher.post(f"{HOME}queue/{work}/accept", {f"w{work}-score": "80", f"w{work}-comment": "Good."})
    assert xp(course, "Ana") == 8
    lines = ana.get(HOME + "points").text
    assert "Objective notes" in lines
    assert "Accepted by the teacher" in lines
    assert teacher.get(f"{HOME}people/{course.people['Ana']}").status_code == 200


def test_an_accepted_work_is_put_back_into_the_queue_by_undo(course, teacher, ana):
    hand_in(ana, "notes", text="Slow.")
    (work,) = works_waiting(teacher)
    answer = teacher.post(f"{HOME}queue/{work}/accept", {f"w{work}-score": "100"})
    assert (xp(course, "Ana"), works_waiting(teacher)) == (10, [])
    page = Page(teacher.follow(answer))
    form = next(one for one in page.forms if "undo" in one.action)
    teacher.post(form.action, form.data)
    assert (xp(course, "Ana"), works_waiting(teacher)) == (0, [work])
    teacher.post(f"{HOME}queue/{work}/accept", {f"w{work}-score": "50"})
    assert xp(course, "Ana") == 5


def test_a_secret_code_counts_whatever_its_capitals_and_a_wrong_one_says_so(course, ana):
    wrong = ana.post(f"{HOME}objectives/word/code", {"word-code": "beaver"})
    assert wrong.status_code == 422
    assert "This is not the code" in wrong.text
    assert "otter" not in wrong.text
    right = ana.post(f"{HOME}objectives/word/code", {"word-code": " OT-ter "})
    assert "It counts at once" in ana.follow(right).text
    assert xp(course, "Ana") == 10


def test_the_next_quest_of_an_ordered_chapter_says_why_it_is_closed(course, ana):
    page = ana.get(HOME + "quests/ready").text
    assert "Finish the quest “Quest watch”." in page
    closed = hand_in(ana, "link", link="https://river.example/a")
    assert closed.status_code == 422
    assert "not open for you yet" in closed.text


def test_the_class_code_counts_while_it_is_shown_and_only_in_the_room(course, teacher, ana):
    both = dict(RIVER)
    both["chapters"] = [{**RIVER["chapters"][0], "ordered": False}, RIVER["chapters"][1]]
    course.publish(both)
    refused = ana.post(f"{HOME}objectives/check/check-in", {"check-code": "ABCDEF"})
    assert "No class code is shown" in refused.text
    teacher.post(f"{HOME}check-in/check")
    page = teacher.get(HOME + "check-in/check").text
    code = re.search(r"([A-Z0-9]{3}) ([A-Z0-9]{3})</p>", page)
    assert (
        "not the class code on the wall" in ana.post(f"{HOME}objectives/check/check-in", {"check-code": "ABCDEF"}).text
    )
    right = ana.post(f"{HOME}objectives/check/check-in", {"check-code": (code[1] + code[2]).lower()})
    assert right.status_code == 303
    assert xp(course, "Ana") == 10
    teacher.post(f"{HOME}check-in/check/hide")
    assert "The code is not shown" in teacher.get(HOME + "check-in/check").text


def test_two_classmates_confirm_what_they_have_seen_and_nobody_confirms_back(course, ana):
    bo, cy = course.join("Bo"), course.join("Cy")
    hand_in(ana, "help", text="I explained the graph to Bo.")
    (work,) = re.findall(r"/classmates/(\d+)", bo.get(HOME + "classmates").text)
    assert "/classmates/" + work not in ana.get(HOME + "classmates").text
    bo.post(f"{HOME}classmates/{work}")
    bo.post(f"{HOME}classmates/{work}")
    assert xp(course, "Ana") == 0
    cy.post(f"{HOME}classmates/{work}")
    assert xp(course, "Ana") == 10
    hand_in(bo, "help", text="I explained it back.")
    (back,) = re.findall(r"/classmates/(\d+)", ana.get(HOME + "classmates").text)
    refused = ana.post(f"{HOME}classmates/{back}")
    assert "Two people do not confirm each other" in refused.text


def test_points_are_given_ticked_off_and_taken_back_for_many_at_once(course, teacher, ana):
    course.join("Bo")
    both = [course.people["Ana"], course.people["Bo"]]
    teacher.post(f"{HOME}award", {"people": both, "points": "5", "reason": "You asked good questions."})
    assert (xp(course, "Ana"), xp(course, "Bo")) == (5, 5)
    assert "You asked good questions." in ana.get(HOME + "points").text
    teacher.post(f"{HOME}tick-off", {"people": both, "objective": "talk"})
    teacher.post(f"{HOME}tick-off", {"people": both, "objective": "talk"})
    assert (xp(course, "Ana"), xp(course, "Bo")) == (35, 35)
    page = teacher.get(f"{HOME}people/{both[0]}").text
    uid = re.search(r'value="(teacher:[^"]+)"', page)[1]
    teacher.post(f"{HOME}people/{both[0]}/retract", {"uid": uid, "confirmed": "1"})
    assert (xp(course, "Ana"), xp(course, "Bo")) == (5, 35)
    nobody = teacher.post(f"{HOME}award", {"points": "5", "reason": "For nobody."})
    assert "Choose at least one student." in nobody.text


def test_a_boss_falls_once_every_active_member_has_contributed(course, teacher, ana):
    bo = course.join("Bo")
    people = [course.people["Ana"], course.people["Bo"]]
    with course.database.write() as db:
        make_teams(db, course.school.context_id, course.activity, tuple(people))
    teacher.post(f"{HOME}tick-off", {"people": people[:1], "objective": "talk"})
    page = bo.get(HOME + "team").text
    assert "The goal is open." in page
    assert "has still to contribute" not in page
    assert (xp(course, "Ana"), xp(course, "Bo")) == (30, 0)
    assert "Still to contribute (students do not see this): Bo" in re.sub(
        r"\s+", " ", teacher.get(HOME + "battles").text
    )
    teacher.post(f"{HOME}tick-off", {"people": people[1:], "objective": "talk"})
    assert (xp(course, "Ana"), xp(course, "Bo")) == (55, 55)
    assert "Reached together" in ana.get(HOME + "team").text
    assert "Won together" in ana.get(HOME + "points").text


def test_an_excused_member_does_not_hold_up_the_others_and_shares(course, teacher):
    for name in ("Ana", "Bo", "Cy"):
        course.join(name)
    people = [course.people[name] for name in ("Ana", "Bo", "Cy")]
    with course.database.write() as db:
        make_teams(db, course.school.context_id, course.activity, tuple(people))
    teacher.post(f"{HOME}tick-off", {"people": people[:2], "objective": "talk"})
    assert xp(course, "Ana") == 30
    teacher.post(f"{HOME}people/{people[2]}/excuse", {"reason": "In hospital"})
    assert [xp(course, name) for name in ("Ana", "Bo", "Cy")] == [55, 55, 25]


def test_what_if_is_what_is_posted(course, teacher, ana):
    assert "No grades are sent yet" in teacher.get(HOME).text
    assert "This is what would be sent now" in teacher.get(HOME + "grades").text
    teacher.post(f"{HOME}grades/start")
    said = ana.get(HOME + "what-if?quest=vote").text
    then = re.search(r"Grade then</dt>\s*<dd>([\d.]+) of 100", said)[1]
    me = course.people["Ana"]
    with course.database.write() as db:
        voted = Entry("event:1:voted", NOW, Kind.ACCEPTED, "voted")
        record(db, course.activity, [New(me, voted)], source="event", now=NOW)
    with course.database.read() as db:
        wish = db.scalars(select(GradeWish).where(GradeWish.person_id == me)).one()
    assert f"{wish.score_given:.2f}".rstrip("0").rstrip(".") == then
    assert wish.score_maximum == Decimal(100)


STUDENTS = ("", "map", "team", "points", "what-if", "classmates", "quests/watch", "quests/field")
TEACHERS = (
    *("", "queue", "progress", "battles", "award", "check-in", "check-in/check", "grades", "builder"),
    *("builder/chapters/home", "builder/quests/watch", "builder/quests/watch/opens", "builder/objectives/word"),
    *("builder/goals", "builder/goals/flood", "builder/rules", "builder/preview", "builder/publish"),
)


def test_all_pages_keep_the_rules_of_a_page(course, teacher, ana):
    hand_in(ana, "notes", text="Slow.")
    for visitor, paths in ((ana, STUDENTS), (teacher, TEACHERS), (course.join("Gus", "observer"), ("",))):
        for path in paths:
            page = Page(visitor.get(HOME + path))
            assert (page.status, faults(page)) == (200, []), path
