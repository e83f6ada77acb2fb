from datetime import UTC, datetime, timedelta

import pytest

from lti_tools.lti.key_rules import KeyTimes, State, published, rotation, signing, state_of, under_way

DAY = timedelta(days=1)
START = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def key(kid: str, made: float, signs: float | None) -> KeyTimes:
    """A key by days after the start."""
    return KeyTimes(kid, START + made * DAY, None if signs is None else START + signs * DAY)


OLD, MIDDLE, NEW, WAITING = key("old", 0, 0), key("middle", 1, 10), key("new", 10, 20), key("waiting", 20, None)
KEYS = [OLD, MIDDLE, NEW, WAITING]


@pytest.mark.parametrize(
    ("day", "states"),
    [
        (0, [State.CURRENT, State.NEXT, State.NEXT, State.NEXT]),
        (10 - 1e-6, [State.CURRENT, State.NEXT, State.NEXT, State.NEXT]),
        (10, [State.RETIRED, State.CURRENT, State.NEXT, State.NEXT]),
        (20, [State.RETIRED, State.RETIRED, State.CURRENT, State.NEXT]),
        (24 - 1e-6, [State.RETIRED, State.RETIRED, State.CURRENT, State.NEXT]),
        (24, [State.GONE, State.RETIRED, State.CURRENT, State.NEXT]),
        (34, [State.GONE, State.GONE, State.CURRENT, State.NEXT]),
        (9999, [State.GONE, State.GONE, State.CURRENT, State.NEXT]),
    ],
)
def test_a_key_is_next_then_current_then_published_fourteen_days_more(day, states):
    now = START + day * DAY
    assert [state_of(each, KEYS, now) for each in KEYS] == states
    assert [each.kid for each in published(KEYS, now)] == [
        each.kid for each, state in zip(KEYS, states, strict=True) if state is not State.GONE
    ]
    assert state_of(signing(KEYS, now), KEYS, now) is State.CURRENT


def test_no_key_signs_before_its_time():
    assert signing([key("a", 0, 1)], START) is None
    assert signing([WAITING], START) is None
    assert signing([], START) is None


@pytest.mark.parametrize(("after_days", "waits"), [(0, DAY), (0.5, DAY / 2), (1, 0 * DAY), (200, 0 * DAY)])
def test_a_rotation_waits_until_the_next_key_has_been_published_for_a_day(after_days, waits):
    now = START + after_days * DAY
    keys = rotation([OLD, key("next", 0, None)], now)
    assert keys[1].signs_from == now + waits
    assert keys[0] == OLD


def test_a_rotation_drops_what_is_gone():
    assert [each.kid for each in rotation(KEYS, START + 40 * DAY)] == ["new", "waiting"]


def test_a_rotation_that_is_still_to_come_is_known():
    assert under_way([OLD, key("next", 0, 1)], START) == key("next", 0, 1)
    assert under_way([OLD, key("next", 0, 1)], START + DAY) is None
    assert under_way([OLD, WAITING], START) is None
