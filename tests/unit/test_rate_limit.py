from datetime import UTC, datetime, timedelta

from lti_tools.pure.rate_limit import RateLimit

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_so_many_times_within_a_period_and_no_more():
    limit = RateLimit(2, MINUTE)
    assert [limit.allows(NOW) for _ in range(3)] == [True, True, False]


def test_what_is_refused_does_not_count():
    limit = RateLimit(1, MINUTE)
    assert limit.allows(NOW)
    assert not limit.allows(NOW + MINUTE / 2)
    assert limit.allows(NOW + MINUTE)


def test_the_period_slides():
    limit = RateLimit(2, MINUTE)
    assert limit.allows(NOW)
    assert limit.allows(NOW + MINUTE / 2)
    assert limit.allows(NOW + MINUTE)
    assert not limit.allows(NOW + MINUTE * 5 / 4)
