"""Scores (AGS 2.0, section 3.4) by the rules of each personality; both can destroy a grade that is in the book."""

import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeGuard

from lti_tools.demo_lms.calls import Call, Refused
from lti_tools.demo_lms.gradebook import Attempt, Grade, LineItem
from lti_tools.demo_lms.lms import Lms
from lti_tools.demo_lms.people import Person, Role
from lti_tools.demo_lms.terms import CANVAS

Json = dict[str, Any]
ACTIVITY = ("Initialized", "Started", "InProgress", "Submitted", "Completed")
GRADING = ("FullyGraded", "Pending", "PendingManual", "Failed", "NotReady")
ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)")


@dataclass(frozen=True)
class Score:
    """A score read from its JSON. `given` and `maximum` are None where absent."""

    person: Person
    at: datetime
    activity: str
    grading: str
    given: float | None
    maximum: float | None
    comment: str | None
    extension: Json
    submission: Json


def post(lms: Lms, item: LineItem, body: object, call: Call) -> Json:
    """Record a score or refuse it; the answer's body (empty for Moodle)."""
    call.problems += _breaches(lms, body)
    with lms.lock:
        score = (_read_moodle if lms.moodle else _read_canvas)(lms, item, body)
        grade = lms.grades.setdefault((item.number, score.person.number), Grade())
        before = grade.score
        (_record_moodle if lms.moodle else _record_canvas)(item, grade, score, lms)
        if before is not None and grade.score is None:
            call.problems.append("a stored grade was erased")
        grade.activity_progress, grade.grading_progress = score.activity, score.grading
        grade.timestamp = score.at
        return {} if lms.moodle else {"resultUrl": f"{lms.line_item_url(item, lms.tools[item.tool], '/results')}"}


def _breaches(lms: Lms, body: object) -> list[str]:
    """Where a score departs from the specification, whatever this LMS makes of it."""
    if not isinstance(body, dict):
        return ["the score is no JSON object"]
    wrong = [f"{name} is null" for name, value in body.items() if value is None]
    if body.get("activityProgress") not in ACTIVITY:
        wrong.append("activityProgress is none of the specification's words")
    if body.get("gradingProgress") not in GRADING:
        wrong.append("gradingProgress is none of the specification's words")
    if not isinstance(body.get("userId"), str):
        wrong.append("userId is no text")
    given, maximum = body.get("scoreGiven"), body.get("scoreMaximum")
    if given is not None and (not _is_number(given) or given < 0):
        wrong.append("scoreGiven is no number from 0 up")
    if given is not None and (not _is_number(maximum) or maximum <= 0):
        wrong.append("scoreMaximum is no number above 0")
    at = _instant(body.get("timestamp"))
    if at and at.timestamp() > lms.now() + 60:
        wrong.append("timestamp lies in the future")
    return wrong


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _instant(value: object) -> datetime | None:
    """An ISO 8601 instant with a zone; None for anything else, epoch seconds too."""
    if not isinstance(value, str) or not ISO.fullmatch(value):
        return None
    try:
        return datetime.fromisoformat(value).astimezone(UTC)
    except ValueError:
        return None


def _missing(body: Json) -> bool:
    return any(body.get(name) in (None, "") for name in ("userId", "timestamp", "activityProgress", "gradingProgress"))


