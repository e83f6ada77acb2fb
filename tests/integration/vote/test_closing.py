"""What follows from a close: participation for the gradebook and events, once, however it came about."""

from datetime import timedelta
from decimal import Decimal

import pytest

from lti_tools.activities import configure
from lti_tools.errors import Refusal
from lti_tools.grades import outbox
from lti_tools.kit.schedule.plans import write_instant
from lti_tools.pure.schedule import Stand
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.events import Event
from lti_tools.store.tables.people import ContextService
from tests.support.school import NOW, add_activity, add_person
from tests.support.votes import set_up_vote, vote_for, vote_settings
from tools.co_curriculum.service import closing, reading
from tools.co_curriculum.tool import tool

SOON = NOW + timedelta(hours=1)
LATER = NOW + timedelta(hours=2)
FAR = NOW + timedelta(days=36_500)
"""Ahead of the clock too, which saving settings asks."""


def roster_known(database):
    with database.write() as db:
        db.query(ContextService).update({"roster_synced_at": NOW})


def scores(database, school):
    with database.read() as db:
        return {row.person_id: (row.score, row.maximum) for row in outbox.standing(db, school.activity_id)}


def events(database):
    with database.read() as db:
        return [(event.action, event.actor_id) for event in db.query(Event).order_by(Event.actor_id)]


def phase(database, school, now):
    with database.read() as db:
        return reading.read_vote(db, school.activity_id, now).stand


def test_closing_by_hand_credits_who_voted_and_who_did_not(database, school, ana, bo):
    roster_known(database)
    with database.write() as db:
        cy = add_person(db, school, "cy", launched="learner")
        vote_for(db, school.activity_id, ana, "Robots")
        vote_for(db, school.activity_id, cy)
        closing.close(db, school.activity_id, SOON)
    assert scores(database, school) == {ana: (10, 10), bo: (0, 10), cy: (10, 10)}
    assert events(database) == [("topic-vote.voted", ana), ("topic-vote.voted", cy)]
    assert phase(database, school, SOON) is Stand.CLOSED


def test_comments_say_what_the_points_are_for(database, school, ana, bo):
    roster_known(database)
    with database.write() as db:
        vote_for(db, school.activity_id, ana, "Robots")
        closing.close(db, school.activity_id, SOON)
    with database.read() as db:
        comments = {row.person_id: row.comment for row in outbox.standing(db, school.activity_id)}
    assert comments == {
        ana: "You voted in “Project topics”.",
        bo: "You did not vote in “Project topics” before it closed.",
    }


def test_while_the_members_are_unknown_only_voters_get_a_score(database, school, ana, bo):
    with database.write() as db:
        vote_for(db, school.activity_id, ana, "Robots")
        closing.close(db, school.activity_id, SOON)
    assert scores(database, school) == {ana: (10, 10)}


def test_who_did_not_vote_is_written_once_the_members_are_known(database, school, ana, bo):
    with database.write() as db:
        vote_for(db, school.activity_id, ana, "Robots")
        closing.close(db, school.activity_id, SOON)
        closing.tick(db, LATER)
    assert set(scores(database, school)) == {ana}
    roster_known(database)
    with database.write() as db:
        closing.tick(db, LATER)
    assert scores(database, school) == {ana: (10, 10), bo: (0, 10)}
    assert len(events(database)) == 1


def test_who_joins_after_the_close_is_not_expected_to_have_voted(database, school, ana):
    roster_known(database)
    with database.write() as db:
        closing.close(db, school.activity_id, NOW)
        late = add_person(db, school, "late")
        set_up_vote(db, school.activity_id, question="Which ones, please?")
    with database.write() as db:
        closing.tick(db, LATER)
    assert late not in scores(database, school)


def test_staff_and_people_who_left_get_none(database, school, ana):
    roster_known(database)
    with database.write() as db:
        add_person(db, school, "teacher", launched="instructor")
        add_person(db, school, "helper", launched="assistant", roster="learner")
        add_person(db, school, "guest", roster="observer")
        closing.close(db, school.activity_id, SOON)
    assert set(scores(database, school)) == {ana}


def test_nothing_is_sent_while_the_vote_is_open(database, school, ana):
    with database.write() as db:
        vote_for(db, school.activity_id, ana, "Robots")
        closing.tick(db, LATER)
    assert scores(database, school) == {}
    assert events(database) == []


def test_an_ungraded_vote_wishes_nothing_and_still_tells_the_other_tools(database, school, ana):
    with database.write() as db:
        set_up_vote(db, school.activity_id, graded=False)
        vote_for(db, school.activity_id, ana, "Robots")
        closing.close(db, school.activity_id, SOON)
    assert scores(database, school) == {}
    assert events(database) == [("topic-vote.voted", ana)]


