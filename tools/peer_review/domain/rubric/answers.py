"""What a reviewer answered to a rubric: values and comments, what is missing or impossible, and the mark they make."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tools.peer_review.domain.aggregation.readings import weighted_mark
from tools.peer_review.domain.rubric.criteria import Criterion, Rubric

LONGEST_COMMENT = 5000


@dataclass(frozen=True)
class Answer:
    """The answer to one criterion; None is no value yet."""

    value: int | None = None
    comment: str = ""


Answers = Mapping[str, Answer]
"""Criterion key -> answer."""


class Fault(StrEnum):
    """Why an answer cannot be sent yet, or at all."""

    NO_VALUE = "no-value"
    OUTSIDE = "outside"
    """Not on the criterion's scale: never stored, not even as a draft."""
    NO_COMMENT = "no-comment"
    SHORT_COMMENT = "short-comment"
    LONG_COMMENT = "long-comment"


IMPOSSIBLE = frozenset({Fault.OUTSIDE, Fault.LONG_COMMENT})


def faults(rubric: Rubric, answers: Answers, least: int) -> dict[str, Fault]:
    """Criterion key -> what is wrong; `least` characters are asked for where a comment is required."""
    found = {one.key: _fault(one, answers.get(one.key, Answer()), least) for one in rubric}
    return {key: fault for key, fault in found.items() if fault}


def _fault(criterion: Criterion, answer: Answer, least: int) -> Fault | None:
    comment = answer.comment.strip()
    if answer.value is not None and not (criterion.has_value and 0 <= answer.value <= criterion.highest):
        return Fault.OUTSIDE
    if len(comment) > LONGEST_COMMENT:
        return Fault.LONG_COMMENT
    if criterion.has_value and answer.value is None:
        return Fault.NO_VALUE
    if not criterion.required:
        return None
    if not comment:
        return Fault.NO_COMMENT
    return Fault.SHORT_COMMENT if len(comment) < least else None


def mark_of(rubric: Rubric, answers: Answers) -> float | None:
    """The weighted mean of the criteria that count, 0..100; None where none counts or one has no value."""
    counted = [one for one in rubric if one.counts]
    values = [answers.get(one.key, Answer()).value for one in counted]
    if not counted or any(value is None for value in values):
        return None
    percents = [one.percent(value or 0) for one, value in zip(counted, values, strict=True)]
    return weighted_mark(percents, [one.weight for one in counted])


def read_answers(stored: Mapping[str, Any]) -> dict[str, Answer]:
    """Answers from JSON values that we stored ourselves."""
    return {key: Answer(one.get("value"), one.get("comment", "")) for key, one in stored.items()}


def write_answers(answers: Answers) -> dict[str, Any]:
    """Answers as JSON values; empty ones are left out."""
    return {
        key: {"value": one.value, "comment": one.comment}
        for key, one in answers.items()
        if one.value is not None or one.comment
    }
