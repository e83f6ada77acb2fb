"""What follows from each answer of the LMS: one row each, then properties that hold for all."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email.utils import format_datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tools.grades.answers import Reply, kind_of
from lti_tools.grades.policy import (
    BROKEN_TRIES,
    DENIALS,
    SILENT_TRIES,
    Confirmed,
    FindColumn,
    History,
    Refused,
    RetryAt,
    Settle,
    column_missing,
    conflicted,
    same_score,
    unsettled,
    verdict,
)
from lti_tools.grades.terms import Kind, Refusal
from lti_tools.grades.timing import FUTURE, Pace, backoff, earliest_send, next_timestamp, retry_after
from lti_tools.lti.quirks import CANVAS, MOODLE, UNKNOWN

NOW = datetime(2026, 3, 2, 9, 0, 0, 250_000, tzinfo=UTC)
PACE = Pace()
FRESH = History(sent_at=NOW)
STALE = "Provided timestamp of X before last updated timestamp of Y"

second = timedelta(seconds=1)
instants = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
steps = st.sampled_from([second, timedelta(milliseconds=1)])


def judge(reply, history=FRESH, quirks=MOODLE, seed=1):
    return verdict(reply, history, quirks, NOW, Random(seed), PACE)


@pytest.mark.parametrize(
    ("quirks", "reply", "kind"),
    [
        (MOODLE, Reply(200, ""), Kind.TAKEN),
        (CANVAS, Reply(200, '{"resultUrl": "x"}'), Kind.TAKEN),
        (UNKNOWN, Reply(204), Kind.TAKEN),
        (MOODLE, Reply(200, "\n<html>Site maintenance"), Kind.SILENT),
        (MOODLE, Reply(302, ""), Kind.SILENT),
        (MOODLE, Reply(409, ""), Kind.CONFLICT),
        (CANVAS, Reply(409, ""), Kind.CONFLICT),
        (CANVAS, Reply(400, STALE), Kind.CONFLICT),
        (MOODLE, Reply(400, STALE), Refusal.NOT_GRADABLE),
        (MOODLE, Reply(400, "Incorrect score received"), Refusal.NOT_GRADABLE),
        (CANVAS, Reply(422, "User not found in course or is not a student"), Refusal.NOT_GRADABLE),
        (CANVAS, Reply(422, "This course has concluded"), Refusal.COURSE_CONCLUDED),
        (MOODLE, Reply(422, "This course has concluded"), Refusal.NOT_GRADABLE),
        (CANVAS, Reply(422, "This assignment is still unpublished"), Refusal.UNPUBLISHED),
        (CANVAS, Reply(422, "no attempts left"), Refusal.NO_ATTEMPTS_LEFT),
        (CANVAS, Reply(400, "submitted_at timestamp in the future"), Kind.AHEAD),
        (CANVAS, Reply(400, "userId is missing"), Refusal.NOT_UNDERSTOOD),
        (CANVAS, Reply(401, "Access Token not linked to a Tool associated"), Refusal.NOT_PERMITTED),
        (CANVAS, Reply(401, "Invalid access token"), Kind.TOKEN),
        (MOODLE, Reply(401), Kind.TOKEN),
        (CANVAS, Reply(403, "403 Forbidden (Rate Limit Exceeded)"), Kind.RATE_LIMITED),
        (CANVAS, Reply(403, "", budget_spent=True), Kind.RATE_LIMITED),
        (MOODLE, Reply(403, "missing scope"), Kind.FORBIDDEN),
        (MOODLE, Reply(404), Kind.MISSING),
        (MOODLE, Reply(410), Kind.MISSING),
        (CANVAS, Reply(412), Kind.FORBIDDEN),
        (MOODLE, Reply(415), Refusal.NOT_UNDERSTOOD),
        (MOODLE, Reply(429), Kind.RATE_LIMITED),
        (MOODLE, Reply(500), Kind.BROKEN),
        (MOODLE, Reply(502), Kind.OVERLOADED),
        (MOODLE, Reply(503), Kind.OVERLOADED),
        (MOODLE, Reply(504), Kind.OVERLOADED),
        (MOODLE, Reply(0, kind=Kind.UNSENT), Kind.UNSENT),
        (MOODLE, Reply(0), Kind.SILENT),
    ],
)
def test_an_answer_says(quirks, reply, kind):
    assert kind_of(reply, quirks) is kind


def test_a_score_taken_is_confirmed():
    assert judge(Reply(200)) == Confirmed()


def test_a_refusal_is_final_at_once():
    assert judge(Reply(422)) == Refused(Refusal.NOT_GRADABLE)


def test_a_rejected_token_is_replaced_and_the_score_sent_at_once():
    assert judge(Reply(401)) == RetryAt(NOW, denied=True, new_token=True)


def test_a_token_rejected_twice_waits():
    answer = judge(Reply(401), History(NOW, tries=1, denials=1))
    assert answer.at > NOW
    assert answer.new_token


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(401), Refusal.NOT_AUTHORIZED),
        (Reply(403), Refusal.NOT_PERMITTED),
        (Reply(0, kind=Kind.AHEAD), Refusal.CLOCK),
    ],
)
def test_a_denial_may_pass_and_is_a_refusal_when_it_does_not(reply, code):
    for denials in range(DENIALS - 1):
        assert judge(reply, History(NOW, denials=denials)).denied
    assert judge(reply, History(NOW, denials=DENIALS - 1)) == Refused(code)


def test_a_denial_is_tried_again_for_about_three_quarters_of_an_hour():
    waits = [judge(Reply(403), History(NOW, tries=n, denials=n)).at - NOW for n in range(DENIALS - 1)]
    assert timedelta(minutes=20) < sum(waits, timedelta(0)) < timedelta(hours=1)


def test_a_rate_limit_pauses_the_platform_and_leaves_no_doubt():
    answer = judge(Reply(429, retry_after="120"))
    assert answer.at >= answer.pause_until == NOW + timedelta(seconds=120)
    assert not answer.in_doubt


@pytest.mark.parametrize("reply", [Reply(503), Reply(502), Reply(504), Reply(0)])
def test_an_overloaded_or_silent_platform_is_left_in_peace_and_in_doubt(reply):
    answer = judge(reply)
    assert answer.in_doubt
    assert answer.at >= answer.pause_until > NOW
    assert judge(reply, History(NOW, tries=SILENT_TRIES)) == Refused(Refusal.UNREACHABLE)


def test_a_platform_that_fails_again_and_again_is_asked_less_often():
    pauses = [judge(Reply(503), History(NOW, platform_failures=n)).pause_until - NOW for n in (0, 4, 40)]
    assert pauses == sorted(pauses)
    assert pauses[-1] <= PACE.platform_longest


def test_a_failure_of_one_score_does_not_stop_the_others():
    answer = judge(Reply(500))
    assert answer.pause_until is None
    assert answer.in_doubt
    assert judge(Reply(500), History(NOW, tries=BROKEN_TRIES)) == Refused(Refusal.LMS_ERROR)


def test_a_score_that_never_left_is_not_in_doubt():
    answer = judge(Reply(0, kind=Kind.UNSENT))
    assert not answer.in_doubt
    assert answer.pause_until


def test_a_conflict_in_doubt_is_settled_by_reading():
    assert judge(Reply(409), History(NOW, in_doubt=True)) == Settle()


def test_a_conflict_without_doubt_is_retried_once_a_second_later_than_every_try():
    ahead = NOW + timedelta(seconds=20)
    assert judge(Reply(409), History(ahead)) == RetryAt(ahead + second, conflict=True)
    assert judge(Reply(409), History(NOW, conflicts=1)) == Refused(Refusal.NEWER_GRADE)


def test_a_conflict_that_reading_does_not_explain_goes_the_same_way():
    assert conflicted(History(NOW, in_doubt=True), NOW) == RetryAt(NOW + second, conflict=True)


def test_a_result_that_cannot_be_read_leaves_the_doubt():
    answer = unsettled(FRESH, NOW, Random(1), PACE)
    assert answer.in_doubt
    assert answer.at > NOW


def test_a_missing_column_is_looked_up_before_anything_is_said():
    assert judge(Reply(404)) == FindColumn()


def test_a_column_found_elsewhere_is_used_at_once():
    assert column_missing(True, FRESH, NOW, Random(1), PACE) == RetryAt(NOW, denied=True)


def test_a_column_found_nowhere_new_is_gone_after_a_few_tries():
    assert column_missing(False, FRESH, NOW, Random(1), PACE).at > NOW
    last = History(NOW, denials=DENIALS - 1)
    assert column_missing(False, last, NOW, Random(1), PACE) == Refused(Refusal.COLUMN_GONE)


@pytest.mark.parametrize(
    ("held", "comment", "same"),
    [
        ((80, 100), "ok", True),
        ((80, 100), None, True),
        ((80, 100), "other", False),
        (("79.9", 100), "ok", False),
        ((8, 10), " ok\n", True),
        ((24, 30), "ok", True),
    ],
)
def test_a_result_is_ours_when_it_is_equal_after_rescaling(held, comment, same):
    pair = (Decimal(held[0]), Decimal(held[1]))
    assert same_score(pair, comment, (Decimal(8), Decimal(10)), "ok") is same


def test_a_score_clipped_at_the_maximum_is_ours():
    assert same_score((Decimal(100), Decimal(100)), None, (Decimal(12), Decimal(10)), "")
    assert same_score((Decimal("33.33333"), Decimal(100)), None, (Decimal(1), Decimal(3)), "")


@pytest.mark.parametrize(
    ("header", "pause"),
    [
        ("120", timedelta(seconds=120)),
        (" 0 ", timedelta(0)),
        ("999999999999", PACE.longest),
        (format_datetime(NOW + timedelta(minutes=2), usegmt=True), timedelta(minutes=2) - timedelta(milliseconds=250)),
        (format_datetime(NOW - timedelta(minutes=2), usegmt=True), timedelta(0)),
        ("", None),
        ("-5", None),
        ("soon", None),
        ("1.5", None),
    ],
)
def test_retry_after_is_seconds_or_a_date_and_has_a_limit(header, pause):
    assert retry_after(header, NOW, PACE) == pause


@given(st.text())
def test_no_header_breaks_the_reading_of_retry_after(header):
    pause = retry_after(header, NOW, PACE)
    assert pause is None or timedelta(0) <= pause <= PACE.longest


@given(st.lists(instants, min_size=1), steps)
def test_timestamps_rise_however_the_clock_moves(clocks, step):
    previous = None
    for now in clocks:
        at = next_timestamp(previous, now, step)
        assert at.microsecond % 1000 == 0
        assert step < second or at.microsecond == 0
        if previous is not None and previous - now <= timedelta(days=1):
            assert at - previous >= step
        previous = at


@given(st.lists(st.integers(0, 50), min_size=1, max_size=20), steps)
def test_nothing_leaves_further_ahead_than_platforms_allow(gaps, step):
    previous, now = None, NOW
    for gap in gaps:
        at = next_timestamp(previous, now, step)
        now = max(now, earliest_send(at))
        assert at <= now + FUTURE
        previous, now = at, now + timedelta(milliseconds=gap)


@given(st.integers(0, 10_000), st.integers())
def test_back_off_stays_within_its_bounds(tries, seed):
    wait = backoff(tries, Random(seed), PACE)
    assert PACE.first / 2 <= wait <= PACE.longest
    assert wait >= min(PACE.first * 2 ** min(tries, 20), PACE.longest) / 2


@given(
    st.integers(0, 599),
    st.text(max_size=30),
    st.text(max_size=10),
    st.integers(0, 1000),
    st.integers(0, 10),
    st.integers(0, 3),
    st.booleans(),
    st.sampled_from([MOODLE, CANVAS, UNKNOWN]),
)
def test_every_answer_leads_on_and_no_retry_lies_in_the_past(
    status, text, header, tries, denials, conflicts, in_doubt, quirks
):
    history = History(NOW, tries, denials, conflicts, in_doubt, tries)
    answer = verdict(Reply(status, text, header), history, quirks, NOW, Random(tries), PACE)
    if isinstance(answer, RetryAt):
        assert NOW <= answer.at <= NOW + PACE.longest
        assert answer.pause_until is None or NOW <= answer.pause_until <= NOW + PACE.longest
    assert not isinstance(answer, Confirmed) or 200 <= status < 300
    assert not isinstance(answer, Settle) or in_doubt
