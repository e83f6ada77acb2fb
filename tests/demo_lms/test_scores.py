"""Scores: what each personality takes, refuses and destroys."""

import time
from typing import Any

import pytest

from tests.demo_lms.probe import ADMIN, ASSISTANT, COURSE, STUDENT, TEACHER, Site

CANVAS = "https://canvas.instructure.com/lti/"


def at(site: Site, seconds: float) -> str:
    """A moment `seconds` from the site's now, with milliseconds."""
    moment = site.clock() + seconds
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(moment)) + f".{int(moment % 1 * 1000):03d}Z"


def grade(site: Site, item: int) -> dict[str, Any]:
    found = site.client.get("/_demo/grades").get_json()
    return next(g for g in found if g["item"] == item and g["person"] == STUDENT)


@pytest.fixture
def column(moodle: Site) -> int:
    return moodle.item_of(moodle.add())


@pytest.fixture
def assignment(canvas: Site) -> int:
    return canvas.item_of(canvas.add())


# -- Moodle


def test_moodle_answers_a_score_with_200_and_nothing(moodle: Site, column: int) -> None:
    answer = moodle.score(column)
    assert (answer.status_code, answer.data) == (200, b"")
    assert grade(moodle, column)["shown"] == 80


MOODLE_REFUSES = {
    "no userId": {"userId": None},
    "no timestamp": {"timestamp": None},
    "no activityProgress": {"activityProgress": None},
    "no gradingProgress": {"gradingProgress": None},
    "no scoreMaximum beside scoreGiven": {"scoreMaximum": None},
    "a timestamp in epoch seconds": {"timestamp": 1700000000},
    "a timestamp without a zone": {"timestamp": "2025-10-01T10:00:00"},
    "a scoreGiven that is no number": {"scoreGiven": "many"},
    "a scoreMaximum that is no number": {"scoreMaximum": "some"},
    "a teacher": {"userId": str(TEACHER)},
    "a non-editing teacher": {"userId": str(ASSISTANT)},
    "an administrator": {"userId": str(ADMIN)},
    "nobody": {"userId": "4711"},
}


@pytest.mark.parametrize("changes", MOODLE_REFUSES.values(), ids=MOODLE_REFUSES)
def test_moodle_calls_a_score_incorrect(moodle: Site, column: int, changes: dict[str, object]) -> None:
    answer = moodle.score(column, **changes)
    assert answer.status_code == 400
    assert "Incorrect score received" in answer.text


def test_moodle_refuses_somebody_who_left_the_course(moodle: Site, column: int) -> None:
    moodle.control("enrolments", {"course": COURSE, "person": STUDENT, "role": None})
    assert moodle.score(column).status_code == 400


def test_moodle_takes_scores_for_suspended_students(moodle: Site, column: int) -> None:
    moodle.control("enrolments", {"course": COURSE, "person": STUDENT, "role": "student", "active": False})
    assert moodle.score(column).status_code == 200


MOODLE_TAKES = {
    "numeric text": ({"scoreGiven": "4", "scoreMaximum": "8"}, 50, 50),
    "an offset": ({"timestamp": "2025-10-01T10:00:00+02:00"}, 80, 80),
    "fractions of a second": ({"timestamp": "2025-10-01T10:00:00.125Z"}, 80, 80),
    "a score above the maximum, clamped where shown": ({"scoreGiven": 15}, 150, 100),
    "a score below zero, shown as zero": ({"scoreGiven": -5}, -50, 0),
    "scoreMaximum 0 without rescaling": ({"scoreGiven": 7, "scoreMaximum": 0}, 7, 7),
    "five decimals": ({"scoreGiven": 1, "scoreMaximum": 3}, 33.33333, 33.33333),
}


@pytest.mark.parametrize(("changes", "raw", "shown"), MOODLE_TAKES.values(), ids=MOODLE_TAKES)
def test_moodle_takes(moodle: Site, column: int, changes: dict[str, object], raw: float, shown: float) -> None:
    assert moodle.score(column, **changes).status_code == 200
    kept = grade(moodle, column)
    assert (kept["score"], kept["shown"]) == (raw, shown)


@pytest.mark.parametrize(("later", "status"), [(0, 409), (0.9, 409), (-60, 409), (1, 200)])
def test_moodle_wants_a_timestamp_later_in_whole_seconds(moodle: Site, column: int, later: float, status: int) -> None:
    moodle.clock.at = int(moodle.clock.at)
    assert moodle.score(column, timestamp=at(moodle, 0)).status_code == 200
    assert moodle.score(column, timestamp=at(moodle, later), scoreGiven=1).status_code == status
    assert grade(moodle, column)["score"] == (10 if status == 200 else 80)


