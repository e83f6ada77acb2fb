"""What a team hands in for all, its weeks, and the second way for who is stuck."""

import copy
import re
from datetime import timedelta

import pytest

from lti_tools.store.tables.activities import Activity
from tests.functional.quests.test_teams import absent, show, xp
from tests.support.pages import Page
from tests.support.questlines import RIVER, make_teams, objective, quest
from tests.support.school import NOW
from tools.gamification.domain.questline.reading import read
from tools.gamification.domain.questline.writing import write
from tools.gamification.service import bosses
from tools.gamification.store import entries, lines, works
from tools.gamification.teams.streaks import team_streak

HOME = "quests/"
LINE = {
    "chapters": [
        {
            "key": "one",
            "title": "One",
            "quests": [
                quest("make", objective("ours", "link", shared=True), objective("mine")),
                quest("try", objective("hard", points=20), objective("steps", points=0, instead_of="hard")),
            ],
        }
    ],
    "bosses": RIVER["bosses"],
}


@pytest.fixture
def teacher(course):
    return course.join("Tom", "instructor")


@pytest.fixture
def team(course, teacher):
    """Ana, Bo and Cy are a team; Dee is in none."""
    course.visitors = {name: course.join(name) for name in ("Ana", "Bo", "Cy", "Dee")}
    course.publish(LINE)
    with course.database.write() as db:
        three = tuple(course.people[name] for name in ("Ana", "Bo", "Cy"))
        return make_teams(db, course.school.context_id, course.activity, three)[0]


def hand_in(course, name, key, **fields):
    values = {f"{key}-{field}": value for field, value in fields.items()}
    return course.visitors[name].post(f"{HOME}objectives/{key}", values)


def answer(course, teacher, how="accept", comment=""):
    (work,) = re.findall(r"/queue/(\d+)/accept", teacher.get(HOME + "queue").text)
    return teacher.post(f"{HOME}queue/{work}/{how}", {f"w{work}-score": "100", f"w{work}-comment": comment})


def test_what_one_hands_in_is_the_teams_and_counts_for_each_who_is_there(course, teacher, team):
    hand_in(course, "Ana", "ours", link="https://river.example/first")
    assert "https://river.example/first" in course.visitors["Bo"].get(HOME + "quests/make").text
    assert "https://river.example/first" not in course.visitors["Dee"].get(HOME + "quests/make").text
    hand_in(course, "Bo", "ours", link="https://river.example/better")
    page = teacher.get(HOME + "queue").text
    assert "for the whole team" in page
    assert "https://river.example/better" in page
    absent(course, "Cy")
    done = Page(teacher.follow(answer(course, teacher)))
    assert [xp(course, name) for name in ("Ana", "Bo", "Cy")] == [10, 10, 0]
    undo = next(one for one in done.forms if "undo" in one.action)
    teacher.post(undo.action, undo.data)
    assert [xp(course, name) for name in ("Ana", "Bo", "Cy")] == [0, 0, 0]
    answer(course, teacher)
    show(course, "Cy", key="mine")
    assert [xp(course, name) for name in ("Ana", "Bo", "Cy")] == [10, 10, 20]
    refused = hand_in(course, "Dee", "ours", link="https://river.example/alone")
    assert "A team hands this in, and you are in none yet." in refused.text


def test_what_is_the_teams_alone_does_nothing_against_a_boss(course, teacher, team):
    hand_in(course, "Ana", "ours", link="https://river.example/first")
    answer(course, teacher)
    with course.database.read() as db:
        (side,) = bosses.battles(db, lines.published(db, course.activity), NOW)
    assert (side.battle.damage, len(side.battle.waiting_for)) == (0, 3)


def test_after_two_honest_tries_help_and_a_second_way_that_counts_are_offered(course, teacher, team):
    for text in ("First try", "Second try"):
        assert "A second way" not in course.visitors["Ana"].get(HOME + "quests/try").text
        assert hand_in(course, "Ana", "steps", text="Too early").status_code == 404
        hand_in(course, "Ana", "hard", text=text)
        answer(course, teacher, "return", "Not yet: look at the units.")
    page = course.visitors["Ana"].get(HOME + "quests/try").text
    assert "Let somebody look at it with you" in page
    assert "A second way: it counts as “Objective hard”." in page
    hand_in(course, "Ana", "steps", text="Only the first part, in small steps.")
    answer(course, teacher)
    assert xp(course, "Ana") == 20
    with course.database.read() as db:
        standing = entries.standings(db, course.activity)[course.people["Ana"]]
        (side,) = bosses.battles(db, lines.published(db, course.activity), NOW)
    assert "try" in standing.quests
    assert side.battle.damage == 20
    assert "Objective hard" in course.visitors["Ana"].get(HOME + "points").text


def test_a_second_way_is_chosen_in_the_builder_and_leads_to_no_other_one(course, teacher, team):
    path = HOME + "builder/objectives/steps"
    page = Page(teacher.get(path))
    form = next(one for one in page.forms if one.action.endswith("/steps"))
    assert form.data["instead_of"] == "hard"
    teacher.post(path, {**form.data, "instead_of": ""})
    assert 'name="instead_of"' in teacher.get(HOME + "builder/objectives/hard").text
    teacher.post(path, {**form.data, "instead_of": "hard"})
    assert 'name="instead_of"' not in teacher.get(HOME + "builder/objectives/hard").text
    with course.database.read() as db:
        line = lines.draft_of(db, course.activity)[0]
    assert line.objective("steps").instead_of == "hard"


def test_a_teams_weeks_are_kept_by_anybody_in_it_and_broken_by_nobodys_absence(course, teacher, team):
    members = tuple(course.people[name] for name in ("Ana", "Bo", "Cy"))
    for week, name in enumerate(("Ana", "Bo", "Ana", "Bo")):
        show(course, name, key=("mine", "mine", "hard", "hard")[week], at=NOW + timedelta(weeks=week))
    with course.database.read() as db:
        place = lines.published(db, course.activity)
        found = team_streak(db, place, team, members, NOW + timedelta(weeks=3))
        assert team_streak(db, place, team + 1, (), NOW) is None
    assert (found.length, found.freezes) == (4, 2)
    with course.database.write() as db:
        work = works.hand_in(db, course.activity, members[2], "help", "I explained", "", NOW + timedelta(weeks=4))
        works.endorse(db, work.id, members[0], NOW + timedelta(weeks=4))
    with course.database.read() as db:
        found = team_streak(db, lines.published(db, course.activity), team, members, NOW + timedelta(weeks=4))
    assert found.length == 5


def test_a_team_sees_its_weeks_where_streaks_are_on(course, teacher, team):
    assert "weeks in a row" not in course.visitors["Ana"].get(HOME + "team").text
    with course.database.write() as db:
        row = db.get(Activity, course.activity)
        row.settings = {**row.settings, "streaks": True}
    course.visitors["Ana"] = course.join("Ana")
    assert "One who is away breaks nothing" in course.visitors["Ana"].get(HOME + "team").text


def test_a_line_keeps_its_second_ways_and_what_teams_share_on_the_way_through_a_file(course):
    assert read(write(read(copy.deepcopy(LINE)))) == read(LINE)
