from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tools.pure.school_weeks import Holiday, school_weeks
from tools.gamification.domain.streaks import FREEZES, Kept, active_weeks, streak

FIRST = date(2026, 1, 5)
WEEK = timedelta(days=7)
HOLIDAY = Holiday("Winter", FIRST + 4 * WEEK, FIRST + 4 * WEEK + timedelta(days=6))
WEEKS = school_weeks(FIRST, FIRST + 20 * WEEK, [HOLIDAY])


def monday(number: int) -> date:
    return FIRST + number * WEEK


def walked(active: list[int], today: int, *, excused: list[int] = (), repairs: list[int] = ()):
    """By numbers of calendar weeks; the fifth (number 4) is a holiday."""
    return streak(
        WEEKS,
        {monday(one) for one in active},
        monday(today) + timedelta(days=2),
        excused={monday(one) for one in excused},
        repairs=[monday(one) + timedelta(days=3) for one in repairs],
    )


@pytest.mark.parametrize(
    ("active", "today", "more", "length", "freezes", "last"),
    [
        ([], 3, {}, 0, 2, None),
        ([0], 0, {}, 1, 2, Kept.KEPT),
        ([0], 1, {}, 1, 2, Kept.RUNNING),
        ([0], 2, {}, 1, 1, Kept.RUNNING),
        ([0, 1, 2], 3, {}, 3, 2, Kept.RUNNING),
        ([0, 1, 2, 3, 5], 5, {}, 5, 2, Kept.KEPT),
        ([2, 3], 4, {}, 2, 2, Kept.KEPT),
        ([0, 3], 3, {}, 2, 0, Kept.KEPT),
        ([0], 5, {}, 0, 2, Kept.RUNNING),
        ([0, 5], 5, {"excused": [3]}, 2, 0, Kept.KEPT),
        ([0, 5], 5, {"repairs": [5]}, 2, 0, Kept.KEPT),
        ([0, 5, 6, 7, 8], 9, {}, 4, 2, Kept.RUNNING),
        ([0, 1, 2, 3, 6, 7, 8, 9], 9, {}, 8, 1, Kept.KEPT),
    ],
)
def test_a_streak_is_kind(active, today, more, length, freezes, last):
    found = walked(active, today, **more)
    assert (found.length, found.freezes) == (length, freezes)
    assert (found.weeks[-1][1] if found.weeks else None) is last


def test_a_third_missed_week_does_not_take_the_whole_streak():
    found = walked([0, 2, 3, 6], 7)
    assert (found.length, found.freezes) == (4, 0)
    after = walked([0, 2, 3, 6], 8)
    assert (after.length, after.freezes, after.best) == (3, 0, 4)
    assert [kept for _, kept in after.weeks][:2] == [Kept.KEPT, Kept.MISSED]


def test_a_missed_week_can_be_mended_for_two_school_weeks():
    missed = walked([0, 1], 3)
    assert [kept for _, kept in missed.weeks] == [Kept.KEPT, Kept.KEPT, Kept.FROZEN, Kept.RUNNING]
    assert missed.mendable == monday(2)
    assert walked([0, 1, 3], 5).mendable == monday(2)
    assert walked([0, 1, 3, 5], 6).mendable is None
    assert walked([0, 1, 3], 6, repairs=[5]).weeks[2][1] is Kept.REPAIRED
    assert walked([0, 1, 3, 5], 7, repairs=[6]).weeks[2][1] is Kept.FROZEN


def test_a_missed_week_before_a_holiday_can_still_be_mended_in_it():
    assert walked([0, 1, 2], 4).mendable == monday(3)


def test_one_repair_mends_one_week():
    found = walked([0], 6, repairs=[6])
    assert [kept for _, kept in found.weeks].count(Kept.REPAIRED) == 1


def test_the_best_streak_stays():
    assert walked([0, 1, 2], 15).best == 3


@pytest.mark.parametrize(
    ("at", "zone", "week"),
    [
        ("2026-03-29T21:59:00+00:00", "Europe/Madrid", date(2026, 3, 23)),
        ("2026-03-29T22:00:00+00:00", "Europe/Madrid", date(2026, 3, 30)),
        ("2026-10-25T22:59:00+00:00", "Europe/Madrid", date(2026, 10, 19)),
        ("2026-10-25T23:00:00+00:00", "Europe/Madrid", date(2026, 10, 26)),
        ("2026-03-01T18:59:00+00:00", "Asia/Tashkent", date(2026, 2, 23)),
        ("2026-03-01T19:00:00+00:00", "Asia/Tashkent", date(2026, 3, 2)),
    ],
)
def test_weeks_begin_on_the_course_monday_through_changes_of_clocks(at, zone, week):
    assert active_weeks([datetime.fromisoformat(at)], ZoneInfo(zone)) == {week}


def test_a_team_keeps_its_week_when_anybody_helped():
    members = [[datetime(2026, 1, 6, tzinfo=UTC)], [datetime(2026, 1, 13, tzinfo=UTC)], []]
    active = active_weeks([at for one in members for at in one], ZoneInfo("UTC"))
    assert streak(WEEKS, active, date(2026, 1, 14)).length == 2


@given(st.sets(st.integers(0, 14)), st.integers(0, 14), st.integers(0, 14))
def test_one_more_active_or_excused_week_never_shortens_a_streak(active, more, today):
    before = walked(sorted(active), today)
    first = min(active, default=99)
    if first <= more:
        assert walked(sorted(active | {more}), today).length >= before.length
    assert walked(sorted(active), today, excused=[more]).length >= before.length
    assert 0 <= before.freezes <= FREEZES
    assert before.length <= before.best <= len(active)
