"""Why a condition holds or not, as a tree of codes and numbers that a page turns into sentences."""

from dataclasses import dataclass

from tools.gamification.domain.conditions.condition import (
    After,
    AtLeast,
    Before,
    Condition,
    Done,
    Failed,
    Level,
    MonotoneAtLeast,
    Not,
    Score,
    Xp,
    parts_of,
)
from tools.gamification.domain.facts import Facts


@dataclass(frozen=True)
class Explanation:
    """One condition, whether it holds, and how far somebody is: "2 of 3 still open"."""

    condition: Condition
    met: bool
    reached: int
    wanted: int
    """`reached` of `wanted`: parts that hold, times done, percent, points, level; of 1 where there are no steps."""
    parts: tuple["Explanation", ...] = ()

    @property
    def open(self) -> int:
        """How many more are needed; 0 where the condition holds."""
        return 0 if self.met else max(self.wanted - self.reached, 1)

    @property
    def open_parts(self) -> tuple["Explanation", ...]:
        return tuple(part for part in self.parts if not part.met)


def explain(condition: Condition, facts: Facts) -> Explanation:
    """Explain a condition and all its parts."""
    met = condition.holds(facts)
    parts = tuple(explain(part, facts) for part in parts_of(condition))
    reached, wanted = _steps(condition, facts, met, parts)
    return Explanation(condition, met, min(reached, wanted), wanted, parts)


def _steps(condition: Condition, facts: Facts, met: bool, parts: tuple[Explanation, ...]) -> tuple[int, int]:
    match condition:
        case AtLeast(number, _) | MonotoneAtLeast(number, _):
            return sum(part.met for part in parts), number
        case Done(objective, times, _):
            return facts.objective(objective).times if met or times > 1 else 0, times
        case Score(objective, at_least):
            return facts.objective(objective).best, at_least
        case Xp(at_least, skill):
            return facts.xp.get(skill, 0), at_least
        case Level(at_least):
            return facts.level, at_least
        case Failed(objective, _, tries):
            return facts.objective(objective).tries, tries
        case Not() | After() | Before():
            return int(met), 1
    return int(met), 1
