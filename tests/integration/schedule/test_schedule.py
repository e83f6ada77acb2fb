"""Phases in the database: set up, held, opened and closed, extended, each end worked out once, on both databases."""

from datetime import timedelta
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

from lti_tools.errors import NotFound, Refusal
from lti_tools.kit.groups.tables import Group, GroupMember, GroupSet
from lti_tools.kit.schedule import extensions, personal_data, plans
from lti_tools.kit.schedule import schedule as door
from lti_tools.kit.schedule.declared import DeclaredPhase
from lti_tools.kit.schedule.extensions import Asked
from lti_tools.kit.schedule.tables import Extension, PhaseDate, PhaseRun
from lti_tools.kit.schedule.transitions import run_due
from lti_tools.pure.schedule import End, Moment, Plan, Stand, Start, is_over, stand
from tests.support.school import NOW, add_activity, add_person, make_school

HOUR, DAY, TICK = timedelta(hours=1), timedelta(days=1), timedelta(microseconds=1)
END = NOW + DAY
UTC_ZONE = ZoneInfo("UTC")
HAND_IN = Plan(key="hand_in", start=Start.NOW, end=End.DATE, closes_at=END)
REVIEW = Plan(key="review", start=Start.AFTER, end=End.DATE, closes_at=END + DAY)
TOOL = "topic-vote"


@pytest.fixture
def school(database):
    with database.write() as db:
        school = make_school(db)
        door.set_up(db, school.activity_id, [HAND_IN, REVIEW], NOW)
    return school


@pytest.fixture
def ana(database, school):
    with database.write() as db:
        return add_person(db, school, "ana", launched="learner")


@pytest.fixture
def bo(database, school):
    with database.write() as db:
        return add_person(db, school, "bo", launched="learner")


def where(database, school, person, now, key="hand_in"):
    with database.write() as db:
        return stand(door.hold(db, school.activity_id, key, person_id=person), now)


def extend(database, school, now=NOW, by=None, **asked):
    with database.write() as db:
        return extensions.give(db, school.activity_id, Asked(phase="hand_in", **asked), UTC_ZONE, now, by=by)


def worked(database, now, **options):
    """What the worker's round at `now` ran, as (phase, moment, at, again)."""
    seen = []

    def effect(db, transition):
        seen.append((transition.phase, transition.moment, transition.at, transition.again))

    with database.write() as db:
        run_due(db, TOOL, now, effect, **options)
    return seen


@pytest.mark.parametrize(
    ("now", "hand_in", "review"),
    [
        (NOW - TICK, Stand.WAITING, Stand.WAITING),
        (NOW, Stand.OPEN, Stand.WAITING),
        (END - TICK, Stand.OPEN, Stand.WAITING),
        (END, Stand.CLOSED, Stand.OPEN),
        (END + DAY - TICK, Stand.CLOSED, Stand.OPEN),
        (END + DAY, Stand.CLOSED, Stand.CLOSED),
    ],
)
@pytest.mark.parametrize("worker", ["ran", "slept"])
def test_at_every_instant_request_and_worker_agree(database, school, ana, now, hand_in, review, worker):
    if worker == "ran":
        ran = [(phase, moment) for phase, moment, *_ in worked(database, now)]
        assert (("hand_in", Moment.CLOSED) in ran) is (hand_in is Stand.CLOSED)
        assert (("review", Moment.OPENED) in ran) is (review is not Stand.WAITING)
    assert where(database, school, ana, now) is hand_in
    assert where(database, school, ana, now, "review") is review


def test_a_slow_request_from_before_the_end_is_closed_once_the_end_was_worked_out(database, school, ana):
    worked(database, END)
    assert where(database, school, ana, END - TICK) is Stand.CLOSED


def test_every_end_is_worked_out_once_and_in_order(database, school):
    assert worked(database, END + TICK) == [
        ("hand_in", Moment.OPENED, NOW, False),
        ("hand_in", Moment.CLOSED, END, False),
        ("hand_in", Moment.OVER, END, False),
        ("review", Moment.OPENED, END, False),
    ]
    assert worked(database, END + TICK) == []
    assert worked(database, END + DAY) == [
        ("review", Moment.CLOSED, END + DAY, False),
        ("review", Moment.OVER, END + DAY, False),
    ]


