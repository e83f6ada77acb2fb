"""Phases by stored instants and the clock: windows, personal dates, what is planned wrongly, what comes next."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tools.pure.schedule import (
    Ahead,
    End,
    Fault,
    Marks,
    Moment,
    Phase,
    Plan,
    Stand,
    Start,
    ahead,
    class_stand,
    is_over,
    moments,
    problems,
    stand,
    windows,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TICK = timedelta(microseconds=1)
HOUR = timedelta(hours=1)


def phase(**values):
    return Phase(key="vote", **values)


@pytest.mark.parametrize(
    ("given_phase", "now", "expected"),
    [
        (phase(), NOON, Stand.WAITING),
        (phase(ends=NOON), NOON + HOUR, Stand.WAITING),
        (phase(starts=NOON), NOON - TICK, Stand.WAITING),
        (phase(starts=NOON), NOON, Stand.OPEN),
        (phase(starts=NOON - HOUR, ends=NOON), NOON - TICK, Stand.OPEN),
        (phase(starts=NOON - HOUR, ends=NOON), NOON, Stand.CLOSED),
        (phase(starts=NOON - HOUR, ends=NOON, extended_to=NOON + HOUR), NOON, Stand.OPEN),
        (phase(starts=NOON - HOUR, ends=NOON, extended_to=NOON + HOUR), NOON + HOUR, Stand.CLOSED),
        (phase(starts=NOON - HOUR, ends=NOON, extended_to=NOON - HOUR), NOON - TICK, Stand.OPEN),
        (phase(starts=NOON - HOUR, extended_to=NOON - TICK), NOON, Stand.OPEN),
        (phase(starts=NOON, ends=NOON), NOON, Stand.CLOSED),
        (phase(starts=NOON, early_from=NOON - HOUR), NOON - HOUR - TICK, Stand.WAITING),
        (phase(starts=NOON, early_from=NOON - HOUR), NOON - HOUR, Stand.OPEN),
        (phase(starts=NOON, early_from=NOON + HOUR), NOON, Stand.OPEN),
        (phase(early_from=NOON), NOON, Stand.OPEN),
        (phase(starts=NOON, ends=NOON + HOUR, early_from=NOON - HOUR), NOON + HOUR, Stand.CLOSED),
    ],
)
def test_a_phase_is_open_from_its_first_instant_up_to_and_without_its_last(given_phase, now, expected):
    assert stand(given_phase, now) is expected


def test_who_is_let_in_early_changes_nothing_for_the_class():
    early = phase(starts=NOON, ends=NOON + HOUR, early_from=NOON - HOUR)
    assert (early.own_start, early.opens_early, early.is_extended) == (NOON - HOUR, True, False)
    assert class_stand(early, NOON - TICK) is Stand.WAITING
    assert moments(early) == moments(phase(starts=NOON, ends=NOON + HOUR))
    assert ahead([early], NOON - 2 * HOUR)[0] == Ahead(NOON - HOUR, "vote", True, True)
    assert not phase(starts=NOON, early_from=NOON).opens_early


def test_what_was_worked_out_stays_closed_for_a_slow_clock_and_open_for_who_has_longer():
    closed = phase(starts=NOON - HOUR, ends=NOON, worked_out=NOON)
    assert stand(closed, NOON - TICK) is Stand.CLOSED
    longer = phase(starts=NOON - HOUR, ends=NOON, worked_out=NOON, extended_to=NOON + HOUR)
    assert stand(longer, NOON + TICK) is Stand.OPEN


def test_a_late_extension_opens_the_phase_again_for_its_person_alone():
    over = {"starts": NOON - HOUR, "ends": NOON, "last_end": NOON + HOUR, "worked_out": NOON}
    assert stand(phase(**over, extended_to=NOON + HOUR), NOON + TICK) is Stand.OPEN
    assert stand(phase(**over), NOON + TICK) is Stand.CLOSED
    assert class_stand(phase(**over, extended_to=NOON + HOUR), NOON + TICK) is Stand.CLOSED
    assert not is_over(phase(**over), NOON + HOUR - TICK)
    assert is_over(phase(**over), NOON + HOUR)


def test_windows_follow_dates_hands_and_the_phase_before():
    marks = [
        Marks(Plan(key="a", start=Start.DATE, opens_at=NOON, end=End.DATE, closes_at=NOON + HOUR)),
        Marks(Plan(key="b", start=Start.AFTER), closed_at=NOON + 2 * HOUR),
        Marks(Plan(key="c", start=Start.AFTER, end=End.DATE, closes_at=NOON + 5 * HOUR)),
        Marks(Plan(key="d")),
    ]
    assert windows(marks) == [
        (NOON, NOON + HOUR),
        (NOON + HOUR, NOON + 2 * HOUR),
        (NOON + 2 * HOUR, NOON + 5 * HOUR),
        (None, None),
    ]


@given(st.integers(-5, 5), st.integers(-5, 5))
def test_a_hand_moves_an_instant_forward_and_never_back(opened, closed):
    plan = Plan(key="a", start=Start.DATE, opens_at=NOON, end=End.DATE, closes_at=NOON + HOUR)
    ((starts, ends),) = windows([Marks(plan, NOON + opened * HOUR, NOON + closed * HOUR)])
    assert starts == min(NOON, NOON + opened * HOUR)
    assert ends == min(NOON + HOUR, NOON + closed * HOUR)


def test_moments_come_in_order_and_over_waits_for_the_last_date_of_anybody():
    found = moments(phase(starts=NOON, ends=NOON + HOUR, last_end=NOON + 2 * HOUR))
    assert found == [(NOON, Moment.OPENED), (NOON + HOUR, Moment.CLOSED), (NOON + 2 * HOUR, Moment.OVER)]
    assert moments(phase(ends=NOON)) == []
    assert moments(phase(starts=NOON)) == [(NOON, Moment.OPENED)]


def test_what_comes_next_is_for_this_person_and_soonest_first():
    phases = [
        Phase(key="a", starts=NOON - HOUR, ends=NOON, extended_to=NOON + HOUR),
        Phase(key="b", starts=NOON + HOUR, ends=NOON + 2 * HOUR),
        Phase(key="c", starts=NOON - 2 * HOUR, ends=NOON - HOUR),
        Phase(key="d"),
    ]
    assert ahead(phases, NOON) == [
        Ahead(NOON + HOUR, "a", False, True),
        Ahead(NOON + HOUR, "b", True),
        Ahead(NOON + 2 * HOUR, "b", False),
    ]


DATED = Plan(key="a", start=Start.DATE, opens_at=NOON + HOUR, end=End.DATE, closes_at=NOON + 3 * HOUR)


@pytest.mark.parametrize(
    ("plans", "expected"),
    [
        ([DATED], []),
        ([Plan(key="a", start=Start.DATE)], [("a", False, Fault.NO_DATE)]),
        ([Plan(key="a", end=End.DATE)], [("a", True, Fault.NO_DATE)]),
        ([Plan(key="a", start=Start.AFTER)], [("a", False, Fault.NEVER)]),
        ([Plan(key="a", end=End.DATE, closes_at=NOON)], [("a", True, Fault.PAST)]),
        ([Plan(key="a", start=Start.DATE, opens_at=NOON)], [("a", False, Fault.PAST)]),
        (
            [Plan(key="a", start=Start.DATE, opens_at=NOON + HOUR, end=End.DATE, closes_at=NOON + HOUR)],
            [("a", True, Fault.EMPTY)],
        ),
        ([DATED, Plan(key="b", start=Start.DATE, opens_at=NOON + 2 * HOUR)], [("b", False, Fault.OVERLAP)]),
        ([DATED, Plan(key="b", start=Start.DATE, opens_at=NOON + 3 * HOUR)], []),
        ([DATED, Plan(key="b", start=Start.DATE, opens_at=NOON + TICK)], [("b", False, Fault.ORDER)]),
        (
            [DATED, Plan(key="b", start=Start.AFTER, end=End.DATE, closes_at=NOON + 2 * HOUR)],
            [("b", True, Fault.EMPTY)],
        ),
        ([Plan(key="a", closes_at=NOON)], []),
    ],
)
def test_what_is_planned_wrongly_is_named(plans, expected):
    assert [(one.key, one.of_end, one.fault) for one in problems(plans, NOON)] == expected


def test_a_passed_date_that_stands_already_is_no_problem_and_overlap_may_be_allowed():
    old = Plan(key="a", start=Start.DATE, opens_at=NOON - HOUR, end=End.DATE, closes_at=NOON - TICK)
    assert problems([old], NOON, {"a": old}) == []
    early = Plan(key="b", start=Start.DATE, opens_at=NOON + 2 * HOUR)
    assert problems([DATED, early], NOON, may_overlap=["b"]) == []
