"""After the vote the teacher says openly what becomes of each proposal; everybody reads it, late answers too."""

from datetime import UTC, datetime, timedelta

import pytest

from lti_tools.kit.audit.tables import AuditEntry
from lti_tools.kit.notices.tables import NoticeRow
from lti_tools.kit.schedule.plans import with_plan
from lti_tools.pure.schedule import Plan, Start
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.events import Event
from tests.support.pages import Page, faults
from tests.support.school import NOW, add_activity
from tests.support.votes import option_ids, set_up_vote, vote_settings
from tools.co_curriculum.models import Option
from tools.co_curriculum.models_decisions import Decision, Voice

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
    for where in (HERE, "topic-vote/", "-/overview/wall"):
        role = "instructor" if "wall" in where else "learner"
        assert "The answer is late" in decided.join("Tom" if "wall" in where else "Boris", role).get(where).text
    assert "The answer is late" in decided.join("Tom", "instructor").get("topic-vote/").text
    for text in ("Bees", "Rivers", "Robots"):
        decide(decided, text)
    for where in (HERE, "topic-vote/"):
        assert "The answer is late" not in decided.join("Boris").get(where).text


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


def together(course, number, **changes):
    """Teachers decide together: as many as `number` have to say the same."""
    with course.database.write() as db:
        activity = db.get(Activity, course.school.activity_id)
        activity.settings = {**activity.settings, "deciders": number, **changes}


def say(course, name, text, outcome="accept", reason="We have the room for it."):
    (option,) = course.ids(text)
    visitor = course.join(name, "instructor")
    return visitor, visitor.post(f"{HERE}/{option}", {"outcome": outcome, "reason": reason})


def test_several_teachers_decide_once_enough_of_them_say_the_same(decided):
    together(decided, 2)
    tom, answer = say(decided, "Tom", "Bees", "accept", "The hives are there.")
    assert "It is decided once enough teachers say the same." in tom.follow(answer).text
    assert "1 of 2 teachers has said" in Page(tom.get(HERE)).words
    assert "Not decided yet" in Page(decided.join("Boris").get(HERE)).words
    say(decided, "Tom", "Bees", "accept", "The hives are really there.")
    say(decided, "Una", "Bees", "decline", "Somebody is allergic.")
    (bees,) = decided.ids("Bees")
    page = Page(decided.join("Viktor", "instructor").get(f"{HERE}/{bees}"))
    assert faults(page) == []
    assert "The hives are really there." in page.words
    assert "Somebody is allergic." in page.words
    assert "Somebody is allergic." not in Page(decided.join("Boris").get(HERE)).words
    say(decided, "Viktor", "Bees", "accept", "And Ms Lee helps.")
    words = Page(decided.join("Boris").get(HERE)).words
    assert "Accepted: we do it" in words
    assert "The hives are really there. And Ms Lee helps." in words
    with decided.database.read() as db:
        assert db.query(Voice).count() == 0


def test_one_teacher_s_word_is_taken_back_until_it_has_become_a_decision(decided):
    together(decided, 2)
    tom, answer = say(decided, "Tom", "Bees")
    undo = next(form for form in Page(tom.follow(answer)).forms if "undo" in form.action)
    tom.post(undo.action, undo.data)
    with decided.database.read() as db:
        assert db.query(Voice).count() == 0


def test_decisions_are_taken_back_step_by_step_and_the_record_holds_no_words(decided):
    answers = [decide(decided, "Bees", *said) for said in (("accept", "One."), ("decline", "Two."))]
    for (tom, answer), outcome in zip(reversed(answers), ("accept", None), strict=True):
        undo = next(form for form in Page(tom.follow(answer)).forms if "undo" in form.action)
        tom.post(undo.action, undo.data)
        with decided.database.read() as db:
            found = db.query(Decision).one_or_none()
            assert (found.outcome, found.reason) == ("accept", "One.") if outcome else found is None
    with decided.database.read() as db:
        entries = [(row.before, row.after, row.reason) for row in db.query(AuditEntry)]
    assert not [one for one in entries if "One." in str(one) or "Two." in str(one)]


def test_the_decisions_of_all_votes_of_a_course_stand_on_one_page_and_in_one_file(decided):
    tom, _answer = decide(decided, "Bees", "decline", "Somebody is allergic.")
    with decided.database.write() as db:
        other = add_activity(db, decided.school.context_id, tool="topic-vote", resource_link_id="link-2")
        set_up_vote(db, other, title="Another vote", options=["Poems", "Plays"])
        poems = option_ids(db, other, "Poems")[0]
        db.add(Decision(option_id=poems, outcome="adapt", reason="In May.", veto=False, decided_at=NOW))
    page = Page(tom.get(f"{HERE}/course"))
    assert faults(page) == []
    for words in ("Somebody is allergic.", "Another vote", "Poems", "In May.", "Veto", "Accepted with changes"):
        assert words in page.words
    assert decided.join("Boris").get(f"{HERE}/course").status_code == 403


def test_places_begin_with_the_topics_that_were_accepted(decided):
    decide(decided, "Bees")
    tom, _answer = decide(decided, "Rivers", "decline", "Nobody chose it.")
    page = Page(tom.get("topic-vote/places/rules"))
    ticked = page.tree.xpath("//input[@type='checkbox'][contains(@name, 'use')][@checked]")
    every = page.tree.xpath("//input[@type='checkbox'][contains(@name, 'use')]")
    assert (len(ticked), len(every)) == (1, 3)
    assert ticked[0].get("name") == next(
        one.get("name") for one in every if str(decided.ids("Bees")[0]) in one.get("name")
    )
