"""A rubric: criteria with their scales, and what they look like as JSON values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

MOST_CRITERIA, MOST_LEVELS, MOST_STARTERS = 20, 10, 8
TITLE, TEXT = 120, 1000
MOST_WEIGHT = 100
MOST_SCALE = 100


class Kind(StrEnum):
    """How a criterion is judged."""

    LEVELS = "levels"
    """One of several described levels, each worth points; the value is the level's place, from 0."""
    SCALE = "scale"
    """A whole number from 0 to `most`."""
    YES_NO = "yes-no"
    """1 for yes, 0 for no."""
    ERRORS = "errors"
    """A number of faults, from 0; `most` and more are worth nothing."""
    COMMENT = "comment"
    """Words alone."""
    COMPARE = "compare"
    """Which of two works is better; in the review of one work there are words alone."""


@dataclass(frozen=True)
class Level:
    """One level of a criterion."""

    title: str
    points: int
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """One question of a review form."""

    key: str
    """Stays the same when the rubric changes: "c3"."""
    title: str
    kind: Kind
    text: str = ""
    weight: int = 1
    """0 leaves the criterion out of marks."""
    levels: tuple[Level, ...] = ()
    most: int = 0
    """Of a scale or of errors; 0 for other kinds."""
    required: bool = True
    """Whether a comment is asked for."""
    starters: tuple[str, ...] = field(default=())
    """Beginnings of sentences that help to write the comment."""

    @property
    def has_value(self) -> bool:
        return self.kind not in (Kind.COMMENT, Kind.COMPARE)

    @property
    def compares(self) -> bool:
        """Whether works are compared by it, two at a time."""
        return self.kind is Kind.COMPARE

    @property
    def counts(self) -> bool:
        """Whether it enters the mark of a review."""
        return self.has_value and self.weight > 0

    @property
    def weighs(self) -> bool:
        """Whether it enters the mark of a work, by reviews or by comparisons."""
        return (self.has_value or self.compares) and self.weight > 0

    @property
    def highest(self) -> int:
        """The largest value that it takes."""
        if self.kind is Kind.LEVELS:
            return len(self.levels) - 1
        if self.kind is Kind.YES_NO:
            return 1
        return 999 if self.kind is Kind.ERRORS else self.most

    def percent(self, value: int) -> float:
        """The value in percent of the best one; raises `ValueError` outside the scale."""
        if not self.has_value or not 0 <= value <= self.highest:
            raise ValueError(f"{self.key} does not take {value}")
        if self.kind is Kind.LEVELS:
            top = max(level.points for level in self.levels)
            return 100 * self.levels[value].points / top if top else 0.0
        if self.kind is Kind.ERRORS:
            return 100 * (1 - min(value, self.most) / self.most)
        return 100 * value / (self.most if self.kind is Kind.SCALE else 1)


Rubric = tuple[Criterion, ...]


def read_rubric(stored: Sequence[Mapping[str, Any]]) -> Rubric:
    """A rubric from JSON values that we stored ourselves; missing parts get their defaults."""
    return tuple(_criterion(one) for one in stored)


def _criterion(stored: Mapping[str, Any]) -> Criterion:
    levels = tuple(Level(one["title"], one["points"], one.get("text", "")) for one in stored.get("levels", ()))
    return Criterion(
        key=stored["key"],
        title=stored["title"],
        kind=Kind(stored["kind"]),
        text=stored.get("text", ""),
        weight=stored.get("weight", 1),
        levels=levels,
        most=stored.get("most", 0),
        required=stored.get("required", True),
        starters=tuple(stored.get("starters", ())),
    )


def write_rubric(rubric: Rubric) -> list[dict[str, Any]]:
    """A rubric as JSON values."""
    return [
        {
            "key": one.key,
            "title": one.title,
            "kind": one.kind.value,
            "text": one.text,
            "weight": one.weight,
            "levels": [{"title": level.title, "points": level.points, "text": level.text} for level in one.levels],
            "most": one.most,
            "required": one.required,
            "starters": list(one.starters),
        }
        for one in rubric
    ]


def free_key(rubric: Rubric) -> str:
    """A key that no criterion of the rubric has."""
    taken = {one.key for one in rubric}
    return next(key for key in (f"c{number}" for number in range(1, len(taken) + 2)) if key not in taken)