def test_moodle_refuses_every_score_after_a_future_dated_one(moodle: Site, column: int) -> None:
    assert moodle.score(column, timestamp=at(moodle, 3600)).status_code == 200
    moodle.clock.at += 60
    assert moodle.score(column).status_code == 409


@pytest.mark.parametrize("progress", ["Pending", "PendingManual", "Failed", "NotReady"])
def test_moodle_erases_the_grade_for_any_progress_but_fully_graded(moodle: Site, column: int, progress: str) -> None:
    moodle.score(column, timestamp=at(moodle, 0))
    assert moodle.score(column, timestamp=at(moodle, 5), gradingProgress=progress, comment="Kept").status_code == 200
    kept = grade(moodle, column)
    assert (kept["score"], kept["comment"]) == (None, "Kept")
    assert "a stored grade was erased" in moodle.lms.calls.entries[-1].problems


def test_moodle_erases_the_grade_when_scoreGiven_is_left_out(moodle: Site, column: int) -> None:
    moodle.score(column, timestamp=at(moodle, 0))
    moodle.score(column, timestamp=at(moodle, 5), scoreGiven=None, scoreMaximum=None)
    assert grade(moodle, column)["score"] is None


def test_moodle_erases_a_comment_that_is_not_sent_along(moodle: Site, column: int) -> None:
    moodle.score(column, timestamp=at(moodle, 0), comment="Well done")
    assert grade(moodle, column)["comment"] == "Well done"
    moodle.score(column, timestamp=at(moodle, 5))
    assert grade(moodle, column)["comment"] == ""


def test_a_locked_item_answers_500(moodle: Site, column: int) -> None:
    moodle.control("grades", {"item": column, "person": STUDENT, "locked": True})
    assert moodle.score(column).status_code == 500


def test_a_teachers_mark_stays_though_the_score_is_taken(moodle: Site, column: int) -> None:
    moodle.control("grades", {"item": column, "person": STUDENT, "override": 33})
    assert moodle.score(column).status_code == 200
    assert grade(moodle, column)["shown"] == 33


@pytest.mark.parametrize(
    ("media", "status"),
    [
        ("application/vnd.ims.lis.v1.score+json", 200),
        ("application/vnd.ims.lis.v1.score+json; charset=utf-8", 200),
        ("application/json", 400),
        ("application/vnd.ims.lis.v2.lineitem+json", 400),
    ],
)
def test_moodle_finds_no_handler_for_another_media_type(moodle: Site, column: int, media: str, status: int) -> None:
    body = {
        "userId": str(STUDENT),
        "timestamp": at(moodle, 0),
        "activityProgress": "Completed",
        "gradingProgress": "FullyGraded",
        "scoreGiven": 1,
        "scoreMaximum": 1,
    }
    answer = moodle.call("POST", moodle.item_url(column, "/scores"), body, media=media)
    assert answer.status_code == status
    if status == 400:
        assert "No handler found" in answer.text


def test_moodles_error_bodies_echo_the_request(moodle: Site, column: int) -> None:
    answer = moodle.score(column, userId="4711").get_json()
    assert answer["request"]["method"] == "POST"
    assert "type_id=" in answer["request"]["url"]


# -- Canvas


def test_canvas_names_the_result(canvas: Site, assignment: int) -> None:
    answer = canvas.score(assignment)
    assert answer.status_code == 200
    assert answer.get_json()["resultUrl"].endswith("/results")
    assert grade(canvas, assignment)["score"] == 80


CANVAS_REFUSES = {
    "no userId": ({"userId": None}, 422),
    "no timestamp": ({"timestamp": None}, 422),
    "no activityProgress": ({"activityProgress": None}, 422),
    "no gradingProgress": ({"gradingProgress": None}, 422),
    "an unknown progress": ({"gradingProgress": "Done"}, 422),
    "no scoreMaximum beside scoreGiven": ({"scoreMaximum": None}, 422),
    "a negative score": ({"scoreGiven": -1}, 422),
    "a score as text": ({"scoreGiven": "8"}, 422),
    "a teacher": ({"userId": str(TEACHER)}, 422),
    "nobody": ({"userId": "nobody"}, 422),
    "a timestamp that is none": ({"timestamp": "yesterday"}, 400),
    "a submission that is no object": ({"submission": "mine"}, 422),
    "a submission time that is none": ({"submission": {"submittedAt": "yesterday"}}, 400),
    "a submission far in the future": ({"submission": {"submittedAt": "2099-01-01T00:00:00Z"}}, 400),
}


@pytest.mark.parametrize(("changes", "status"), CANVAS_REFUSES.values(), ids=CANVAS_REFUSES)
def test_canvas_refuses(canvas: Site, assignment: int, changes: dict[str, object], status: int) -> None:
    assert canvas.score(assignment, **changes).status_code == status


