"""Wall time on the days when clocks change, in three zones."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tools.pure.local_time import Kind, days_later, read_local, starts_of_day

TASHKENT, MADRID, NEW_YORK = (ZoneInfo(name) for name in ("Asia/Tashkent", "Europe/Madrid", "America/New_York"))


def local(text):
    return datetime.fromisoformat(text)


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "zone", "instant", "kind"),
    [
        ("2026-03-29T01:59", MADRID, "2026-03-29T00:59", Kind.PLAIN),
        ("2026-03-29T02:30", MADRID, "2026-03-29T01:30", Kind.SKIPPED),
        ("2026-03-29T03:00", MADRID, "2026-03-29T01:00", Kind.PLAIN),
        ("2026-10-25T02:30", MADRID, "2026-10-25T00:30", Kind.TWICE),
        ("2026-10-25T03:00", MADRID, "2026-10-25T02:00", Kind.PLAIN),
        ("2026-03-08T02:30", NEW_YORK, "2026-03-08T07:30", Kind.SKIPPED),
        ("2026-11-01T01:30", NEW_YORK, "2026-11-01T05:30", Kind.TWICE),
        ("2026-11-01T02:00", NEW_YORK, "2026-11-01T07:00", Kind.PLAIN),
        ("2026-03-29T02:30", TASHKENT, "2026-03-28T21:30", Kind.PLAIN),
        ("2026-10-25T02:30", TASHKENT, "2026-10-24T21:30", Kind.PLAIN),
    ],
)
def test_a_wall_time_is_one_instant_and_the_odd_ones_are_named(text, zone, instant, kind):
    found = read_local(local(text), zone)
    assert (found.instant, found.kind) == (utc(instant), kind)


@pytest.mark.parametrize(
    ("at", "days", "zone", "expected"),
    [
        ("2026-03-28T22:59", 1, MADRID, "2026-03-29T21:59"),
        ("2026-10-24T21:59", 1, MADRID, "2026-10-25T22:59"),
        ("2026-03-28T01:30", 1, MADRID, "2026-03-29T01:30"),
        ("2026-03-07T20:00", 1, NEW_YORK, "2026-03-08T19:00"),
        ("2026-10-31T20:00", 7, NEW_YORK, "2026-11-07T21:00"),
        ("2026-03-28T22:59", 7, TASHKENT, "2026-04-04T22:59"),
    ],
)
def test_days_later_means_the_same_time_of_day(at, days, zone, expected):
    assert days_later(utc(at), days, zone) == utc(expected)


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001 - wall times on purpose
    st.integers(0, 400),
    st.sampled_from([TASHKENT, MADRID, NEW_YORK]),
)
def test_days_later_is_at_most_two_hours_off_the_plain_sum_and_keeps_the_wall_clock(wall, days, zone):
    at = read_local(wall, zone).instant
    later = days_later(at, days, zone)
    assert abs(later - at - timedelta(days=days)) <= timedelta(hours=2)
    wanted = at.astimezone(zone).replace(tzinfo=None) + timedelta(days=days)
    if read_local(wanted, zone).kind is not Kind.SKIPPED:
        assert later.astimezone(zone).replace(tzinfo=None) == wanted


def test_a_day_begins_at_its_midnight_in_the_zone():
    assert starts_of_day(date(2026, 3, 29), MADRID) == utc("2026-03-28T23:00")
    assert starts_of_day(date(2026, 3, 29), TASHKENT) == utc("2026-03-28T19:00")
