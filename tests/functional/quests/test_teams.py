"""Team goals: who is waited for, who shares, small teams, goals that were missed."""

import copy
import re
from datetime import timedelta

import pytest

from lti_tools.kit.groups import groups
from tests.support.pages import Page, faults
from tests.support.questlines import RIVER, make_teams
from tests.support.school import NOW
from tools.gamification.models import MemberRow
from tools.gamification.service import bosses, teaching, watching
from tools.gamification.store import entries, lines

HOME = "quests/"
PEOPLE = ("Ana", "Bo", "Cy", "Dee")


@pytest.fixture
def teacher(course):
    return course.join("Tom", "instructor")


@pytest.fixture
def teams(course, teacher):
    """Two teams of two; their ids."""
    course.visitors = {name: course.join(name) for name in PEOPLE}
    ana, bo, cy, dee = (course.people[name] for name in PEOPLE)
    with course.database.write() as db:
        return make_teams(db, course.school.context_id, course.activity, (ana, bo), (cy, dee))


def show(course, *names, key="talk", at=NOW):
    people = [course.people[name] for name in names]
    with course.database.write() as db:
        teaching.tick_off(db, course.activity, people, key, "", None, at)


def xp(course, name):
    with course.database.read() as db:
        return entries.standings(db, course.activity).get(course.people[name], entries.NOBODY).xp


def absent(course, name):
    with course.database.write() as db:
        entries.ensure_member(db, course.activity, course.people[name]).absent_at = NOW


def words(page):
    return re.sub(r"\s+", " ", page.text)


def test_who_is_absent_shares_once_they_contribute_also_when_the_goal_has_fallen(course, teacher, teams):
    with course.database.write() as db:
        ana, bo = (course.people[name] for name in ("Ana", "Bo"))
        groups.bring(db, course.school.context_id, course.activity, [course.people["Cy"]], teams[0], ana, NOW)
        assert set(groups.members(db, course.activity, teams[0])) >= {ana, bo}
    absent(course, "Cy")
    show(course, "Ana", "Bo")
    assert [xp(course, name) for name in ("Ana", "Bo", "Cy")] == [55, 55, 0]
    show(course, "Cy", key="help")
    assert xp(course, "Cy") == 10 + 25
    show(course, "Cy", key="notes")
    assert xp(course, "Cy") == 10 + 25 + 10


def test_the_teacher_is_told_who_soon_counts_as_absent_and_says_to_wait(course, teacher, teams):
    late = NOW + timedelta(days=13)
    show(course, "Ana", "Cy", "Dee", at=late)
    with course.database.write() as db:
        watching.watch(db, course.activity, late)
    assert "1 student has shown nothing in “The river” for a while." in teacher.get("-/notices/").text
    page = teacher.get(HOME + "battles")
    assert "told; not waited for from" in words(page)
    teacher.post(f"{HOME}people/{course.people['Bo']}/include", {"back": "battles"})
    with course.database.write() as db:
        bo = db.get_one(MemberRow, (course.activity, course.people["Bo"]))
        assert (bo.warned_at, bo.absent_at) == (None, None)
        watching.watch(db, course.activity, bo.waited_from + timedelta(days=5))
        db.expire_all()
        assert db.get_one(MemberRow, (course.activity, course.people["Bo"])).absent_at is None


def test_an_absent_member_reads_how_to_come_back(course, teacher, teams):
    absent(course, "Bo")
    assert "With the next thing you show you are back." in course.visitors["Bo"].get(HOME + "team").text
    assert "you are back" not in course.visitors["Ana"].get(HOME + "team").text


def test_one_who_is_left_goes_on_alone_until_there_are_two_again(course, teacher, teams):
    absent(course, "Bo")
    page = teacher.get(HOME + "battles")
    assert "“Team 1” has fewer than two active members" in page.text
    show(course, "Ana")
    assert xp(course, "Ana") == 30
    answer = teacher.post(HOME + "battles/solo", {"team": str(teams[0])})
    assert "goes on alone" in teacher.follow(answer).text
    assert xp(course, "Ana") == 55
    assert "fewer than two active members" not in teacher.get(HOME + "battles").text
    refused = teacher.post(HOME + "battles/solo", {"team": str(teams[1])})
    assert "does not have exactly one active member" in refused.text


