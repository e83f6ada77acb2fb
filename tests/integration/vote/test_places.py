"""Places in the database: what erasing and exporting takes along, one taker of an offer, the cost of a page."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

from lti_tools.errors import Refusal
from lti_tools.kit.jobs.declared import Work
from lti_tools.kit.jobs.files import JobFiles
from lti_tools.kit.schedule import extensions
from lti_tools.kit.schedule.plans import with_plan
from lti_tools.pure.schedule import End, Plan, Start
from tests.support.school import NOW, add_person
from tests.support.votes import set_up_vote, vote_settings
from tools.co_curriculum import store, store_placing
from tools.co_curriculum.domain.placing.problem import Aim
from tools.co_curriculum.models_placing import Bond, ChoiceList, Exchange, Seat
from tools.co_curriculum.placing_rules import Exchanges, Rules
from tools.co_curriculum.service import placing, placing_exchanges, placing_lists, placing_plans
from tools.co_curriculum.service.placing import TopicRules
from tools.co_curriculum.tool import tool


@pytest.fixture
def people(database, school):
    with database.write() as db:
        return [add_person(db, school, name, launched="learner") for name in ("ana", "bo", "cy", "dee")]


def prepare(database, school, people, **rules):
    """Everybody has listed their topics, the first two the same; the generous plan is picked and published."""
    activity = school.activity_id
    with database.write() as db:
        options = [TopicRules(option_id=one.id, title=one.text) for one in store.options_of(db, activity)]
        bonds = {"together": [], "apart": [frozenset(people[:2])]}
        wanted = Rules(length=2, most=2, **rules)
        placing.set_rules(db, activity, wanted, options, bonds, closes_at=None, seed="spring", now=NOW)
        placing.open_up(db, activity, people[0], NOW)
        topics = [one.id for one in store_placing.topics_of(db, activity)]
        for number, person in enumerate(people):
            placing_lists.give_list(db, activity, person, [topics[number // 2], topics[2]], [], NOW)
        placing.close(db, activity, NOW)
    plan = work_out(database, school, [Aim.GENEROUS])
    with database.write() as db:
        placing_plans.pick(db, activity, plan, NOW)
        placing.publish(db, activity, NOW)
    return topics


def work_out(database, school, aims, *, mends=False):
    """The id of the last plan, made as the worker makes it."""
    cursor, finished = {}, False
    while not finished:
        work = Work(
            job_id=1,
            activity_id=school.activity_id,
            context_id=school.context_id,
            person_id=None,
            arguments={"aims": [aim.value for aim in aims], "mends": mends},
            cursor=cursor,
            done=0,
            total=None,
            now=NOW,
            suite=Suite(database),
            parts=(),
            files=JobFiles(None, school.activity_id, 1),
        )
        progress = placing_plans.plan_step(work)
        with database.write() as db:
            progress.write(db)
        cursor, finished = progress.cursor, progress.finished
    with database.read() as db:
        return store_placing.offered_plans(db, school.activity_id)[-1].id


class Suite:
    """What a step asks of the suite: its database."""

    def __init__(self, database):
        self.database = database


def where(db, school):
    plan = store_placing.picked_plan(db, school.activity_id)
    return placing_plans.places(store_placing.seats_of(db, plan.id))


def test_lists_close_with_the_date_of_the_step_and_later_for_who_has_longer(database, school, people):
    activity, (ana, bo, *_others) = school.activity_id, people
    ends = NOW + timedelta(hours=1)
    step = Plan(key="place", start=Start.NOW, end=End.DATE, closes_at=ends)
    with database.write() as db:
        set_up_vote(db, activity, plans=with_plan(vote_settings(), step)["phases"])
        options = [TopicRules(option_id=one.id, title=one.text) for one in store.options_of(db, activity)]
        bonds = {"together": [], "apart": []}
        placing.set_rules(db, activity, Rules(length=2), options, bonds, closes_at=ends, seed="s", now=NOW)
        placing.open_up(db, activity, ana, NOW)
        asked = extensions.Asked(phase="place", people=[bo], until=ends + timedelta(hours=1))
        extensions.give(db, activity, asked, ZoneInfo("UTC"), NOW, by=None)
        topics = [one.id for one in store_placing.topics_of(db, activity)]
        for person in (ana, bo):
            placing_lists.give_list(db, activity, person, topics[:2], [], ends - timedelta(seconds=1))
    with pytest.raises(Refusal), database.write() as db:
        placing_lists.give_list(db, activity, ana, topics[1:], [], ends)
    with database.write() as db:
        placing_lists.give_list(db, activity, bo, topics[1:], [], ends)
    with pytest.raises(Refusal), database.write() as db:
        placing_lists.give_list(db, activity, bo, topics[:2], [], ends + timedelta(hours=1))
    with database.read() as db:
        assert store_placing.list_of(db, activity, ana).topics == topics[:2]
        assert store_placing.list_of(db, activity, bo).topics == topics[1:]


def test_erasing_somebody_takes_list_place_company_and_offers_along(database, school, people):
    topics = prepare(database, school, people, exchanges=Exchanges.ASKED)
    ana = people[0]
    with database.write() as db:
        wants = next(topic for topic in topics if topic != where(db, school)[ana])
        placing_exchanges.offer(db, school.activity_id, ana, wants, NOW)
    with database.read() as db:
        (exported,) = tool.export(db, ana, school.context_id)["places"]
        assert len(exported["list"]) == 2
        assert exported["topic"] in ("Robots", "Bees")
        assert "places" not in tool.export(db, ana, school.context_id + 1)
    with database.write() as db:
        tool.erase(db, ana, None)
    with database.read() as db:
        for table in (ChoiceList, Seat, Bond, Exchange):
            assert ana not in [row.person_id for row in db.query(table)], table
        assert sorted(where(db, school)) == people[1:]


def test_of_many_who_take_an_offer_at_once_one_has_it(database, school, people):
    with database.write() as db:
        crowd = [add_person(db, school, f"extra{number}", launched="learner") for number in range(8)]
    topics = prepare(database, school, people, exchanges=Exchanges.FREE)
    with database.write() as db:
        plan = store_placing.picked_plan(db, school.activity_id)
        for person in crowd:
            db.merge(Seat(plan_id=plan.id, person_id=person, topic_id=topics[1]))
        ana = where(db, school)
        asks = next(person for person in people if ana[person] != topics[1])
        placing_exchanges.offer(db, school.activity_id, asks, topics[1], NOW)
        (offer,) = store_placing.exchanges_of(db, school.activity_id, "open")

    def take(person):
        try:
            with database.write() as db:
                placing_exchanges.take(db, school.activity_id, offer.id, person, NOW)
        except Refusal:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take, crowd)) == 1
    with database.read() as db:
        found = where(db, school)
    assert found[asks] == topics[1]
    assert sum(topic == topics[1] for person, topic in found.items() if person in crowd) == len(crowd) - 1


def test_an_exchange_that_breaks_a_rule_is_refused_and_nothing_moves(database, school, people):
    robots, rivers, _bees = prepare(database, school, people, exchanges=Exchanges.FREE)
    ana, bo, cy, dee = people
    apart = {ana: robots, bo: rivers, cy: robots, dee: rivers}
    with database.write() as db:
        plan = store_placing.picked_plan(db, school.activity_id)
        for person, topic in apart.items():
            db.get(Seat, (plan.id, person)).topic_id = topic
        db.flush()
        placing_exchanges.offer(db, school.activity_id, bo, robots, NOW)
        (offer,) = store_placing.exchanges_of(db, school.activity_id, "open")
    with pytest.raises(Refusal) as refused, database.write() as db:
        placing_exchanges.take(db, school.activity_id, offer.id, cy, NOW)
    assert "would break a rule" in refused.value.reason
    with database.read() as db:
        assert where(db, school) == apart
    with database.write() as db:
        placing_exchanges.take(db, school.activity_id, offer.id, ana, NOW)
    with database.read() as db:
        assert where(db, school) == apart | {ana: rivers, bo: robots}


def test_a_pick_taken_back_lets_the_plan_before_hold_again(database, school, people):
    prepare(database, school, people)
    with database.read() as db:
        first = store_placing.picked_plan(db, school.activity_id).id
    again = work_out(database, school, [Aim.GENEROUS], mends=True)
    with database.write() as db:
        placing_plans.pick(db, school.activity_id, again, NOW)
        assert placing_plans.moves(db, store_placing.plan_of(db, school.activity_id, again)).moved == {}
    with database.write() as db:
        placing_plans.unpick(db, school.activity_id, again, NOW)
    with database.read() as db:
        assert store_placing.picked_plan(db, school.activity_id).id == first


def test_what_a_plan_is_made_of_costs_the_same_queries_however_many_people(database, school, people):
    prepare(database, school, people)

    def queries():
        seen = []

        def note(_connection, _cursor, statement, *_rest):
            seen.append(statement)

        event.listen(database.engine, "before_cursor_execute", note)
        with database.read() as db:
            placing_lists.problem(db, school.activity_id, NOW)
        event.remove(database.engine, "before_cursor_execute", note)
        return len(seen)

    few = queries()
    with database.write() as db:
        for number in range(20):
            store_placing.put_list(
                db, school.activity_id, add_person(db, school, f"more{number}", launched="learner"), [1, 2], [], NOW
            )
    assert queries() == few
