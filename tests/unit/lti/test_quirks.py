from datetime import timedelta

import pytest

from lti_tools.lti.quirks import BRIGHTSPACE, CANVAS, MOODLE, UNKNOWN, quirks_of


@pytest.mark.parametrize(("product", "row"), [("moodle", MOODLE), ("Canvas ", CANVAS), ("desire2learn", BRIGHTSPACE)])
def test_a_product_is_found_by_its_family_code(product: str, row: object) -> None:
    assert quirks_of(product) is row


@pytest.mark.parametrize("product", ["", "sakai", "moodle-fork"])
def test_a_product_that_nobody_measured_gets_the_careful_defaults(product: str) -> None:
    row = quirks_of(product)
    assert row is UNKNOWN
    assert row.only_fully_graded
    assert row.always_comment
    assert row.page_size is None
    assert row.timestamp_step == timedelta(seconds=1)


def test_canvas_says_stale_with_400_and_words_but_400_alone_is_another_refusal() -> None:
    words = "Provided timestamp of 2026-01-01T00:00:00.000Z before last updated timestamp of 2026-01-02T00:00:00.000Z"
    assert CANVAS.is_stale(400, words)
    assert CANVAS.is_stale(400, '{"errors": "timestamp not after the stored one"}')
    assert not CANVAS.is_stale(400, "Provided timestamp of tomorrow not a valid timestamp")
    assert not MOODLE.is_stale(400, words)
    assert MOODLE.is_stale(409, "")
    assert CANVAS.is_stale(409, "")


def test_canvas_limits_the_rate_with_403_and_words() -> None:
    assert CANVAS.is_rate_limit(403, "403 Forbidden (Rate Limit Exceeded)")
    assert not CANVAS.is_rate_limit(403, "Forbidden")
    assert not MOODLE.is_rate_limit(403, "403 Forbidden (Rate Limit Exceeded)")
    assert UNKNOWN.is_rate_limit(429, "")
