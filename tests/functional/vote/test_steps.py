"""The steps beyond the vote: choosing topics as a step of the schedule, and the idea box that closes without a vote."""

from datetime import UTC, datetime, timedelta

from lti_tools.kit.schedule.plans import with_plan
from lti_tools.pure.schedule import End, Plan, Start
from lti_tools.store.tables.events import Event
from lti_tools.store.tables.grades import GradeWish
from tests.functional.vote.test_places import PLACES, RIVERS, ROBOTS, give, good, rules
from tests.support.pages import Page
from tests.support.votes import vote_settings
from tools.co_curriculum.service import closing, placing
from tools.co_curriculum.service.placing import Stage


def with_step(course, **plan):
    """The vote has the step of choosing topics."""
    plans = with_plan(vote_settings(), Plan(key="place", **plan))["phases"]
    course.set_up(plans=plans)


def stage(course):
    with course.database.read() as db:
        return placing.find(db, course.school.activity_id, datetime.now(UTC)).stage


def tick(course, at=None):
    with course.database.write() as db:
        closing.tick(db, at or datetime.now(UTC))


def test_topics_are_asked_for_while_their_step_is_open(course):
    with_step(course, start=Start.AFTER)
    tom, ana = course.join("Tom", "instructor"), course.join("Ana")
    assert "Choosing topics" in good(ana.get("topic-vote/")).words, "it stands on the timeline"
    assert "Its dates stand in the settings" in good(tom.get(f"{PLACES}/rules")).words
    assert rules(course, tom).status_code == 303
    tom.post("topic-vote/close", {"confirmed": "1"})
    assert stage(course) is Stage.OPEN, "the end of the vote opened it"
    assert give(course, ana, ROBOTS, RIVERS).status_code == 303
    assert tom.post("-/schedule/close", {"step": "place", "confirmed": "1"}).status_code == 303
    assert stage(course) is Stage.CLOSED
    assert give(course, ana, RIVERS, ROBOTS).status_code == 409
    assert tom.post(f"{PLACES}/reopen").status_code == 303
    assert give(course, ana, RIVERS, ROBOTS).status_code == 303
    assert tom.post(f"{PLACES}/close", {"confirmed": "1"}).status_code == 303
    open_steps = [one.data["step"] for one in Page(tom.get("-/schedule/")).forms if one.action.endswith("/close")]
    assert open_steps == []


def test_asking_by_hand_opens_the_step_and_taking_it_back_closes_it_again(course):
    with_step(course, start=Start.HAND)
    tom = course.join("Tom", "instructor")
    assert tom.post("-/schedule/open", {"step": "place"}).status_code == 409, "there are no rules yet"
    assert rules(course, tom).status_code == 303
    said = tom.follow(tom.post(f"{PLACES}/open"))
    assert stage(course) is Stage.OPEN
    undo = next(form for form in Page(said).forms if "undo" in form.action)
    assert tom.post(undo.action, undo.data).status_code == 303
    assert stage(course) is Stage.RULES


def test_an_idea_box_that_closes_tells_of_the_proposals_and_gives_points_once(course):
    ends = datetime.now(UTC) + timedelta(hours=1)
    box = Plan(key="propose", start=Start.NOW, end=End.DATE, closes_at=ends)
    stored = with_plan(vote_settings(options=[], open_now=False), box)
    plans = with_plan(stored, Plan(key="decide", start=Start.AFTER))["phases"]
    course.set_up(options=[], plans=plans, idea_box=True, parts=["propose"])
    tom, ana = course.join("Tom", "instructor"), course.join("Ana")
    idea = {"text": "A pond", "kind": "topic", "body": "", "link": ""}
    assert ana.post("topic-vote/proposals", idea).status_code == 303
    (pond,) = course.ids("A pond")
    steps = good(ana.get("topic-vote/")).words
    assert "Proposing" in steps
    assert "Voting" not in steps, "a box has no vote"
    decision = {"outcome": "accept", "reason": "We dig in May."}
    assert tom.post(f"topic-vote/decisions/{pond}", decision).status_code == 303, "at any time"
    tick(course)
    assert told_and_points(course) == ([], [])
    tick(course, ends)
    assert told_and_points(course) == (["topic-vote.proposed"], [(course.people["Ana"], 10)])
    tick(course, ends + timedelta(minutes=1))
    assert told_and_points(course) == (["topic-vote.proposed"], [(course.people["Ana"], 10)]), "once"


def told_and_points(course):
    with course.database.read() as db:
        told = [one.action for one in db.query(Event) if one.action == "topic-vote.proposed"]
        points = [(one.person_id, one.score_given) for one in db.query(GradeWish) if one.score_given]
    return told, points