def test_an_effect_that_fails_leaves_nothing_is_tried_again_and_holds_no_other_activity_up(database, school, caplog):
    with database.write() as db:
        other = add_activity(db, school.context_id, tool=TOOL, resource_link_id="link-2")
        door.set_up(db, other, [HAND_IN], NOW)
    ran = []

    def effect(db, transition):
        if transition.activity_id == school.activity_id:
            db.add(Extension(phase_id=1, made_at=NOW))
            db.flush()
            raise RuntimeError("no")
        ran.append(transition.moment)

    with database.write() as db:
        run_due(db, TOOL, NOW, effect)
    assert ran == [Moment.OPENED]
    assert [record.message for record in caplog.records] == ["schedule.effect-failed"]
    with database.read() as db:
        assert db.query(Extension).count() == 0
        assert db.query(PhaseRun).count() == 1
    assert worked(database, NOW + timedelta(seconds=29)) == []
    assert worked(database, NOW + timedelta(seconds=30)) == [("hand_in", Moment.OPENED, NOW, False)]


def test_two_workers_at_once_run_an_end_once(database, school):
    barrier, ran = Barrier(4), []

    def work():
        barrier.wait()
        ran.extend(worked(database, END))

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ran) == sorted(set(ran))
    assert len(ran) == 4


def test_a_person_with_a_later_date_goes_on_and_the_end_for_everybody_waits(database, school, ana, bo):
    extend(database, school, people=[ana], days=2)
    assert where(database, school, ana, END) is Stand.OPEN
    assert where(database, school, bo, END) is Stand.CLOSED
    assert ("hand_in", Moment.CLOSED, END, False) in worked(database, END)
    assert where(database, school, ana, END + 2 * DAY - TICK) is Stand.OPEN
    assert where(database, school, ana, END + 2 * DAY) is Stand.CLOSED
    assert ("hand_in", Moment.OVER, END + 2 * DAY, False) in worked(database, END + 2 * DAY)


def test_a_late_extension_opens_again_for_that_person_and_its_end_is_worked_out_again(database, school, ana, bo):
    worked(database, END)
    extend(database, school, now=END + HOUR, people=[ana], until=END + 3 * HOUR)
    assert where(database, school, ana, END + HOUR) is Stand.OPEN
    assert where(database, school, bo, END + HOUR) is Stand.CLOSED
    assert worked(database, END + 2 * HOUR) == []
    assert worked(database, END + 3 * HOUR) == [("hand_in", Moment.OVER, END + 3 * HOUR, True)]


def test_a_groups_date_is_its_members_and_of_two_dates_the_later_counts(database, school, ana, bo):
    with database.write() as db:
        found = GroupSet(context_id=school.context_id, name="Teams", source="by-hand", made_at=NOW)
        db.add(found)
        db.flush()
        group = Group(set_id=found.id, name="Owls", place=1)
        db.add(group)
        db.flush()
        db.add(GroupMember(set_id=found.id, group_id=group.id, person_id=ana, joined_at=NOW))
        group_id = group.id
    extend(database, school, groups=[group_id], days=1)
    assert where(database, school, ana, END) is Stand.OPEN
    assert where(database, school, bo, END) is Stand.CLOSED
    extend(database, school, people=[ana], until=END + HOUR)
    assert where(database, school, ana, END + 2 * HOUR) is Stand.OPEN


def test_a_bulk_extension_is_given_to_who_gains_by_it_and_undone_as_one(database, school, ana, bo):
    extend(database, school, people=[ana], until=END + 5 * DAY)
    given = extend(database, school, people=[ana, bo], until=END + DAY)
    assert where(database, school, bo, END) is Stand.OPEN
    with database.write() as db:
        undone = extensions.undo(db, school.activity_id, given.id, NOW, by=None)
    assert (undone.taken_back, undone.left) == (1, 0)
    assert where(database, school, bo, END) is Stand.CLOSED
    assert where(database, school, ana, END + 4 * DAY) is Stand.OPEN
    with pytest.raises(Refusal), database.write() as db:
        extensions.undo(db, school.activity_id, given.id, NOW, by=None)


def test_undoing_leaves_a_date_that_was_changed_since(database, school, ana):
    first = extend(database, school, people=[ana], days=1)
    extend(database, school, people=[ana], days=1)
    with database.write() as db:
        undone = extensions.undo(db, school.activity_id, first.id, NOW, by=None)
    assert (undone.taken_back, undone.left) == (0, 1)
    assert where(database, school, ana, END + DAY) is Stand.OPEN


def test_an_extension_in_use_that_is_undone_ends_now_and_is_worked_out(database, school, ana):
    given = extend(database, school, people=[ana], days=3)
    worked(database, END)
    with database.write() as db:
        extensions.undo(db, school.activity_id, given.id, END + HOUR, by=None)
    assert where(database, school, ana, END + HOUR) is Stand.CLOSED
    assert worked(database, END + HOUR) == [("hand_in", Moment.OVER, END + HOUR, False)]


