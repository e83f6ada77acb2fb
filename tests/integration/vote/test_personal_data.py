"""A person's own ballots go out whole, and go away; a counted result stays as it was."""

from tests.support.school import NOW, add_activity, make_school
from tests.support.votes import set_up_vote, vote_for
from tools.co_curriculum.models import Ballot
from tools.co_curriculum.service import closing, participation, reading
from tools.co_curriculum.tool import tool


def tally(database, activity_id):
    with database.read() as db:
        vote = reading.read_vote(db, activity_id, NOW)
        return reading.count(db, activity_id, vote)


def test_the_export_holds_the_persons_own_ballots_alone(database, school, ana, bo):
    with database.write() as db:
        vote_for(db, school.activity_id, ana, "Robots", "Bees")
        vote_for(db, school.activity_id, bo, "Rivers")
    with database.read() as db:
        for context in (None, school.context_id):
            (exported,) = tool.export(db, ana, context)["ballots"]
            assert exported["marks"] == {"Robots": 1, "Bees": 1}
            assert (exported["title"], exported["no_preference"]) == ("Project topics", False)
        assert tool.export(db, ana, school.context_id + 1) == {"ballots": [], "proposals": [], "secret_votes": []}


def test_erasing_somebody_takes_their_ballot_out_of_an_open_vote(database, school, ana, bo):
    with database.write() as db:
        vote_for(db, school.activity_id, ana, "Robots")
        vote_for(db, school.activity_id, bo, "Robots")
        tool.erase(db, ana, None)
    assert tally(database, school.activity_id).ballots == 1
    with database.read() as db:
        assert db.query(Ballot).count() == 1


def test_erasing_somebody_leaves_a_counted_result_and_nothing_of_the_person(database, school, ana, bo):
    with database.write() as db:
        vote_for(db, school.activity_id, ana, "Robots")
        vote_for(db, school.activity_id, bo, "Rivers")
        closing.close(db, school.activity_id, NOW)
    before = tally(database, school.activity_id)
    with database.write() as db:
        tool.erase(db, ana, None)
    assert tally(database, school.activity_id) == before
    with database.read() as db:
        assert [one.person_id for one in db.query(Ballot).order_by(Ballot.id)] == [None, bo]
        roll = participation.roll(db, school.activity_id)
        assert [voter.person_id for voter in roll] == [bo, None]


def test_erasing_in_one_course_leaves_the_others(database, school, ana):
    with database.write() as db:
        other = make_school(db, name="South", base="https://south.example")
        set_up_vote(db, other.activity_id)
        second = add_activity(db, school.context_id, tool="topic-vote", resource_link_id="link-2")
        set_up_vote(db, second)
        for activity in (school.activity_id, other.activity_id, second):
            vote_for(db, activity, ana, "Bees")
        tool.erase(db, ana, school.context_id)
    assert [tally(database, activity).ballots for activity in (school.activity_id, second)] == [0, 0]
    assert tally(database, other.activity_id).ballots == 1
