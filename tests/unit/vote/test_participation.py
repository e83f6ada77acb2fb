"""Points for taking part: parts count once each and alike; who is excused has them all."""

from decimal import Decimal

import pytest

from tools.co_curriculum.domain.participation import Part, earned


@pytest.mark.parametrize(
    ("asked", "done", "excused", "score"),
    [
        ((Part.VOTE,), (Part.VOTE,), False, "10"),
        ((Part.VOTE,), (), False, "0"),
        ((Part.VOTE, Part.LIST), (Part.VOTE,), False, "5"),
        ((Part.VOTE, Part.LIST), (Part.VOTE, Part.VOTE), False, "5"),
        ((Part.VOTE, Part.LIST, Part.PROPOSE), (Part.VOTE, Part.LIST), False, "6.67"),
        ((Part.VOTE,), (Part.DISCUSS, Part.PROPOSE), False, "0"),
        ((Part.VOTE, Part.LIST), (), True, "10"),
        ((), (Part.VOTE,), False, "0"),
        ((), (), True, "0"),
    ],
)
def test_each_part_asked_for_is_worth_the_same(asked, done, excused, score):
    assert earned(10, asked, done, excused=excused) == Decimal(score)
