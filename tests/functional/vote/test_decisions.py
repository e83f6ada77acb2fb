"""After the vote the teacher says openly what becomes of each proposal; everybody reads it, late answers too."""

from datetime import UTC, datetime, timedelta

import pytest

from lti_tools.kit.notices.tables import NoticeRow
from lti_tools.kit.schedule.plans import with_plan
from lti_tools.pure.schedule import Plan, Start
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.events import Event
from tests.support.pages import Page
from tests.support.votes import vote_settings
from tools.co_curriculum.models import Option
from tools.co_curriculum.models_decisions import Decision

HERE = "topic-vote/decisions"
BINDING = {"binding": "veto", "veto_grounds": "Safety", "fixed": "The weeks."}


@pytest.fixture
def decided(course):
    """A vote that Bees won, over, with a decision to come."""
    plans = with_plan(vote_settings(), Plan(key="decide", start=Start.AFTER))["phases"]
    course.set_up(plans=plans, **BINDING)
    course.vote("Ana", "Bees")
    course.join("Tom", "instructor").post("topic-vote/close", {"confirmed": "1"})
    return course


def decide(course, text, outcome="accept", reason="We have the room for it."):
    (option,) = course.ids(text)
    tom = course.join("Tom", "instructor")
    return tom, tom.post(f"{HERE}/{option}", {"outcome": outcome, "reason": reason})


def test_everybody_reads_the_decision_with_its_reason(decided):
    tom, answer = decide(decided, "Bees")
    assert "The decision is saved." in tom.follow(answer).text
    words = Page(decided.join("Boris").get(HERE)).words
    assert "First in the vote" in words
    assert "Accepted: we do it" in words
    assert "We have the room for it." in words
    assert "Not decided yet" in words


def test_a_decision_needs_its_reason(decided):
    _tom, answer = decide(decided, "Bees", reason=" ")
    assert answer.status_code == 422
    with decided.database.read() as db:
        assert db.query(Decision).count() == 0


def test_turning_down_what_the_class_chose_is_shown_as_a_veto(decided):
    decide(decided, "Bees", "decline", "Somebody is allergic.")
    decide(decided, "Rivers", "decline", "Nobody chose it.")
    words = Page(decided.join("Boris").get(HERE)).words
    assert words.count("Veto") == 1
    assert "The class chose this, and the teacher decided otherwise" in words


def test_nothing_is_decided_before_the_vote_is_over(course):
    plans = with_plan(vote_settings(), Plan(key="decide", start=Start.AFTER))["phases"]
    course.set_up(plans=plans)
    _tom, answer = decide(course, "Bees")
    assert answer.status_code == 409
    assert "Decisions come after it." in answer.text


def test_a_late_answer_is_shown_to_everybody_until_it_has_come(decided):
    late = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    with decided.database.write() as db:
        activity = db.get(Activity, decided.school.activity_id)
        activity.settings = {**activity.settings, "answer_by": late}
    assert "The answer is late" in decided.join("Boris").get(HERE).text
    for text in ("Bees", "Rivers", "Robots"):
        decide(decided, text)
    assert "The answer is late" not in decided.join("Boris").get(HERE).text


def test_what_was_accepted_is_followed_and_what_was_not_is_not(decided):
    tom, _answer = decide(decided, "Bees")
    decide(decided, "Rivers", "defer", "Next year.")
    bees, rivers = decided.ids("Bees", "Rivers")
    tom.post(f"{HERE}/{bees}/track", {"track": "running", "note": "The hives have come."})
    assert tom.post(f"{HERE}/{rivers}/track", {"track": "running", "note": ""}).status_code == 409
    words = Page(decided.join("Boris").get(HERE)).words
    assert "In progress" in words
    assert "The hives have come." in words


def test_a_decision_is_taken_back_from_the_message_that_follows_it(decided):
    tom, answer = decide(decided, "Bees")
    page = Page(tom.follow(answer))
    undo = next(form for form in page.forms if "undo" in form.action)
    tom.post(undo.action, undo.data)
    with decided.database.read() as db:
        assert db.query(Decision).count() == 0


def test_its_author_is_told_and_an_acceptance_is_an_event_once(decided):
    (bees,) = decided.ids("Bees")
    with decided.database.write() as db:
        option = db.get(Option, bees)
        option.author_id, option.by_staff = decided.people["Ana"], False
    for outcome in ("accept", "decline", "adapt"):
        decide(decided, "Bees", outcome)
    with decided.database.read() as db:
        assert db.query(NoticeRow).filter_by(person_id=decided.people["Ana"], code="topic-vote.decided").count() == 3
        assert db.query(Event).filter_by(action="topic-vote.accepted").count() >= 1
