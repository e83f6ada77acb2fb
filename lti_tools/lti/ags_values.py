"""Line items, scores and results as values, and how they are read from and written to JSON (AGS 2.0, 3.2-3.4)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from lti_tools.errors import AnswerInvalid
from lti_tools.lti.quirks import Quirks
from lti_tools.lti.reading import optional_text

CANVAS_SUBMISSION = "https://canvas.instructure.com/lti/submission"
LARGEST = Decimal(10) ** 12


class ActivityProgress(StrEnum):
    """How far the person is (AGS 2.0, 3.4.8)."""

    INITIALIZED = "Initialized"
    STARTED = "Started"
    IN_PROGRESS = "InProgress"
    SUBMITTED = "Submitted"
    COMPLETED = "Completed"


class GradingProgress(StrEnum):
    """How far the grading is (AGS 2.0, 3.4.7). Moodle and Canvas erase the grade unless it is FullyGraded."""

    FULLY_GRADED = "FullyGraded"
    PENDING = "Pending"
    PENDING_MANUAL = "PendingManual"
    FAILED = "Failed"
    NOT_READY = "NotReady"


@dataclass(frozen=True, kw_only=True)
class LineItem:
    """A column of the gradebook. `url` is its address, query and all; empty before it is created."""

    label: str
    score_maximum: Decimal
    url: str = ""
    tag: str = ""
    resource_id: str = ""
    resource_link_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Score:
    """A score to send. Both numbers are there or neither; an empty comment is left out."""

    user_id: str
    """The platform's `sub`."""
    timestamp: datetime
    score_given: Decimal | None = None
    score_maximum: Decimal | None = None
    comment: str = ""
    submitted_at: datetime | None = None
    """When the person handed in; the same on every repeat, or Canvas counts another attempt."""
    work_url: str = ""
    """Launch address of the person's work, for the one score that hands it in (Canvas); empty for every other."""
    activity_progress: ActivityProgress = ActivityProgress.COMPLETED
    grading_progress: GradingProgress = GradingProgress.FULLY_GRADED


@dataclass(frozen=True, kw_only=True)
class Result:
    """What the gradebook holds for a person; `score` None for no grade, `comment` None where none is told."""

    user_id: str
    score: Decimal | None
    maximum: Decimal | None
    comment: str | None


def line_item_json(item: LineItem, extra: Mapping[str, Any] | None = None) -> str:
    """The body that creates `item`, with `extra` members; what is empty is left out."""
    members = {
        "label": item.label,
        "scoreMaximum": item.score_maximum,
        "tag": item.tag,
        "resourceId": item.resource_id,
        "resourceLinkId": item.resource_link_id,
    }
    return to_json({**{name: value for name, value in members.items() if value != ""}, **(extra or {})})


def read_line_item(value: object) -> LineItem:
    """A line item in a platform's answer; raises `AnswerInvalid` without an address."""
    if not isinstance(value, dict) or not (url := optional_text(value.get("id"), 4000)):
        raise AnswerInvalid("a line item without an id")
    return LineItem(
        url=url,
        label=optional_text(value.get("label"), 1000),
        score_maximum=read_number(value.get("scoreMaximum")) or Decimal(0),
        tag=optional_text(value.get("tag")),
        resource_id=optional_text(value.get("resourceId")),
        resource_link_id=optional_text(value.get("resourceLinkId")),
    )


def read_result(value: object) -> Result | None:
    """A result in a platform's answer; None for one that belongs to nobody."""
    if not isinstance(value, dict):
        return None
    user_id = value.get("userId")
    if isinstance(user_id, int) and not isinstance(user_id, bool):
        user_id = str(user_id)
    if not isinstance(user_id, str) or not user_id:
        return None
    comment = value.get("comment")
    return Result(
        user_id=user_id,
        score=read_number(value.get("resultScore")),
        maximum=read_number(value.get("resultMaximum")),
        comment=optional_text(comment, 20_000) if isinstance(comment, str) else None,
    )


def score_json(score: Score, quirks: Quirks) -> str:
    """The body of a score, without empty members (AGS 2.0, 3.4; Canvas's extension where the platform has it)."""
    members: dict[str, Any] = {
        "userId": score.user_id,
        "timestamp": instant(score.timestamp),
        "activityProgress": score.activity_progress.value,
        "gradingProgress": score.grading_progress.value,
    }
    if score.score_given is not None and score.score_maximum is not None:
        members |= {"scoreGiven": score.score_given, "scoreMaximum": score.score_maximum}
    if score.comment:
        members["comment"] = score.comment
    if score.submitted_at:
        members["submission"] = {"submittedAt": instant(score.submitted_at)}
    if quirks.submission_extension:
        members[CANVAS_SUBMISSION] = _submission(score.work_url)
    return to_json(members)


def _submission(work_url: str) -> dict[str, Any]:
    if not work_url:
        return {"new_submission": False}
    return {"new_submission": True, "submission_type": "basic_lti_launch", "submission_data": work_url}


def instant(value: datetime) -> str:
    """ISO 8601 in UTC with milliseconds: Canvas compares them, Moodle cuts them off."""
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read_number(value: object) -> Decimal | None:
    """A JSON number, or a text of one (some platforms send that); None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str) or len(str(value)) > 40:
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < LARGEST else None


def to_json(value: Any) -> str:
    """JSON in which a Decimal is a plain number: exact, without an exponent."""
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{json.dumps(name)}: {to_json(member)}" for name, member in value.items()) + "}"
    return json.dumps(value)
