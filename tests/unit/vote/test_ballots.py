"""What each kind of ballot may hold."""

import pytest

from tools.co_curriculum.domain.ballots import Fault, Kind, Paper, fault, row

OPTIONS = {1, 2, 3}


def faulty(paper, marks, **more):
    return fault(paper, marks, no_preference=more.pop("none", False), options=OPTIONS, **more)


@pytest.mark.parametrize(
    ("paper", "marks", "expected"),
    [
        (Paper(), {1: 1}, None),
        (Paper(), {1: 1, 2: 1, 3: 1}, None),
        (Paper(most=2), {1: 1, 2: 1}, None),
        (Paper(most=2), {1: 1, 2: 1, 3: 1}, Fault.TOO_MANY),
        (Paper(), {}, Fault.EMPTY),
        (Paper(), {9: 1}, Fault.UNKNOWN),
        (Paper(), {1: 2}, Fault.OFF_SCALE),
        (Paper(Kind.SINGLE), {1: 1}, None),
        (Paper(Kind.SINGLE), {1: 1, 2: 1}, Fault.TOO_MANY),
        (Paper(Kind.STARS), {1: 5, 2: 0}, None),
        (Paper(Kind.STARS), {1: 0, 2: 0}, Fault.EMPTY),
        (Paper(Kind.STARS), {1: 6}, Fault.OFF_SCALE),
        (Paper(Kind.STARS), {1: 5, 2: -1}, Fault.OFF_SCALE),
        (Paper(Kind.RANKED), {1: 1}, None),
        (Paper(Kind.RANKED), {1: 1, 2: 1}, None),
        (Paper(Kind.RANKED, ties=False), {1: 1, 2: 1}, Fault.TIED),
        (Paper(Kind.RANKED, ties=False), {1: 1, 2: 3}, None),
        (Paper(Kind.RANKED), {1: 4}, Fault.OFF_SCALE),
        (Paper(Kind.RANKED), {1: 0}, Fault.OFF_SCALE),
        (Paper(Kind.DOTS, budget=5), {1: 3, 2: 2}, None),
        (Paper(Kind.DOTS, budget=5), {1: 3, 2: 3}, Fault.OVER_BUDGET),
        (Paper(Kind.DOTS, budget=5), {1: -1, 2: 3}, Fault.OFF_SCALE),
        (Paper(Kind.QUADRATIC, budget=10), {1: 3, 2: 1}, None),
        (Paper(Kind.QUADRATIC, budget=10), {1: 3, 2: 2}, Fault.OVER_BUDGET),
        (Paper(Kind.YES_NO), {1: -1}, None),
        (Paper(Kind.YES_NO), {1: 0}, Fault.OFF_SCALE),
        (Paper(Kind.CONSENT), {1: -1}, Fault.NO_REASON),
        (Paper(Kind.CARDS), {1: 0, 2: -1}, None),
        (Paper(Kind.DATES), {1: 2, 2: 1, 3: 0}, None),
        (Paper(Kind.DATES), {1: 3}, Fault.OFF_SCALE),
    ],
)
def test_a_ballot_is_good_or_has_a_named_fault(paper, marks, expected):
    assert faulty(paper, marks) is expected


def test_undecided_is_a_good_ballot_of_every_kind_and_goes_with_no_mark():
    for kind in Kind:
        assert faulty(Paper(kind), {}, none=True) is None
        assert faulty(Paper(kind), {1: 1}, none=True) is Fault.CONTRADICTION


def test_an_objection_comes_with_a_reason():
    assert faulty(Paper(Kind.CONSENT), {1: -1}, words="Too late in the day.") is None


def test_a_row_keeps_the_order_of_the_card_and_closes_the_gaps_of_a_ranking():
    assert row(Kind.RANKED, {3: 2, 1: 5, 2: 5}, [1, 2, 3, 4]) == [2, 2, 1, 0]
    assert row(Kind.CARDS, {3: -1, 1: 0}, [1, 2, 3]) == [0, None, -1]
    assert row(Kind.STARS, {3: 5}, [1, 2, 3]) == [0, 0, 5]
