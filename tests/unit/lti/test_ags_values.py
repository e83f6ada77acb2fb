import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tools.errors import AnswerInvalid
from lti_tools.lti.ags_values import (
    ActivityProgress,
    GradingProgress,
    LineItem,
    Score,
    instant,
    line_item_json,
    read_line_item,
    read_number,
    read_result,
    score_json,
    to_json,
)
from lti_tools.lti.quirks import CANVAS, MOODLE, UNKNOWN

NOW = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
SCORE = Score(user_id="7", timestamp=NOW, score_given=Decimal("7.50"), score_maximum=Decimal(10), comment="Good ✓")


def test_a_score_has_its_members_and_no_more() -> None:
    assert json.loads(score_json(SCORE, MOODLE)) == {
        "userId": "7",
        "timestamp": "2026-03-01T12:00:00.123Z",
        "activityProgress": "Completed",
        "gradingProgress": "FullyGraded",
        "scoreGiven": 7.5,
        "scoreMaximum": 10,
        "comment": "Good ✓",
    }


def test_a_score_without_number_and_comment_has_neither() -> None:
    bare = Score(
        user_id="7",
        timestamp=NOW,
        activity_progress=ActivityProgress.STARTED,
        grading_progress=GradingProgress.NOT_READY,
    )
    assert set(json.loads(score_json(bare, UNKNOWN))) == {
        "userId",
        "timestamp",
        "activityProgress",
        "gradingProgress",
    }


def test_to_canvas_a_score_is_no_new_submission_and_keeps_when_it_was_handed_in() -> None:
    handed_in = NOW - timedelta(hours=1)
    body = json.loads(score_json(Score(user_id="7", timestamp=NOW, submitted_at=handed_in), CANVAS))
    assert body["https://canvas.instructure.com/lti/submission"] == {"new_submission": False}
    assert body["submission"] == {"submittedAt": "2026-03-01T11:00:00.123Z"}


def test_to_canvas_the_score_that_hands_work_in_names_its_launch_address() -> None:
    work = "https://tool.example/lti/launch/vote?review=1-2"
    score = Score(user_id="7", timestamp=NOW, submitted_at=NOW, work_url=work)
    body = json.loads(score_json(score, CANVAS))
    assert body["https://canvas.instructure.com/lti/submission"] == {
        "new_submission": True,
        "submission_type": "basic_lti_launch",
        "submission_data": work,
    }
    assert "https://canvas.instructure.com/lti/submission" not in json.loads(score_json(score, MOODLE))


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("0", "0"),
        ("10", "10"),
        ("10.00000", "10"),
        ("100", "100"),
        ("7.50", "7.5"),
        ("0.00001", "0.00001"),
        ("1E+2", "100"),
        ("1E-7", "0.0000001"),
        ("33.33333", "33.33333"),
        ("-1.10", "-1.1"),
        ("9999999.99999",) * 2,
    ],
)
def test_a_decimal_is_a_plain_exact_json_number(number: str, text: str) -> None:
    assert to_json({"n": Decimal(number)}) == f'{{"n": {text}}}'


@given(st.decimals(allow_nan=False, allow_infinity=False, places=5, min_value=-(10**7), max_value=10**7))
def test_every_mark_survives_json(mark: Decimal) -> None:
    assert json.loads(to_json(mark), parse_float=Decimal, parse_int=Decimal) == mark


@given(st.dictionaries(st.text(), st.none() | st.booleans() | st.text() | st.lists(st.integers())))
def test_other_values_are_written_as_usual(value: dict[str, Any]) -> None:
    assert json.loads(to_json(value)) == value


def test_an_instant_is_told_in_utc_to_the_millisecond() -> None:
    there = datetime(2026, 3, 1, 17, 0, 0, 999999, tzinfo=timezone(timedelta(hours=5)))
    assert instant(there) == "2026-03-01T12:00:00.999Z"


def test_a_line_item_goes_out_without_empty_members_and_comes_back() -> None:
    item = LineItem(label="Vote", score_maximum=Decimal("12.5"), tag="vote", resource_link_id="3")
    body = json.loads(line_item_json(item, {"x": [1]}))
    assert body == {"label": "Vote", "scoreMaximum": 12.5, "tag": "vote", "resourceLinkId": "3", "x": [1]}
    back = read_line_item({**body, "id": "https://lms.example/1?a=b"})
    assert back == LineItem(
        label="Vote",
        score_maximum=Decimal("12.5"),
        tag="vote",
        resource_link_id="3",
        url="https://lms.example/1?a=b",
    )


@pytest.mark.parametrize("value", [None, 7, [], {}, {"id": None}, {"id": 7}, {"id": ""}, {"label": "x"}])
def test_a_line_item_without_address_is_none(value: object) -> None:
    with pytest.raises(AnswerInvalid):
        read_line_item(value)


def test_a_result_is_read() -> None:
    found = read_result({"userId": "7", "resultScore": 7.25, "resultMaximum": 10, "comment": "a\x00b", "scoreOf": "u"})
    assert found is not None
    assert (found.user_id, found.score, found.maximum, found.comment) == ("7", Decimal("7.25"), Decimal(10), "ab")


def test_a_result_without_grade_or_comment_says_so() -> None:
    found = read_result({"userId": 7, "resultScore": None})
    assert found is not None
    assert (found.user_id, found.score, found.maximum, found.comment) == ("7", None, None, None)


@pytest.mark.parametrize("value", [None, 7, [], {}, {"userId": None}, {"userId": ""}, {"userId": True}])
def test_a_result_of_nobody_is_left_out(value: object) -> None:
    assert read_result(value) is None


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (1, "1"),
        (0.1, "0.1"),
        ("7.5", "7.5"),
        (True, None),
        (None, None),
        ("x", None),
        ([], None),
        ("NaN", None),
        (float("inf"), None),
        (1e300, None),
        ("1" * 41, None),
        (10**50, None),
    ],
)
def test_a_number_is_read_exactly_or_not_at_all(value: object, number: str | None) -> None:
    assert read_number(value) == (None if number is None else Decimal(number))
