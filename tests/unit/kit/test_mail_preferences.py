"""When an e-mail may go out: once a day or hour, never in the quiet hours, never on a day without school."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from lti_tools.kit.notices.preferences import Pace, Wish, is_quiet, slot

TASHKENT = ZoneInfo("Asia/Tashkent")


def never(_day: date) -> bool:
    return False


@pytest.mark.parametrize(
    ("quiet_from", "quiet_until", "hour", "quiet"),
    [
        (20, 7, 19, False),
        (20, 7, 20, True),
        (20, 7, 0, True),
        (20, 7, 6, True),
        (20, 7, 7, False),
        (12, 14, 12, True),
        (12, 14, 13, True),
        (12, 14, 14, False),
        (9, 9, 9, False),
    ],
)
def test_quiet_hours_may_go_over_midnight(quiet_from, quiet_until, hour, quiet):
    wish = Wish(quiet_from=quiet_from, quiet_until=quiet_until)
    assert is_quiet(wish, datetime(2026, 3, 2, hour, 59, tzinfo=UTC)) is quiet


def test_the_slot_is_the_day_or_hour_where_the_course_is():
    now = datetime(2026, 3, 2, 3, 30, tzinfo=UTC)  # 08:30 in Tashkent
    assert slot(Wish(), now, TASHKENT, never) == "2026-03-02"
    assert slot(Wish(pace=Pace.HOURLY), now, TASHKENT, never) == "2026-03-02T08"
    assert slot(Wish(), now, ZoneInfo("UTC"), never) == ""
    assert slot(Wish(), datetime(2026, 3, 1, 23, 0, tzinfo=UTC), TASHKENT, never) == ""


def test_nothing_goes_out_on_a_day_without_school_or_against_somebodys_wish():
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert slot(Wish(), noon, ZoneInfo("UTC"), lambda day: day == date(2026, 3, 2)) == ""
    assert slot(Wish(pace=Pace.NEVER), noon, ZoneInfo("UTC"), never) == ""
