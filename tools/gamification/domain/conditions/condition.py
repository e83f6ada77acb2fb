"""The one language of conditions: for unlocks, badges, levels, grades and the predictor.

`Monotone` conditions stay true once they are true, whatever evidence comes later; badges, levels and grades take only
those, so that more learning never takes anything away. `Not`, `Failed` and `Before` can turn false again and serve
unlocks and second chances alone; the types keep the two apart.
"""

from dataclasses import dataclass
from datetime import datetime

from tools.gamification.domain.facts import ALL_SKILLS, Facts, Key


class Condition:
    """Holds or not for a learner's facts."""

    __slots__ = ()

    def holds(self, facts: Facts) -> bool:
        raise NotImplementedError


class Monotone(Condition):
    """A condition that more evidence and later time never turn false."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Done(Monotone):
    """An objective was accepted so many times, the first before `by` where a date is given."""

    objective: Key
    times: int = 1
    by: datetime | None = None

    def holds(self, facts: Facts) -> bool:
        achieved = facts.objective(self.objective)
        in_time = self.by is None or (achieved.first_at is not None and achieved.first_at < self.by)
        return achieved.times >= self.times and in_time


@dataclass(frozen=True, slots=True)
class QuestDone(Monotone):
    """A quest is completed, before `by` where a date is given."""

    quest: Key
    by: datetime | None = None

    def holds(self, facts: Facts) -> bool:
        at = facts.quests_done.get(self.quest)
        return at is not None and (self.by is None or at < self.by)


@dataclass(frozen=True, slots=True)
class Score(Monotone):
    """The best score of an objective reaches a percentage."""

    objective: Key
    at_least: int

    def holds(self, facts: Facts) -> bool:
        achieved = facts.objective(self.objective)
        return achieved.times > 0 and achieved.best >= self.at_least


@dataclass(frozen=True, slots=True)
class Xp(Monotone):
    """Points of a skill, or of all."""

    at_least: int
    skill: Key = ALL_SKILLS

    def holds(self, facts: Facts) -> bool:
        return facts.xp.get(self.skill, 0) >= self.at_least


@dataclass(frozen=True, slots=True)
class Level(Monotone):
    """A level is reached."""

    at_least: int

    def holds(self, facts: Facts) -> bool:
        return facts.level >= self.at_least


@dataclass(frozen=True, slots=True)
class Badge(Monotone):
    """A badge is held."""

    badge: Key

    def holds(self, facts: Facts) -> bool:
        return self.badge in facts.badges


@dataclass(frozen=True, slots=True)
class FeedbackRead(Monotone):
    """The feedback to an objective was opened."""

    objective: Key

    def holds(self, facts: Facts) -> bool:
        return facts.objective(self.objective).feedback_read


@dataclass(frozen=True, slots=True)
class After(Monotone):
    """A moment has come."""

    at: datetime

    def holds(self, facts: Facts) -> bool:
        return facts.now >= self.at


@dataclass(frozen=True, slots=True)
class Before(Condition):
    """A moment has not come yet."""

    at: datetime

    def holds(self, facts: Facts) -> bool:
        return facts.now < self.at


@dataclass(frozen=True, slots=True)
class Failed(Condition):
    """An objective was tried so often and is still below a percentage: the door to a second way."""

    objective: Key
    below: int
    tries: int = 1

    def holds(self, facts: Facts) -> bool:
        achieved = facts.objective(self.objective)
        return achieved.tries >= self.tries and (achieved.times == 0 or achieved.best < self.below)


@dataclass(frozen=True, slots=True)
class AtLeast(Condition):
    """So many of the parts hold. All of them is AND, one is OR; none asked for always holds."""

    number: int
    parts: tuple[Condition, ...]

    def holds(self, facts: Facts) -> bool:
        return sum(part.holds(facts) for part in self.parts) >= self.number


@dataclass(frozen=True, slots=True)
class MonotoneAtLeast(Monotone):
    """`AtLeast` over parts that are monotone themselves."""

    number: int
    parts: tuple[Monotone, ...]

    def holds(self, facts: Facts) -> bool:
        return sum(part.holds(facts) for part in self.parts) >= self.number


@dataclass(frozen=True, slots=True)
class Not(Condition):
    """The part does not hold."""

    part: Condition

    def holds(self, facts: Facts) -> bool:
        return not self.part.holds(facts)


ALWAYS = MonotoneAtLeast(0, ())
"""No condition at all."""


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """The conditions that this one is made of; none for a leaf."""
    if isinstance(condition, (AtLeast, MonotoneAtLeast)):
        return condition.parts
    return (condition.part,) if isinstance(condition, Not) else ()
