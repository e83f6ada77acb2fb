"""Growth compares a student with themselves alone, and calls a change only what is more than chance."""

from datetime import UTC, datetime, timedelta

import pytest

from tools.peer_review.domain.growth.growth import Direction, Received, growth

START = datetime(2026, 9, 1, tzinfo=UTC)


def got(activity: int, criterion: str, percent: float, reviews: int = 4) -> Received:
    return Received(START + timedelta(weeks=activity), activity, criterion, percent, reviews)


def test_a_criterion_of_the_same_words_is_one_line_over_activities():
    (line,) = growth([got(2, "Use of  evidence", 80), got(1, "use of evidence", 50)])
    assert [point.percent for point in line.points] == [50, 80]
    assert (line.direction, line.change, line.criterion) == (Direction.BETTER, 30, "Use of  evidence")


@pytest.mark.parametrize(
    ("before", "after", "reviews", "direction"),
    [
        (60, 68, 4, Direction.SAME),
        (60, 75, 4, Direction.BETTER),
        (60, 75, 1, Direction.SAME),
        (75, 60, 4, Direction.LOWER),
    ],
)
def test_fewer_reviews_need_a_larger_change(before, after, reviews, direction):
    (line,) = growth([got(1, "Style", before, reviews), got(2, "Style", after, reviews)])
    assert line.direction is direction


def test_a_first_round_is_no_change():
    (line,) = growth([got(1, "Style", 40)])
    assert (line.direction, line.change, line.keeps_coming) == (Direction.FIRST, 0, False)


def test_what_is_weak_twice_keeps_coming():
    rounds = [got(1, "Sources", 40), got(1, "Style", 90), got(2, "Sources", 62), got(2, "Style", 88)]
    found = {line.criterion: line.keeps_coming for line in growth(rounds)}
    assert found == {"Sources": True, "Style": False}


def test_without_reviews_there_is_no_mark_to_compare():
    with pytest.raises(ValueError, match="reviews"):
        growth([got(1, "Style", 40, 0)])
    assert growth([]) == []
