"""The rules of a questline: what gives points and how many, what caps them, when quests are done and badges won.

A set of rules is a value with a version; points are never stored, they follow from the ledger and the rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from tools.gamification.domain.conditions.condition import Monotone
from tools.gamification.domain.facts import Key
from tools.gamification.domain.levels import Levels, relative


class Window(StrEnum):
    """How long a cap lasts, by the calendar of the course's zone; each contains the ones before."""

    DAY = "day"
    WEEK = "week"
    EVER = "ever"


@dataclass(frozen=True, slots=True)
class Pay:
    """What accepted evidence for an objective gives.

    Without `once_per` the best score pays: `points` times percent, rounded down, and a better one later the difference.
    With it the objective can be repeated: every accepted piece pays in full, in each window as much as
    one piece, and as much as `times` pieces in all (0: without end).
    """

    points: int
    skill: Key = ""
    once_per: Window | None = None
    times: int = 0
    base: Key = ""
    """Another objective: the best score here is measured against the weakest one there so far (`improvement`)."""


@dataclass(frozen=True, slots=True)
class Cap:
    """No more than `points` in a window, over some objectives or all; a teacher's awards are never capped."""

    points: int
    window: Window = Window.EVER
    objectives: frozenset[Key] | None = None
    """None: over everything."""


@dataclass(frozen=True, slots=True)
class Quest:
    """A quest is done when every required objective is, or `enough` of all its objectives where that is set."""

    key: Key
    objectives: tuple[Key, ...]
    required: frozenset[Key] = frozenset()
    enough: int = 0
    due_at: datetime | None = None
    bonus: int = 0
    """Points for who is done by then."""


@dataclass(frozen=True, slots=True)
class BadgeRule:
    """A badge for whoever a monotone condition holds for."""

    key: Key
    condition: Monotone


@dataclass(frozen=True)
class Rules:
    """Everything that turns a ledger into points, levels and badges."""

    version: int
    pay: Mapping[Key, Pay] = field(default_factory=dict)
    """Objective -> what it gives; an objective without an entry gives no points."""
    caps: tuple[Cap, ...] = ()
    quests: tuple[Quest, ...] = ()
    badges: tuple[BadgeRule, ...] = ()
    levels: Levels = field(default_factory=relative)
    zone: str = "UTC"
    """IANA name of the course's zone: where days and weeks begin."""
    pass_percent: int = 1
    """The least score with which accepted evidence completes an objective."""
    instead: Mapping[Key, Key] = field(default_factory=dict)
    """Objective that is a second way -> the objective that accepted evidence for it counts as too."""


EARLY = "early"
"""The reason of a time bonus, which never counts for a grade."""


@dataclass(frozen=True, slots=True)
class Line:
    """Why somebody has points: one line for each entry that could give some."""

    entry: str
    at: datetime
    objective: Key
    skill: Key
    points: int
    """What it gave."""
    withheld: int
    """What a cap or a window kept back."""
    reason: str
    """Code: "accepted", "improved", "no-better", "below-pass", "award", "cap", "window", "times", "improvement" or
    `EARLY`."""
    cap: int = -1
    """The place among the rules' caps of the one that kept something back; -1: none did."""
