"""Teachers see who is stuck where, and put quests where they belong; students see their goal move."""

from datetime import UTC, datetime

from tests.support.pages import Page, faults
from tests.support.questlines import make_teams
from tools.gamification.domain.evidence import Entry, Kind
from tools.gamification.service.ledger import New, record
from tools.gamification.store import lines

HOME = "quests/"


def test_who_tried_twice_without_success_is_named_to_the_teacher_with_a_link(course):
    teacher, ana = course.join("Tom", "instructor"), course.join("Ana")
    now = datetime.now(UTC)
    tries = [New(ana.person_id, Entry(f"try:{number}", now, Kind.ATTEMPT, "notes", 0)) for number in range(2)]
    with course.database.write() as db:
        record(db, course.activity, tries, source="work", now=now)
    page = Page(teacher.get(HOME + "progress"))
    assert "Objective notes: 1 student Ana" in page.words
    assert faults(page) == []


def test_a_dragged_quest_is_put_into_the_draft_and_a_chapter_that_is_gone_changes_nothing(course):
    teacher = course.join("Tom", "instructor")
    assert "data-sort" in teacher.get(HOME + "builder").text
    answer = teacher.post(HOME + "builder/parts/vote/move", {"into": "home", "before": "ready"})
    assert answer.status_code == 303
    assert teacher.post(HOME + "builder/parts/vote/move", {"into": "gone"}).status_code == 404
    with course.database.read() as db:
        draft, _ = lines.draft_of(db, course.activity)
    assert [quest.key for quest in draft.chapters[0].quests] == ["watch", "vote", "ready"]


def test_a_teams_goal_is_live_but_for_who_wants_calm(course):
    ana, bo = course.join("Ana"), course.join("Bo")
    with course.database.write() as db:
        make_teams(db, course.school.context_id, course.activity, (ana.person_id, bo.person_id))
    ana.post(HOME + "me/calm", {"calm": "1"})
    assert "data-live" in bo.get(HOME + "team").text
    assert "data-live" not in ana.get(HOME + "team").text
