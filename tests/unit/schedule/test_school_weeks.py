"""Weeks with school in them, for streaks that holidays do not break."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from lti_tools.pure.school_weeks import Holiday, monday_of, school_weeks, week_of

NAVROZ = Holiday("Navroʻz", date(2026, 3, 16), date(2026, 3, 22))


def test_a_week_of_holidays_is_no_school_week_and_a_single_free_day_changes_nothing_else():
    weeks = school_weeks(date(2026, 3, 9), date(2026, 3, 29), [NAVROZ, Holiday("", date(2026, 3, 9), date(2026, 3, 9))])
    assert [week.monday for week in weeks] == [date(2026, 3, 9), date(2026, 3, 23)]
    assert len(weeks[0].days) == 4
    assert len(weeks[1].days) == 5


def test_schools_may_have_lessons_on_saturday():
    weeks = school_weeks(date(2026, 3, 21), date(2026, 3, 22), weekdays=range(6))
    assert [week.days for week in weeks] == [(date(2026, 3, 21),)]
    assert school_weeks(date(2026, 3, 21), date(2026, 3, 22)) == ()


def test_the_week_of_an_instant_is_told_in_the_courses_zone():
    sunday_night = datetime(2026, 3, 22, 21, 0, tzinfo=UTC)
    assert week_of(sunday_night, ZoneInfo("UTC")) == date(2026, 3, 16)
    assert week_of(sunday_night, ZoneInfo("Asia/Tashkent")) == date(2026, 3, 23)


days = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(days, days, days, days)
def test_school_days_lie_in_the_span_outside_holidays_and_in_their_week(first, last, a, b):
    holiday = Holiday("free", min(a, b), max(a, b))
    for week in school_weeks(first, last, [holiday]):
        assert week.days
        for day in week.days:
            assert first <= day <= last
            assert day not in holiday
            assert monday_of(day) == week.monday
