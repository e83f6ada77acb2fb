"""The gradebook: line items (columns) and grades (cells), as the platform keeps them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass
class LineItem:
    number: int
    course: int
    tool: int
    label: str
    score_maximum: float
    tag: str = ""
    resource_id: str = ""
    activity: int | None = None
    """The activity that it belongs to, by its own column or by a `resourceLinkId` the tool named."""
    coupled: bool = False
    """True: made by the platform for the activity, not by the tool's own POST."""
    submission_review: dict[str, Any] | None = None
    submission_type: dict[str, Any] | None = None
    start: str = ""
    end: str = ""
    locked: bool = False


@dataclass
class Attempt:
    """One submission as Canvas counts them; `url` is what SpeedGrader opens."""

    submitted_at: str
    kind: str = "external_tool"
    url: str = ""


@dataclass
class Grade:
    score: float | None = None
    """In points of the line item, as the tool gave it after rescaling; may exceed the maximum."""
    comment: str = ""
    """The newest score's, as results tell it."""
    comments: list[str] = field(default_factory=list)
    """Canvas adds each to the submission; none replaces another."""
    timestamp: datetime | None = None
    activity_progress: str = ""
    grading_progress: str = ""
    override: float | None = None
    """A teacher's own mark in the gradebook; scores no longer change what is shown (Moodle)."""
    attempts: list[Attempt] = field(default_factory=list)

    @property
    def feedback(self) -> str:
        """What the student reads beside the grade."""
        return "\n".join(self.comments) or self.comment

    def shown(self, maximum: float) -> float | None:
        """What people see: the teacher's mark if there is one, else the score clamped into 0..maximum."""
        if self.override is not None:
            return self.override
        if self.score is None:
            return None
        return round(min(max(self.score, 0.0), maximum), 5) if maximum > 0 else round(self.score, 5)


def points(value: float | None) -> str:
    """A number as the gradebook shows it: two decimals, none where they are zeros."""
    return "" if value is None else f"{value:.2f}".rstrip("0").rstrip(".")