def test_a_form_sent_twice_gives_once(database, school, ana):
    asked = Asked(phase="hand_in", people=[ana], until=END + DAY)
    with database.write() as db:
        extensions.give(db, school.activity_id, asked, UTC_ZONE, NOW, by=None, seen=1)
    with pytest.raises(Refusal), database.write() as db:
        extensions.give(db, school.activity_id, asked, UTC_ZONE, NOW, by=None, seen=1)
    with database.read() as db:
        assert db.query(Extension).count() == 1


def test_days_cannot_be_added_to_an_end_that_nobody_knows(database, school, ana):
    with database.write() as db:
        door.set_up(db, school.activity_id, [Plan(key="hand_in", start=Start.NOW)], NOW)
    with pytest.raises(Refusal):
        extend(database, school, people=[ana], days=1)
    assert extend(database, school, people=[ana], until=END) is not None


def test_closed_by_hand_and_opened_again(database, school, ana):
    with database.write() as db:
        door.close_by_hand(db, school.activity_id, "hand_in", NOW + HOUR)
    assert where(database, school, ana, NOW + HOUR) is Stand.CLOSED
    assert where(database, school, ana, NOW + HOUR, "review") is Stand.OPEN
    with pytest.raises(Refusal), database.write() as db:
        door.close_by_hand(db, school.activity_id, "hand_in", NOW + HOUR)
    with database.write() as db:
        door.reopen(db, school.activity_id, "hand_in", NOW + 2 * HOUR)
    assert where(database, school, ana, NOW + 2 * HOUR) is Stand.OPEN
    assert where(database, school, ana, NOW + 2 * HOUR, "review") is Stand.WAITING
    with pytest.raises(Refusal), database.write() as db:
        door.reopen(db, school.activity_id, "hand_in", NOW + 2 * HOUR)


def test_opened_by_hand_ahead_of_its_date(database, school, ana):
    with database.write() as db:
        plan = Plan(key="hand_in", start=Start.DATE, opens_at=END, end=End.DATE, closes_at=END + DAY)
        door.set_up(db, school.activity_id, [plan], NOW)
    assert where(database, school, ana, NOW) is Stand.WAITING
    with database.write() as db:
        door.open_by_hand(db, school.activity_id, "hand_in", NOW)
    assert where(database, school, ana, NOW) is Stand.OPEN
    with pytest.raises(Refusal), database.write() as db:
        door.open_by_hand(db, school.activity_id, "hand_in", NOW)


def test_a_later_date_in_the_plan_opens_again_what_a_date_or_a_hand_closed(database, school, ana):
    worked(database, END)
    later = Plan(key="hand_in", start=Start.NOW, end=End.DATE, closes_at=END + DAY)
    with database.write() as db:
        door.set_up(db, school.activity_id, [later], END)
    assert where(database, school, ana, END) is Stand.OPEN
    with database.write() as db:
        door.close_by_hand(db, school.activity_id, "hand_in", END + HOUR)
        door.set_up(db, school.activity_id, [later], END + HOUR)
    assert where(database, school, ana, END + HOUR) is Stand.CLOSED
    with database.write() as db:
        door.set_up(db, school.activity_id, [Plan(key="hand_in", start=Start.NOW)], END + HOUR)
    assert where(database, school, ana, END + HOUR) is Stand.OPEN


def test_a_phase_left_out_is_not_found(database, school, ana):
    with database.write() as db:
        door.set_up(db, school.activity_id, [HAND_IN], NOW)
    with pytest.raises(NotFound), database.write() as db:
        door.hold(db, school.activity_id, "review", person_id=ana)


def test_erasing_somebody_takes_their_dates_and_their_name_and_the_end_no_longer_waits_for_them(
    database, school, ana, bo
):
    extend(database, school, people=[ana], until=END + 2 * DAY, by=bo)
    with database.read() as db:
        (date,) = personal_data.export(db, ana, school.context_id)["own_dates"]
        assert (date["phase"], date["until"]) == ("hand_in", (END + 2 * DAY).isoformat())
    with database.write() as db:
        personal_data.erase(db, ana, None)
        personal_data.erase(db, bo, school.context_id)
    with database.read() as db:
        assert db.query(PhaseDate).count() == 0
        assert db.query(Extension).one().made_by is None
        assert is_over(door.class_phases(db, school.activity_id)[0], END)