def _number(value: object) -> float | None:
    """A number, or text that is one, as PHP would have it; None for absent. Raises ValueError for anything else."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError
    number = float(value)
    if not math.isfinite(number):
        raise ValueError
    return number


# -- Moodle


def _read_moodle(lms: Lms, item: LineItem, body: object) -> Score:
    refused = Refused(400, "Incorrect score received")
    if not isinstance(body, dict) or _missing(body):
        raise refused
    at, person = _instant(body["timestamp"]), lms.person_of(body["userId"])
    enrolment = lms.courses[item.course].enrolments.get(person.number) if person else None
    if at is None or person is None or enrolment is None or enrolment.role is not Role.STUDENT:
        raise refused
    try:
        given, maximum = _number(body.get("scoreGiven")), _number(body.get("scoreMaximum"))
    except ValueError as error:
        raise refused from error
    if given is not None and maximum is None:
        raise refused
    comment = str(body["comment"]) if body.get("comment") is not None else None
    progress = str(body["activityProgress"]), str(body["gradingProgress"])
    return Score(person, at, *progress, given, maximum, comment, {}, {})


def _record_moodle(item: LineItem, grade: Grade, score: Score, lms: Lms) -> None:
    """Only FullyGraded keeps a score, an absent comment erases the stored one, seconds decide what is newer."""
    if grade.timestamp and int(score.at.timestamp()) <= int(grade.timestamp.timestamp()):
        raise Refused(409, "Refusing score with an earlier timestamp")
    if item.locked:
        raise Refused(500, "Failed to save the score: the grade item is locked")
    kept = score.given if score.grading == "FullyGraded" else None
    if kept is not None and score.maximum:
        kept = kept / score.maximum * item.score_maximum
    grade.score = None if kept is None else round(kept, 5)
    grade.comment = score.comment or ""


# -- Canvas


def _read_canvas(lms: Lms, item: LineItem, body: object) -> Score:
    if not isinstance(body, dict) or _missing(body):
        raise Refused(422, "userId, timestamp, activityProgress and gradingProgress are required")
    if body["activityProgress"] not in ACTIVITY or body["gradingProgress"] not in GRADING:
        raise Refused(422, "Provided activityProgress or gradingProgress is not one of the valid options")
    person = lms.person_of(body["userId"])
    if person is None or lms.courses[item.course].role(person.number) is not Role.STUDENT:
        raise Refused(422, "User not found in course or is not a student")
    at = _instant(body["timestamp"])
    if at is None:
        raise Refused(400, "Provided timestamp is not a valid ISO8601 time")
    given, maximum = body.get("scoreGiven"), body.get("scoreMaximum")
    if given is not None and (not _is_number(given) or given < 0):
        raise Refused(422, "ScoreGiven must be greater than or equal to 0")
    if given is not None and (not _is_number(maximum) or maximum <= 0):
        raise Refused(422, "ScoreMaximum must be greater than 0")
    extension, submission = body.get(f"{CANVAS}submission") or {}, body.get("submission") or {}
    if not isinstance(extension, dict) or not isinstance(submission, dict):
        raise Refused(422, "submission must be an object")
    comment = str(body["comment"]) if body.get("comment") else None
    progress = str(body["activityProgress"]), str(body["gradingProgress"])
    return Score(person, at, *progress, given, maximum, comment, extension, submission)


def _record_canvas(item: LineItem, grade: Grade, score: Score, lms: Lms) -> None:
    if grade.timestamp and score.at < grade.timestamp:
        said, last = score.at.isoformat(timespec="milliseconds"), grade.timestamp.isoformat(timespec="milliseconds")
        raise Refused(400, f"Provided timestamp of {said} before last updated timestamp of {last}")
    _submit_canvas(item, grade, score, lms)
    keeps = score.extension.get("preserve_score") is True
    theirs = score.extension.get("prioritize_non_tool_grade") is True and grade.override is not None
    applies = score.grading in ("FullyGraded", "PendingManual") and score.given is not None
    if applies and not theirs and score.given is not None and score.maximum:
        grade.score = score.given / score.maximum * item.score_maximum
        grade.override = None
    elif not keeps and not theirs:
        grade.score = None
    if score.comment:
        grade.comment = score.comment
        grade.comments.append(score.comment)


def _submit_canvas(item: LineItem, grade: Grade, score: Score, lms: Lms) -> None:
    """Each post is a submission unless it says `new_submission: false`; with a new submittedAt it is a new attempt.

    What SpeedGrader opens comes with submissions alone. Where attempts are used up, a repeated one is refused too.
    """
    extension = score.extension
    submitted = str(score.submission.get("submittedAt") or extension.get("submitted_at") or "")
    when = _instant(submitted) if submitted else score.at
    if when is None:
        raise Refused(400, "Provided submitted_at timestamp is not a valid ISO8601 time")
    if submitted and when.timestamp() > lms.now() + 60:
        raise Refused(400, "Provided submitted_at timestamp is in the future")
    kind = str(extension.get("submission_type") or "external_tool")
    if kind == "none" or extension.get("new_submission") is False:
        return
    activity = lms.activities.get(item.activity or 0)
    allowed = activity.allowed_attempts if activity else None
    if allowed is not None and len(grade.attempts) >= allowed:
        raise Refused(422, "The maximum number of allowed attempts has been reached for this submission")
    attempt = Attempt(submitted or score.at.isoformat(), kind, str(extension.get("submission_data") or ""))
    if grade.attempts and grade.attempts[-1].submitted_at == attempt.submitted_at:
        grade.attempts.pop()
    grade.attempts.append(attempt)
