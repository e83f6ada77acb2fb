"""From facts to a grade in percent: thresholds, categories, k of n, mastery, top N, level. All of them monotone.

More evidence never lowers a grade: parts are bests, counts and points over fixed denominators, never running means.
The page "what if", the predictor and the posted grade call the same function.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tools.gamification.domain.conditions.condition import Monotone
from tools.gamification.domain.facts import ALL_SKILLS, Facts, Key


class Grade:
    """A rule that gives a share of the full grade, 0 to 1."""

    __slots__ = ()

    def share(self, facts: Facts) -> Fraction:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Thresholds(Grade):
    """The best of the steps whose condition holds; 0 where none does."""

    steps: tuple[tuple[Monotone, int], ...]
    """(condition, percent)."""

    def share(self, facts: Facts) -> Fraction:
        return Fraction(max((percent for condition, percent in self.steps if condition.holds(facts)), default=0), 100)


@dataclass(frozen=True, slots=True)
class Points(Grade):
    """Points of a skill, or of all, out of a fixed number for the full grade."""

    full: int
    skill: Key = ALL_SKILLS

    def share(self, facts: Facts) -> Fraction:
        return min(Fraction(facts.xp.get(self.skill, 0), self.full), Fraction(1))


@dataclass(frozen=True, slots=True)
class ByLevel(Grade):
    """A percentage per level, from level 1; the last one serves all higher levels. They never fall."""

    percents: tuple[int, ...]

    def __post_init__(self) -> None:
        if not self.percents or list(self.percents) != sorted(self.percents):
            raise ValueError("a higher level never gives less")

    def share(self, facts: Facts) -> Fraction:
        return Fraction(self.percents[min(facts.level, len(self.percents)) - 1], 100)


@dataclass(frozen=True, slots=True)
class Mastery(Grade):
    """How many of the objectives reached a percentage, out of `enough` of them: k of n; all where it is 0."""

    objectives: tuple[Key, ...]
    at_least: int = 1
    enough: int = 0

    def share(self, facts: Facts) -> Fraction:
        reached = sum(
            facts.objective(key).times > 0 and facts.objective(key).best >= self.at_least for key in self.objectives
        )
        return min(Fraction(reached, self.enough or len(self.objectives) or 1), Fraction(1))


@dataclass(frozen=True, slots=True)
class TopN(Grade):
    """The mean of the best `number` scores; what was not done is 0."""

    objectives: tuple[Key, ...]
    number: int

    def share(self, facts: Facts) -> Fraction:
        accepted = (facts.objective(key) for key in self.objectives)
        best = sorted((one.best if one.times else 0 for one in accepted), reverse=True)[: self.number]
        return Fraction(sum(best), 100 * self.number)


@dataclass(frozen=True, slots=True)
class Weighted(Grade):
    """Categories with weights; a category without a weight of its own has 1, never 0."""

    parts: tuple[tuple[Grade, int], ...]

    def share(self, facts: Facts) -> Fraction:
        total = sum(weight for _, weight in self.parts)
        weighed = sum((grade.share(facts) * weight for grade, weight in self.parts), Fraction(0))
        return weighed / total if total else Fraction(0)


def score(grade: Grade, facts: Facts, maximum: int) -> Fraction:
    """The points for the gradebook, out of `maximum`; between 0 and it."""
    return min(max(grade.share(facts), Fraction(0)), Fraction(1)) * maximum


def best_steps(steps: Sequence[tuple[Monotone, int]]) -> Thresholds:
    """Thresholds in the order of what they give."""
    return Thresholds(tuple(sorted(steps, key=lambda step: step[1])))
