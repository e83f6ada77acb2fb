from datetime import datetime
from decimal import Decimal

import pytest

from lti_tools.grades.score import Wish, mark, rescaled


def a_wish(**changes):
    return Wish(**{"tag": "", "person_id": 1, "score": Decimal(7), "maximum": Decimal(10)} | changes)


def test_marks_have_five_decimals_half_up():
    assert a_wish(score=Decimal("0.000005"), maximum=3).score == Decimal("0.00001")
    assert a_wish(maximum=3).maximum == Decimal("3.00000")


@pytest.mark.parametrize(
    "changes",
    [
        {"score": Decimal("-0.1")},
        {"score": Decimal("NaN")},
        {"score": Decimal("Infinity")},
        {"score": 0.5},
        {"score": Decimal(10_000_000)},
        {"maximum": Decimal(0)},
        {"maximum": Decimal(-1)},
        {"maximum": Decimal("0.000001")},
        {"comment": "x" * 10_001},
        {"submitted_at": datetime(2026, 1, 1)},  # noqa: DTZ001
    ],
)
def test_an_impossible_wish_is_refused(changes):
    with pytest.raises(ValueError):
        a_wish(**changes)


def test_extra_credit_may_exceed_the_maximum():
    assert a_wish(score=Decimal(11)).score == 11


def test_a_comment_loses_what_no_database_can_hold():
    assert a_wish(comment=" well\0 done\n").comment == "well done"


def test_a_score_is_rescaled_to_the_column():
    assert rescaled(mark(1), mark(3), mark(100)) == Decimal("33.33333")
