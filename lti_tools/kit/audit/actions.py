"""What can stand in the record: each kind of deed with its words, and how it is taken back or why it is not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One deed of the record, as pages show it."""

    activity_id: int
    number: int
    at: datetime
    doer_id: int | None
    doer: str
    """Name; empty for the clock, for who is erased and where the LMS keeps names to itself."""
    by_clock: bool
    about_id: int | None
    about: str
    about_erased: bool
    action: str
    subject: Mapping[str, Any]
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    reason: str
    undoes: int | None
    undone_by: int | None
    """Number of the entry that took this one back."""


Undo = Callable[[Session, Entry, datetime], None]
"""(session, the entry to take back, now): take the deed back in this transaction, or raise a `Refusal` that says why it
can no longer be (somebody changed the same thing since). The record notes the undoing itself."""


@dataclass(frozen=True, kw_only=True)
class Action:
    """One kind of deed. Exactly one of `undo` and `why_not` is given."""

    code: str
    """Begins with the tool's slug or the part's name: "topic-vote.closed". Never changes once written."""
    title: str
    """What happened, a `lazy` message without the doer: "Vote closed"."""
    undo: Undo | None = None
    why_not: str = ""
    """A `lazy` sentence: why this cannot be taken back, and what to do instead."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """Name of a value in `subject`, `before`, `after` -> its `lazy` label. Values without a label are not shown."""

    def __post_init__(self) -> None:
        if (self.undo is None) == (not self.why_not):
            raise ValueError(f"{self.code}: either an undo or the reason why there is none")
