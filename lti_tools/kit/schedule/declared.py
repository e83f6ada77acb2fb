"""The phases that a tool's activities can have: declared as data in `Tool.phases`, in order."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.pure.schedule import End, Moment, Start


@dataclass(frozen=True, kw_only=True)
class DeclaredPhase:
    """A phase as a tool knows it; an activity may leave it out where `optional`."""

    key: str
    """Stored, never shown; letters, digits and "_"."""
    title: str
    """A message id (`lazy`), one or two words: "Vote"."""
    text: str = ""
    """A message id: a sentence for the timeline, what one does in this phase."""
    optional: bool = False
    used_at_first: bool = True
    """Whether a new activity has it, and one with settings older than the phase; means something where optional."""
    may_overlap: bool = False
    """It may open while the phase before it is open."""
    may_open_early: bool = False
    """Single people and groups can be let in before the class: nothing that the tool does at the opening is needed."""
    starts: tuple[Start, ...] = (Start.NOW, Start.DATE, Start.HAND)
    """What the settings form offers; the first is what a new activity has."""
    ends: tuple[End, ...] = (End.HAND, End.DATE)


@dataclass(frozen=True)
class Transition:
    """A phase of an activity has reached a moment at `at`; `now` is when its effects run, which may be later.

    `again`: it had reached this moment before, and was opened again since, for the class or for somebody with a later
    date: bring up to date what was worked out then.
    """

    activity_id: int
    phase: str
    moment: Moment
    at: datetime
    now: datetime
    again: bool


PhaseEffect = Callable[[Session, Transition], None]
