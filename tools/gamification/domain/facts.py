"""What is known of one learner: everything that conditions, levels, badges and grades look at, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

Key = str
"""Names an objective, quest, badge or skill within a questline; chosen once, never reused."""
ALL_SKILLS: Key = ""
"""Stands for the sum over all skills."""


@dataclass(frozen=True)
class Achieved:
    """One objective as a learner stands with it."""

    times: int = 0
    """Accepted pieces of evidence."""
    best: int = 0
    """Best score in percent, 0 to 100."""
    tries: int = 0
    """Attempts, accepted or not."""
    first_at: datetime | None = None
    feedback_read: bool = False
    last_at: datetime | None = None
    """Of the newest accepted piece."""


UNTOUCHED = Achieved()


@dataclass(frozen=True)
class Facts:
    """One learner at one moment. More evidence only ever adds: counts, bests, points, levels and badges grow."""

    now: datetime
    objectives: Mapping[Key, Achieved] = field(default_factory=dict)
    quests_done: Mapping[Key, datetime] = field(default_factory=dict)
    """Quest -> when it was completed first."""
    xp: Mapping[Key, int] = field(default_factory=dict)
    """Skill -> points, and their sum under `ALL_SKILLS`."""
    level: int = 1
    badges: frozenset[Key] = frozenset()
    bonus: int = 0
    """Of all points those for being in time: they never count for a grade."""

    def objective(self, key: Key) -> Achieved:
        return self.objectives.get(key, UNTOUCHED)