def test_a_class_costs_one_query_however_many_activities_it_has(database, school, ana):
    with database.write() as db:
        ids = [add_activity(db, school.context_id, tool=TOOL, resource_link_id=f"l{n}") for n in range(5)]
        for one in ids:
            door.set_up(db, one, [HAND_IN, REVIEW], NOW)
    seen = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    with database.read() as db:
        found = door.phases_in(db, [school.activity_id, *ids], ana)
    assert len(found) == 6
    assert all(len(phases) == 2 for phases in found.values())
    assert len(seen) == 1


DECLARED = (
    DeclaredPhase(key="a", title="A"),
    DeclaredPhase(key="b", title="B", optional=True, starts=(Start.AFTER,)),
)


def test_plans_go_into_settings_and_come_back_and_a_copy_has_no_dates():
    dated = Plan(key="a", start=Start.DATE, opens_at=NOW, end=End.DATE, closes_at=END)
    settings = plans.with_plan({"title": "T", "phases": {"b": {"used": False}}}, dated)
    assert plans.read_plans(DECLARED, settings) == (dated,)
    assert plans.span(settings) == (NOW, END)
    copied = plans.without_dates(settings)
    assert plans.read_plans(DECLARED, copied) == (Plan(key="a"),)
    assert plans.read_plans(DECLARED, {}) == (Plan(key="a", start=Start.NOW), Plan(key="b", start=Start.AFTER))


# -- an earlier beginning


@pytest.fixture
def later(database, school):
    """The class begins in a day."""
    plan = Plan(key="hand_in", start=Start.DATE, opens_at=END, end=End.DATE, closes_at=END + DAY)
    with database.write() as db:
        door.set_up(db, school.activity_id, [plan], NOW)


def test_who_is_let_in_early_begins_alone_and_ends_with_the_class(database, school, ana, bo, later):
    given = extend(database, school, people=[ana], since=NOW + HOUR)
    assert given is not None
    assert given.of_start
    assert where(database, school, ana, NOW + HOUR - TICK) is Stand.WAITING
    assert where(database, school, ana, NOW + HOUR) is Stand.OPEN
    assert where(database, school, bo, END - TICK) is Stand.WAITING
    assert worked(database, NOW + 2 * HOUR) == []
    assert where(database, school, ana, END + DAY) is Stand.CLOSED
    with database.read() as db:
        (phase,) = door.phases_of(db, school.activity_id, ana)
        assert (phase.own_start, phase.last_end) == (NOW + HOUR, None)
        assert personal_data.export(db, ana, None)["own_dates"][0]["from"] == (NOW + HOUR).isoformat()


def test_an_earlier_beginning_is_no_gain_where_it_is_open_by_then(database, school, ana, later):
    assert extend(database, school, people=[ana], since=END) is None
    assert extend(database, school, people=[ana], since=NOW) is not None
    assert extend(database, school, people=[ana], since=NOW + HOUR) is None


def test_an_earlier_beginning_is_taken_back_and_leaves_more_time_alone(database, school, ana, later):
    early = extend(database, school, people=[ana], since=NOW)
    longer = extend(database, school, people=[ana], days=2)
    with database.write() as db:
        assert extensions.undo(db, school.activity_id, early.id, NOW + HOUR, by=None).taken_back == 1
        (row,) = db.query(PhaseDate).all()
        assert (row.starts_at, row.ends_at) == (None, END + 3 * DAY)
    assert where(database, school, ana, NOW + HOUR) is Stand.WAITING
    with database.write() as db:
        extensions.undo(db, school.activity_id, longer.id, NOW + HOUR, by=None)
        assert db.query(PhaseDate).all() == []


def test_a_step_that_is_opened_by_hand_can_let_a_group_in_before(database, school, ana, bo):
    plan = Plan(key="hand_in", start=Start.HAND, end=End.HAND)
    with database.write() as db:
        door.set_up(db, school.activity_id, [plan], NOW)
        teams = GroupSet(context_id=school.context_id, name="Teams", source="by-hand", made_at=NOW)
        db.add(teams)
        db.flush()
        group = Group(set_id=teams.id, name="Owls", place=1)
        db.add(group)
        db.flush()
        db.add(GroupMember(set_id=teams.id, group_id=group.id, person_id=ana, joined_at=NOW))
        group_id = group.id
    extend(database, school, groups=[group_id], since=NOW)
    assert where(database, school, ana, NOW) is Stand.OPEN
    assert where(database, school, bo, NOW + DAY) is Stand.WAITING
