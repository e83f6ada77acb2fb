"""A score as a tool wishes it: checked once, exact, comparable."""

from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

PLACES = Decimal("0.00001")
"""Gradebooks keep five decimals (Moodle's `grade_grades`)."""
LIMIT = Decimal(10_000_000)
COMMENT_LENGTH = 10_000


def mark(value: Decimal | int | str) -> Decimal:
    """`value` with five decimals, half up. Raises `ValueError` for what is no finite number; floats are refused."""
    if isinstance(value, float):
        raise ValueError("a mark is a Decimal, an int or its text, never a float")
    exact = Decimal(value)
    if not exact.is_finite() or abs(exact) >= LIMIT:
        raise ValueError("a mark is a finite number below ten million")
    return exact.quantize(PLACES, ROUND_HALF_UP)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """This line item of an activity (`tag`), this person, this score and comment.

    `score` may be above `maximum` (extra credit; some gradebooks clip it), never below 0. `comment` is plain text.
    Raises `ValueError`, which is a fault of the calling tool: what people type is checked in forms.
    """

    tag: str
    person_id: int
    score: Decimal
    maximum: Decimal
    comment: str = ""
    submitted_at: datetime | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "score", mark(self.score))
        object.__setattr__(self, "maximum", mark(self.maximum))
        object.__setattr__(self, "comment", self.comment.replace("\0", "").strip())
        if self.score < 0:
            raise ValueError("a score is never below 0")
        if self.maximum <= 0:
            raise ValueError("the maximum is above 0")
        if len(self.comment) > COMMENT_LENGTH:
            raise ValueError(f"a comment has at most {COMMENT_LENGTH} characters")
        if self.submitted_at is not None and self.submitted_at.tzinfo is None:
            raise ValueError("a naive datetime is no instant")


def rescaled(score: Decimal, maximum: Decimal, onto: Decimal) -> Decimal:
    """`score` out of `maximum` as a mark out of `onto`, five decimals."""
    return (score / maximum * onto).quantize(PLACES, ROUND_HALF_UP)
