"""How marks and reviewing make grades: a part of the settings, and of an activity's file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lti_tools.kit.activity_file.reading import Reader
from tools.peer_review.domain.reviewing_grade.grade import Shares

TWO_COLUMNS, ONE_COLUMN = "two", "one"
FINAL, COUNTS = "final", "counts"
"""What a teacher's own review is: the mark itself, or as much as some reviews."""
MOST_WEIGHT = 20
USUAL = Shares()


@dataclass(frozen=True)
class Grading:
    """The teacher's rules for grades."""

    one_column: bool = False
    """One grade joins the work's mark and the reviewing; else reviewing has points of its own."""
    reviewing_share: int = 25
    """Percent of that one grade."""
    shares: Shares = USUAL
    """What completion, accuracy and helpfulness count in the reviewing grade."""
    teacher_weight: int = 0
    """As how many reviews a teacher's own review counts; 0: it is the mark."""


def read_grading(stored: Mapping[str, Any]) -> Grading:
    """Settings as stored -> values."""
    parts = [int(stored.get(name, usual)) for name, usual in vars(USUAL).items()]
    return Grading(
        one_column=stored.get("columns") == ONE_COLUMN,
        reviewing_share=int(stored.get("reviewing_share", 25)),
        shares=Shares(*parts) if sum(parts) == 100 and min(parts) >= 0 else USUAL,
        teacher_weight=int(stored.get("teacher_weight", 3)) if stored.get("teacher_review") == COUNTS else 0,
    )


def write_grading(grading: Grading) -> dict[str, Any]:
    """The inverse of `read_grading`."""
    return {
        "columns": ONE_COLUMN if grading.one_column else TWO_COLUMNS,
        "reviewing_share": grading.reviewing_share,
        **vars(grading.shares),
        "teacher_review": COUNTS if grading.teacher_weight else FINAL,
        "teacher_weight": grading.teacher_weight or 3,
    }


def read_part(reader: Reader) -> dict[str, Any]:
    """The part "grading" of a file as stored; raises `FileRefused`."""
    return {
        "columns": reader.choice("columns", (TWO_COLUMNS, ONE_COLUMN)),
        "reviewing_share": reader.whole("reviewing_share", 0, 100),
        **{name: reader.whole(name, 0, 100) for name in vars(USUAL)},
        "teacher_review": reader.choice("teacher_review", (FINAL, COUNTS)),
        "teacher_weight": reader.whole("teacher_weight", 1, MOST_WEIGHT),
    }
