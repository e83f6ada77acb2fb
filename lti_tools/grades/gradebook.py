"""What grade delivery asks of one registration's gradebook at the LMS; `lti.ags` is behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from lti_tools.grades.answers import Reply


@dataclass(frozen=True, kw_only=True)
class Score:
    """A score as it is sent (AGS 2.0, 3.4); always FullyGraded. An empty comment is left out."""

    sub: str
    given: Decimal
    maximum: Decimal
    comment: str
    timestamp: datetime
    submitted_at: datetime | None
    hands_in: bool = False
    """The LMS has not heard of the work handed in at `submitted_at` yet, and counts an attempt with this score."""


@dataclass(frozen=True)
class Held:
    """A result that the platform holds (AGS 2.0, 3.3); `comment` None where it tells none."""

    score: Decimal
    maximum: Decimal
    comment: str | None


@dataclass(frozen=True)
class Found:
    """A line item that the platform holds."""

    url: str
    tag: str
    resource_link_id: str


class CallFailed(Exception):
    """A call other than posting a score got no usable answer; `reply` says what came instead."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.status)
        self.reply = reply


class Gradebook(Protocol):
    """One registration's way to the gradebook. `post_score` returns whatever happened; others raise `CallFailed`."""

    def post_score(self, line_item_url: str, score: Score) -> Reply: ...
    def read_result(self, line_item_url: str, sub: str) -> Held | None: ...
    def line_items(self, lineitems_url: str, resource_link_id: str) -> Sequence[Found]: ...
    def create_line_item(
        self, lineitems_url: str, *, resource_link_id: str, tag: str, label: str, score_maximum: int
    ) -> str:
        """Return the new item's address."""
        ...

    def forget_token(self) -> None:
        """The platform did not accept our token: ask for a new one next time."""
        ...
