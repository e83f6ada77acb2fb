"""Example works that a teacher reviewed too: what a student learns from the difference, and whether it is enough."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean

NEAR = 12.5
"""Percent points within which two marks are taken to say the same: half a level of five."""
ENOUGH = 0.6
"""Share of criteria near the teacher's that passes, unless the teacher sets another."""


class Tendency(StrEnum):
    """How a student's marks lie beside the teacher's."""

    SAME = "same"
    STRICTER = "stricter"
    MILDER = "milder"
    MIXED = "mixed"
    """Far from the teacher's, sometimes above and sometimes below."""


@dataclass(frozen=True)
class Example:
    """One example: criterion -> percent, of the student and of the teacher."""

    own: Mapping[str, float]
    teacher: Mapping[str, float]


@dataclass(frozen=True)
class Lesson:
    """One criterion over all examples."""

    criterion: str
    examples: int
    difference: float
    """Own minus the teacher's, in percent points, on average."""
    near: int
    """Examples on which both say the same."""
    tendency: Tendency


@dataclass(frozen=True)
class Learnt:
    """All criteria, in the order of the first example, and whether they are near enough."""

    lessons: tuple[Lesson, ...]
    agreement: float
    """Share of marks near the teacher's, 0 to 1; 1 without a mark to compare."""
    passed: bool


def learn(examples: Sequence[Example], enough: float = ENOUGH) -> Learnt:
    """Compare a student's reviews of examples with the teacher's."""
    criteria = dict.fromkeys(key for one in examples for key in one.teacher if key in one.own)
    lessons = tuple(_lesson(key, examples) for key in criteria)
    compared = sum(one.examples for one in lessons)
    agreement = sum(one.near for one in lessons) / compared if compared else 1.0
    return Learnt(lessons, agreement, agreement >= enough)


def _lesson(key: str, examples: Sequence[Example]) -> Lesson:
    gaps = [one.own[key] - one.teacher[key] for one in examples if key in one.own and key in one.teacher]
    near = sum(abs(gap) <= NEAR for gap in gaps)
    return Lesson(key, len(gaps), fmean(gaps), near, _tendency(gaps))


def _tendency(gaps: Sequence[float]) -> Tendency:
    middle = fmean(gaps)
    if abs(middle) > NEAR:
        return Tendency.STRICTER if middle < 0 else Tendency.MILDER
    return Tendency.SAME if fmean(abs(gap) for gap in gaps) <= NEAR else Tendency.MIXED
