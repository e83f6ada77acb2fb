"""Boards that shame nobody, kind streaks, looks and calm mode, as students and teachers meet them."""

from collections import deque
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

import pytest

from lti_tools.kit.pseudonyms.pseudonyms import Veil
from lti_tools.kit.schedule import calendar
from lti_tools.pure.school_weeks import Holiday, monday_of
from lti_tools.store.tables.activities import Activity
from tests.support.pages import Page, faults
from tests.support.questlines import make_teams
from tests.support.sessions import suite_of
from tools.gamification.domain.evidence import Entry, Kind
from tools.gamification.profiles import store
from tools.gamification.service import personal_data
from tools.gamification.service.ledger import New, record

HOME = "quests/"
NAMES = [f"Pupil{letter}" for letter in "ABCDEFGHI"]


def settings(course, **values):
    with course.database.write() as db:
        activity = db.get(Activity, course.activity)
        activity.settings = {**activity.settings, **values}


def give(course, name, points, at=None):
    now = at or datetime.now(UTC)
    entry = Entry(f"award:{name}:{points}", now, Kind.AWARD, points=points)
    with course.database.write() as db:
        record(db, course.activity, [New(course.people[name], entry)], source="award", now=now)


def shown(course, name, at):
    """Evidence that somebody showed something."""
    with course.database.write() as db:
        entry = Entry(f"event:{at.isoformat()}", at, Kind.ACCEPTED, "voted")
        record(db, course.activity, [New(course.people[name], entry)], source="event", now=at)


def veil(course):
    suite = suite_of(course.app)
    with course.database.read() as db:
        return Veil.over(db, suite.keys.keyed_hash, course.activity)


def crawl(visitor):
    """Every page that links lead to from a student's home."""
    waiting, seen = deque([f"{visitor.base}/{HOME}"]), {}
    while waiting:
        path = waiting.popleft()
        if path in seen or not path.startswith(visitor.base):
            continue
        page = Page(visitor.get(path))
        seen[path] = page.text
        waiting.extend(urlsplit(link).path for link in page.links if not link.startswith(("http", "#", "mailto")))
    return seen


@pytest.fixture
def nine(course):
    """Nine students with 90, 80, ... points; the second and the last do not want to be on a board."""
    settings(course, boards="people")
    visitors = {name: course.join(name) for name in NAMES}
    for place, name in enumerate(NAMES):
        give(course, name, 90 - 10 * place)
        if name not in ("PupilB", "PupilI"):
            visitors[name].post(HOME + "board/join")
    return visitors


def test_no_page_of_any_student_holds_who_opted_out_or_a_place_outside_their_window(course, nine):
    called = {name: veil(course).name(course.people[name]) for name in NAMES}
    ranked = [name for name in NAMES if name not in ("PupilB", "PupilI")]
    for name, visitor in nine.items():
        pages = crawl(visitor)
        assert any(path.endswith("/me") for path in pages)
        text = "".join(pages.values())
        # The page for thanking lists the whole class by name, in the alphabet's order.
        unasked = "".join(words for path, words in pages.items() if not path.endswith("/thanks"))
        assert all(other == name or other not in unasked for other in NAMES)
        place = ranked.index(name) if name in ranked else None
        near = set(ranked[max(place - 2, 0) : place + 3]) if place is not None else set()
        allowed = (near - set(ranked[4:])) | {name}
        assert {other for other in ranked if called[other] in text} <= allowed
        with course.database.read() as db:
            told = str(personal_data.export(db, course.people[name], None))
        assert all(called[other] not in told and str(course.people[other]) != told for other in ranked)


def test_leaving_the_board_takes_effect_at_once_and_below_five_there_is_none(course, nine):
    me = veil(course).name(course.people["PupilA"])
    assert me in nine["PupilC"].get(HOME + "me").text
    nine["PupilA"].post(HOME + "board/leave")
    assert me not in nine["PupilC"].get(HOME + "me").text
    assert "You are on no board" in nine["PupilA"].get(HOME + "me").text
    nine["PupilD"].post(HOME + "me/calm", {"calm": "1"})
    assert "Students near you" not in nine["PupilD"].get(HOME + "me").text
    assert veil(course).name(course.people["PupilD"]) not in nine["PupilC"].get(HOME + "me").text
    nine["PupilE"].post(HOME + "board/leave")
    page = nine["PupilC"].get(HOME + "me").text
    assert "Too few take part yet" in page
    assert veil(course).name(course.people["PupilF"]) not in page


