"""One person, one ballot, changed until the close and never after it; also when many come at once."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest

from lti_tools.errors import NotFound, Refusal
from tests.support.school import NOW, add_activity, add_person
from tests.support.votes import TOPICS, option_ids, set_up_vote, vote_for
from tools.co_curriculum import store, store_ballots
from tools.co_curriculum.models import Ballot
from tools.co_curriculum.refusals import BallotInvalid
from tools.co_curriculum.service import closing, reading, voting

SOON = NOW + timedelta(hours=1)
TICK = timedelta(microseconds=1)


def ballot(database, school, person):
    with database.read() as db:
        texts = {option.id: option.text for option in store.options_of(db, school.activity_id)}
        own = store_ballots.ballot_of(db, school.activity_id, person)
    return own and [texts[option] for option in own.options]


def counts(database, activity_id):
    with database.read() as db:
        vote = reading.read_vote(db, activity_id, NOW)
        totals = reading.count(db, activity_id, vote).outcome["totals"]
        return dict(zip(vote.card.options, totals, strict=True))


def test_a_ballot_is_stored_and_a_later_one_takes_its_place(database, school, ana):
    with database.write() as db:
        vote_for(db, school.activity_id, ana, "Robots", "Bees")
    assert ballot(database, school, ana) == ["Robots", "Bees"]
    with database.write() as db:
        vote_for(db, school.activity_id, ana, "Rivers", now=SOON)
    assert ballot(database, school, ana) == ["Rivers"]
    assert counts(database, school.activity_id) == {"Rivers": 1, "Robots": 0, "Bees": 0}
    with database.read() as db:
        assert db.query(Ballot).count() == 1


def test_no_preference_is_a_ballot_without_choices(database, school, ana):
    with database.write() as db:
        vote_for(db, school.activity_id, ana)
    assert ballot(database, school, ana) == []


@pytest.mark.parametrize("late", [timedelta(0), TICK])
def test_at_the_closing_instant_and_after_it_nothing_is_taken(database, school, ana, late):
    with database.write() as db:
        set_up_vote(db, school.activity_id, closes_at=SOON.isoformat())
        vote_for(db, school.activity_id, ana, "Robots", now=SOON - TICK)
    with pytest.raises(Refusal), database.write() as db:
        vote_for(db, school.activity_id, ana, "Bees", now=SOON + late)
    assert ballot(database, school, ana) == ["Robots"]


def test_once_the_close_is_worked_out_a_slow_request_from_before_it_is_refused(database, school, ana):
    """The request began in time, but the worker was faster: in the count and in the grades it is the same."""
    with database.write() as db:
        set_up_vote(db, school.activity_id, closes_at=SOON.isoformat())
        closing.tick(db, SOON)
    with pytest.raises(Refusal), database.write() as db:
        vote_for(db, school.activity_id, ana, "Bees", now=SOON - TICK)
    assert ballot(database, school, ana) is None


def test_nothing_is_taken_before_the_vote_opens(database, school, ana):
    with database.write() as db:
        set_up_vote(db, school.activity_id, open_now=False)
    with pytest.raises(Refusal), database.write() as db:
        vote_for(db, school.activity_id, ana, "Bees")


@pytest.mark.parametrize("fault", ["unknown", "empty", "both", "too many", "foreign"])
def test_a_faulty_ballot_is_refused_whole(database, school, ana, fault):
    with database.write() as db:
        set_up_vote(db, school.activity_id, most=2)
        other = add_activity(db, school.context_id, tool="topic-vote", resource_link_id="link-2")
        set_up_vote(db, other)
        vote_for(db, school.activity_id, ana, "Rivers")
        robots, rivers, bees = option_ids(db, school.activity_id, *TOPICS)
        (foreign,) = option_ids(db, other, "Robots")
    chosen = {
        "unknown": [robots, 10**15],
        "empty": [],
        "both": [robots],
        "too many": [robots, rivers, bees],
        "foreign": [robots, foreign],
    }[fault]
    with pytest.raises(BallotInvalid), database.write() as db:
        voting.cast(db, school.activity_id, ana, dict.fromkeys(chosen, 1), no_preference=fault == "both", now=NOW)
    assert ballot(database, school, ana) == ["Rivers"]


def test_a_vote_of_another_activity_is_not_found(database, school, ana):
    with pytest.raises(NotFound), database.write() as db:
        voting.cast(db, school.activity_id + 99, ana, {1: 1}, no_preference=False, now=NOW)


def together(*jobs):
    """Run all at once; return what failed."""
    barrier, failures = Barrier(len(jobs)), []

    def run(job):
        barrier.wait()
        try:
            job()
        except Exception as error:
            failures.append(error)

    threads = [Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


def test_fifty_people_at_once_lose_no_ballot_and_double_none(database, school):
    with database.write() as db:
        people = [add_person(db, school, f"p{n}", launched="learner") for n in range(50)]
        ids = option_ids(db, school.activity_id, *TOPICS)

    def cast(person):
        with database.write() as db:
            voting.cast(db, school.activity_id, person, {ids[person % 3]: 1}, no_preference=False, now=NOW)

    assert together(*(lambda person=person: cast(person) for person in people)) == []
    assert sum(counts(database, school.activity_id).values()) == 50


def test_two_tabs_of_one_person_leave_one_whole_ballot(database, school, ana):
    def cast(*texts):
        with database.write() as db:
            vote_for(db, school.activity_id, ana, *texts)

    pairs = (("Robots", "Bees"), ("Rivers",), ("Bees", "Rivers"), ("Robots",))
    assert together(*(lambda pair=pair: cast(*pair) for pair in pairs)) == []
    assert ballot(database, school, ana) in [["Robots", "Bees"], ["Rivers"], ["Rivers", "Bees"], ["Robots"]]
    with database.read() as db:
        assert db.query(Ballot).count() == 1


def test_a_vote_against_the_close_is_either_counted_and_credited_or_refused(database, school, ana):
    outcome = []

    def cast():
        with database.write() as db:
            vote_for(db, school.activity_id, ana, "Bees")

    def close():
        with database.write() as db:
            closing.close(db, school.activity_id, NOW)

    failures = together(cast, close)
    with database.read() as db:
        outcome = [one.announced_at for one in db.query(Ballot)]
    assert outcome == ([] if failures else [NOW])