def test_alone_is_over_when_a_second_member_is_active(course, teacher, teams):
    absent(course, "Bo")
    teacher.post(HOME + "battles/solo", {"team": str(teams[0])})
    show(course, "Bo", key="notes")
    show(course, "Ana")
    assert (xp(course, "Ana"), xp(course, "Bo")) == (30, 10)
    assert "The goal is open." in course.visitors["Ana"].get(HOME + "team").text


def test_a_small_team_goes_on_in_another_with_what_it_earned_and_back(course, teacher, teams):
    show(course, "Ana")
    absent(course, "Bo")
    show(course, "Cy")
    answer = teacher.post(HOME + "battles/together", {"team": str(teams[0]), "into": str(teams[1])})
    page = Page(teacher.follow(answer))
    assert "The two teams are one now" in page.text
    assert (xp(course, "Ana"), xp(course, "Cy"), xp(course, "Dee")) == (30, 30, 0)
    form = next(one for one in page.forms if "undo" in one.action)
    teacher.post(form.action, form.data)
    with course.database.read() as db:
        assert set(groups.members(db, course.activity, teams[0])) == {course.people["Ana"], course.people["Bo"]}
    teacher.post(HOME + "battles/together", {"team": str(teams[0]), "into": str(teams[1])})
    show(course, "Dee")
    assert [xp(course, name) for name in PEOPLE] == [55, 0, 55, 55]
    refused = teacher.post(HOME + "battles/together", {"team": str(teams[1]), "into": str(teams[0])})
    assert "two active members or more" in refused.text
    assert teacher.post(HOME + "battles/together", {"team": "999", "into": str(teams[0])}).status_code == 404


def test_who_has_shown_their_learning_before_holds_up_no_team_that_they_come_into(course, teacher, teams):
    show(course, "Ana")
    with course.database.write() as db:
        tom = course.people["Tom"]
        groups.bring(db, course.school.context_id, course.activity, [course.people["Ana"]], teams[1], tom, NOW)
    show(course, "Cy", "Dee")
    assert xp(course, "Cy") == 30
    show(course, "Cy", "Dee", key="notes")
    show(course, "Cy", "Dee", key="help")
    with course.database.read() as db:
        sides = bosses.battles(db, lines.published(db, course.activity), NOW)
    (second,) = (one for one in sides if one.group_id == teams[1])
    assert (second.battle.waiting_for, second.battle.health, second.battle.damage) == (frozenset(), 90, 80)


def test_a_goal_that_was_missed_is_open_again_once_the_team_says_what_it_learnt(course, teacher, teams):
    line = copy.deepcopy(RIVER)
    line["bosses"][0]["ends_at"] = (NOW - timedelta(days=1)).isoformat()
    course.publish(line)
    show(course, "Ana", "Bo")
    ana, bo = course.visitors["Ana"], course.visitors["Bo"]
    page = ana.get(HOME + "team/goals/flood")
    assert "Not this time" in page.text
    assert xp(course, "Ana") == 30
    short = ana.post(HOME + "team/goals/flood/again", {"text": "More!"})
    assert short.status_code == 422
    assert "at least 20 letters" in short.text
    answer = ana.post(HOME + "team/goals/flood/again", {"text": "We began too late; now we plan each Monday."})
    assert "The goal is open again" in ana.follow(answer).text
    assert (xp(course, "Ana"), xp(course, "Bo"), xp(course, "Cy")) == (55, 55, 0)
    assert "We began too late" in bo.get(HOME + "team/goals/flood").text
    assert "We began too late" not in course.visitors["Cy"].get(HOME + "team/goals/flood").text


def test_pages_of_teams_keep_the_rules_of_a_page_and_of_others_there_are_none(course, teacher, teams):
    absent(course, "Bo")
    for visitor, path in ((teacher, "battles"), (course.visitors["Ana"], "team/goals/flood")):
        page = Page(visitor.get(HOME + path))
        assert (page.status, faults(page)) == (200, []), path
    assert course.visitors["Ana"].get(HOME + "team/goals/nothing").status_code == 404
    assert "What counts towards it" in course.visitors["Ana"].get(HOME + "team/goals/flood").text