def test_the_worker_works_out_what_a_date_has_closed_once(database, school, ana):
    with database.write() as db:
        set_up_vote(db, school.activity_id, closes_at=write_instant(SOON))
        vote_for(db, school.activity_id, ana, "Robots")
    with database.write() as db:
        closing.tick(db, SOON - timedelta(seconds=1))
    assert scores(database, school) == {}
    for _ in range(2):
        with database.write() as db:
            closing.tick(db, SOON)
    assert scores(database, school) == {ana: (10, 10)}
    assert len(events(database)) == 1


def test_only_an_open_vote_can_be_closed_and_only_a_closed_one_opened_again(database, school):
    with pytest.raises(Refusal), database.write() as db:
        closing.reopen(db, school.activity_id, NOW)
    with database.write() as db:
        closing.close(db, school.activity_id, NOW)
    with pytest.raises(Refusal), database.write() as db:
        closing.close(db, school.activity_id, NOW)


def test_a_vote_opened_again_takes_ballots_and_credits_at_its_next_close(database, school, ana, bo):
    roster_known(database)
    with database.write() as db:
        vote_for(db, school.activity_id, ana, "Robots")
        closing.close(db, school.activity_id, NOW)
    with database.write() as db:
        closing.reopen(db, school.activity_id, SOON)
        vote_for(db, school.activity_id, bo, "Bees", now=SOON)
        closing.close(db, school.activity_id, LATER)
    assert scores(database, school) == {ana: (10, 10), bo: (10, 10)}
    assert events(database) == [("topic-vote.voted", ana), ("topic-vote.voted", bo)]


def test_a_later_date_in_the_settings_opens_what_a_date_had_closed(database, school, ana):
    with database.write() as db:
        set_up_vote(db, school.activity_id, closes_at=write_instant(SOON))
        closing.tick(db, SOON)
    assert phase(database, school, SOON) is Stand.CLOSED
    with database.write() as db:
        set_up_vote(db, school.activity_id, closes_at=write_instant(FAR))
    assert phase(database, school, SOON) is Stand.OPEN


def test_points_changed_after_the_close_are_sent_anew(database, school, ana):
    with database.write() as db:
        vote_for(db, school.activity_id, ana, "Robots")
        closing.close(db, school.activity_id, NOW)
        set_up_vote(db, school.activity_id, points=5)
    with database.write() as db:
        closing.tick(db, LATER)
    assert scores(database, school) == {ana: (Decimal(5), Decimal(5))}
    assert len(events(database)) == 1


def test_the_participation_column_is_the_one_coupled_to_the_link(database, school):
    with database.write() as db:
        activity = db.get(Activity, school.activity_id)
        configure(db, activity, tool, {**activity.settings, "points": 7}, NOW)
    assert [(c.tag, c.label, c.score_maximum) for c in tool.columns(activity.settings)] == [
        ("participation", "Project topics", 7)
    ]
    assert tool.columns({**activity.settings, "graded": False}) == ()


@pytest.fixture
def broken_and_well(database, school, ana):
    """More votes than are worked out in one round, all closed by their date, of which only the last can be."""
    with database.write() as db:
        ids = [
            add_activity(db, school.context_id, tool="topic-vote", resource_link_id=f"link-{number}")
            for number in range(2, closing.AT_ONCE + 3)
        ]
        for activity_id in ids:
            set_up_vote(db, activity_id, closes_at=write_instant(SOON))
            vote_for(db, activity_id, ana, "Robots")
        for activity_id in ids[:-1]:
            db.get_one(Activity, activity_id).settings = vote_settings(points=0)
    return ids


def test_votes_that_cannot_be_worked_out_hold_no_other_up(database, broken_and_well, ana, caplog):
    *broken, well = broken_and_well
    for seconds in (0, 5):
        with database.write() as db:
            closing.tick(db, LATER + timedelta(seconds=seconds))
    with database.read() as db:
        assert all(outbox.standing(db, one) == [] for one in broken)
        assert [row.person_id for row in outbox.standing(db, well)] == [ana]
    assert [record.message for record in caplog.records] == ["schedule.effect-failed"] * len(broken)


def test_a_vote_that_failed_is_worked_out_once_its_settings_are_mended(database, broken_and_well, ana):
    mended = broken_and_well[0]
    with database.write() as db:
        closing.tick(db, LATER)
    with database.write() as db:
        set_up_vote(db, mended, closes_at=write_instant(SOON))
        closing.tick(db, LATER + timedelta(seconds=5))
    with database.read() as db:
        assert [row.person_id for row in outbox.standing(db, mended)] == [ana]