def test_boards_are_off_by_default_and_in_calm_mode_for_everybody(course):
    ana = course.join("Ana")
    assert "/board" not in ana.get(HOME + "me").text
    assert ana.post(HOME + "board/join").status_code == 404
    settings(course, boards="people", calm=True)
    assert "/board" not in ana.get(HOME + "me").text
    assert "data-calm" in ana.get(HOME).text


def test_five_teams_are_compared_by_head_and_nobody_of_them_alone(course):
    settings(course, boards="teams")
    names = [f"Pupil{number:02}" for number in range(15)]
    visitors = {name: course.join(name) for name in names}
    teams = [tuple(course.people[name] for name in names[start : start + 3]) for start in range(0, 15, 3)]
    with course.database.write() as db:
        make_teams(db, course.school.context_id, course.activity, *teams)
    for place, name in enumerate(names):
        give(course, name, 100 - place)
        visitors[name].post(HOME + "board/join")
    page = Page(visitors["Pupil00"].get(HOME + "me"))
    assert "Team 1" in page.words
    assert "Team 3" in page.words
    assert "Team 4" not in page.words
    assert "Students near you" not in page.words
    assert faults(page) == []


def test_a_streak_forgives_holidays_and_is_excused_by_the_teacher_with_an_undo(course):
    settings(course, streaks=True)
    teacher, ana = course.join("Tom", "instructor"), course.join("Ana")
    assert "Your first week begins" in ana.get(HOME + "me").text
    monday = monday_of(datetime.now(UTC).date())
    weeks = [monday - timedelta(weeks=back) for back in range(8)]
    for back in (1, 5, 6, 7):
        shown(course, "Ana", datetime.combine(weeks[back], datetime.min.time(), UTC) + timedelta(hours=30))
    with course.database.write() as db:
        calendar.add_holiday(db, course.school.context_id, Holiday("Break", weeks[4], weeks[4] + timedelta(days=6)))
    page = Page(ana.get(HOME + "me"))
    assert "4 weeks" in page.words
    assert page.words.count("Missed and forgiven") == 2
    assert faults(page) == []
    person = f"{HOME}people/{course.people['Ana']}"
    form = next(one for one in Page(teacher.get(person)).forms if one.action.endswith("/week"))
    answer = teacher.post(form.action, form.data)
    assert Page(ana.get(HOME + "me")).words.count("Excused") == 1
    undo = next(one for one in Page(teacher.follow(answer)).forms if "undo" in one.action)
    teacher.post(undo.action, undo.data)
    assert "Excused" not in Page(ana.get(HOME + "me")).words
    assert teacher.post(person + "/week", {"week": date(2026, 1, 7).isoformat()}).status_code == 404


def test_a_level_brings_one_free_choice_and_calm_mode_has_no_looks(course):
    ana = course.join("Ana")
    assert "0 free choices" in Page(ana.get(HOME + "me")).words
    refused = ana.post(HOME + "me/look", {"item": "colour:green"})
    assert "no free choice" in refused.text
    give(course, "Ana", 60)
    assert "1 free choice" in Page(ana.get(HOME + "me")).words
    ana.post(HOME + "me/look", {"item": "colour:green"})
    refused = ana.post(HOME + "me/look", {"item": "symbol:tree"})
    assert "no free choice" in refused.text
    for wanted in ("colour:blue", "colour:green"):
        assert ana.post(HOME + "me/look", {"item": wanted}).status_code == 303
    assert 'data-theme="green"' in ana.get(HOME).text
    assert ana.post(HOME + "me/look", {"item": "colour:gold"}).status_code == 404
    ana.post(HOME + "me/calm", {"calm": "1"})
    page = Page(ana.get(HOME + "me"))
    assert "How you look" not in page.words
    assert faults(page) == []
    assert ana.post(HOME + "me/look", {"item": "colour:blue"}).status_code == 409
    with course.database.read() as db:
        assert store.profile_of(db, course.activity, course.people["Ana"]).look.colour == "green"
