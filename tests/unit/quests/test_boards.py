from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.gamification.domain.boards import LEAST, SPAN, Gain, board, since, sums, team_points

NINE = {person: 100 - 10 * person for person in range(1, 10)}


def seen(points, viewer):
    return [(row.who, row.place) for row in board(points, viewer, str)]


@pytest.mark.parametrize(
    ("viewer", "rows"),
    [
        (1, [(1, 1), (2, 2), (3, 3)]),
        (4, [(2, 2), (3, 3), (4, 4), (5, 5), (6, 6)]),
        (5, [(3, 3), (4, 4), (5, 5), (6, 6)]),
        (6, [(4, 4), (5, 5), (6, 6)]),
        (7, [(5, 5), (6, 6), (7, None)]),
        (9, [(9, None)]),
        (10, []),
        (None, []),
    ],
)
def test_one_sees_two_up_two_down_and_never_the_bottom(viewer, rows):
    assert seen(NINE, viewer) == rows


def test_below_five_there_is_no_board():
    assert seen(dict(list(NINE.items())[: LEAST - 1]), 1) == []
    assert seen(dict(list(NINE.items())[:LEAST]), 1) != []


def test_equal_points_share_a_place():
    assert seen({1: 5, 2: 5, 3: 5, 4: 5, 5: 5}, 3) == [(1, 1), (2, 1), (3, 1), (4, 1), (5, 1)]
    assert seen({1: 9, 2: 5, 3: 5, 4: 1, 5: 1}, 2) == [(1, 1), (2, 2), (3, 2)]


classes = st.dictionaries(st.integers(1, 40), st.integers(0, 6), max_size=25)


@given(classes, st.integers(1, 40))
def test_no_board_of_any_class_tells_too_much(points, viewer):
    rows = board(points, viewer, lambda one: str(one * 7919 % 101))
    if len(points) < LEAST or viewer not in points:
        assert rows == ()
        return
    assert len(rows) <= 2 * SPAN + 1
    assert [row.who for row in rows if row.own] == [viewer]
    ahead = {person: sum(other > own for other in points.values()) + 1 for person, own in points.items()}
    for row in rows:
        bottom = ahead[row.who] > len(points) * 2 // 3
        assert row.place == (None if bottom else ahead[row.who])
        assert row.own or not bottom
    assert [row.points for row in rows] == sorted((row.points for row in rows), reverse=True)


NOW = datetime(2026, 3, 31, 9, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Madrid")


def test_a_window_begins_with_a_monday_of_the_course():
    assert since(1, NOW, ZONE) == datetime(2026, 3, 29, 22, tzinfo=UTC)
    assert since(2, NOW, ZONE) == datetime(2026, 3, 22, 23, tzinfo=UTC)


def test_only_gains_of_participants_in_the_window_count():
    start = since(1, NOW, ZONE)
    gains = [
        Gain(1, start, 5),
        Gain(1, start - timedelta(seconds=1), 50),
        Gain(1, NOW + timedelta(days=1), 50),
        Gain(2, NOW, 3),
        Gain(3, NOW, 9),
    ]
    assert sums(gains, [1, 2, 4], start, NOW) == {1: 5, 2: 3, 4: 0}


def test_teams_count_by_head_and_small_ones_not_at_all():
    points = {1: 10, 2: 20, 3: 31, 4: 9, 5: 9, 6: 0, 7: 5}
    teams = {1: [1, 2, 3], 2: [4, 5, 6], 3: [7], 4: [1, 2, 3, 6]}
    assert team_points(points, teams) == {1: 20, 4: 15}