def test_canvas_refuses_an_older_timestamp_and_takes_an_equal_one(canvas: Site, assignment: int) -> None:
    assert canvas.score(assignment, timestamp=at(canvas, 0)).status_code == 200
    refused = canvas.score(assignment, timestamp=at(canvas, -0.01))
    assert refused.status_code == 400
    assert "before last updated timestamp of" in refused.text
    assert canvas.score(assignment, timestamp=at(canvas, 0)).status_code == 200


def test_canvas_takes_its_own_user_number(canvas: Site, assignment: int) -> None:
    assert canvas.score(assignment, userId=str(STUDENT)).status_code == 200


@pytest.mark.parametrize(
    ("progress", "kept"), [("FullyGraded", 20), ("PendingManual", 20), ("Pending", None), ("NotReady", None)]
)
def test_canvas_clears_the_score_for_other_progress(
    canvas: Site, assignment: int, progress: str, kept: float | None
) -> None:
    canvas.score(assignment)
    canvas.score(assignment, timestamp=at(canvas, 5), gradingProgress=progress, scoreGiven=2)
    assert grade(canvas, assignment)["score"] == kept


def test_canvas_preserves_a_score_where_told_to(canvas: Site, assignment: int) -> None:
    canvas.score(assignment)
    extension = {f"{CANVAS}submission": {"preserve_score": True}}
    canvas.score(assignment, timestamp=at(canvas, 5), gradingProgress="Pending", scoreGiven=None, **extension)
    assert grade(canvas, assignment)["score"] == 80


def test_canvas_keeps_a_teachers_grade_where_told_to(canvas: Site, assignment: int) -> None:
    canvas.control("grades", {"item": assignment, "person": STUDENT, "override": 33})
    canvas.score(assignment, **{f"{CANVAS}submission": {"prioritize_non_tool_grade": True}})
    assert grade(canvas, assignment)["shown"] == 33
    canvas.score(assignment, timestamp=at(canvas, 5))
    assert grade(canvas, assignment)["shown"] == 80


def test_each_score_is_an_attempt_unless_it_says_otherwise(canvas: Site, assignment: int) -> None:
    canvas.score(assignment)
    canvas.score(assignment, timestamp=at(canvas, 5))
    assert len(grade(canvas, assignment)["attempts"]) == 2
    canvas.score(assignment, timestamp=at(canvas, 6), **{f"{CANVAS}submission": {"new_submission": False}})
    assert len(grade(canvas, assignment)["attempts"]) == 2


def test_the_same_submittedAt_is_the_same_attempt(canvas: Site, assignment: int) -> None:
    submission = {"submittedAt": "2025-10-01T10:00:00.123Z"}
    for later in (0, 5):
        assert canvas.score(assignment, timestamp=at(canvas, later), submission=submission).status_code == 200
    assert len(grade(canvas, assignment)["attempts"]) == 1


def test_canvas_opens_only_work_that_came_as_a_submission(canvas: Site, assignment: int) -> None:
    work = {"submission_type": "basic_lti_launch", "submission_data": "http://localhost:1/lti/launch?review=1"}
    canvas.score(assignment, **{f"{CANVAS}submission": {"new_submission": False, **work}})
    assert grade(canvas, assignment)["attempts"] == []
    canvas.score(assignment, timestamp=at(canvas, 5), **{f"{CANVAS}submission": {"new_submission": True, **work}})
    (attempt,) = grade(canvas, assignment)["attempts"]
    assert (attempt["kind"], attempt["url"]) == (work["submission_type"], work["submission_data"])


def test_canvas_shows_every_comment_and_results_tell_the_newest(canvas: Site, assignment: int) -> None:
    for later, comment in enumerate(("First", "", "Second")):
        canvas.score(assignment, timestamp=at(canvas, later), comment=comment)
    assert (grade(canvas, assignment)["comments"], grade(canvas, assignment)["comment"]) == (
        ["First", "Second"],
        "Second",
    )


def test_canvas_refuses_a_new_attempt_when_they_are_used_up(canvas: Site) -> None:
    activity = canvas.add()
    canvas.control("activities", {"activity": activity, "allowed_attempts": 1})
    item = canvas.item_of(activity)
    assert canvas.score(item).status_code == 200
    assert canvas.score(item, timestamp=at(canvas, 5)).status_code == 422
    extension = {f"{CANVAS}submission": {"new_submission": False}}
    assert canvas.score(item, timestamp=at(canvas, 6), **extension).status_code == 200


# -- both


def test_breaches_that_the_platform_lets_pass_are_noted(either: Site) -> None:
    item = either.item_of(either.add())
    either.score(item, timestamp=at(either, 600))
    assert "timestamp lies in the future" in either.lms.calls.entries[-1].problems


def test_a_good_score_has_no_remarks(either: Site) -> None:
    either.score(either.item_of(either.add()))
    call = either.lms.calls.entries[-1]
    assert (call.verdict, call.problems) == ("ok", [])
