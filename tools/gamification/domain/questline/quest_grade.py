"""The grade by quests: how many are done, out of all or of so many."""

from dataclasses import dataclass
from fractions import Fraction

from tools.gamification.domain.facts import Facts, Key
from tools.gamification.domain.grading import Grade


@dataclass(frozen=True, slots=True)
class QuestShare(Grade):
    """Quests done out of `enough` of them; of all where it is 0. Monotone: a quest once done stays done."""

    quests: tuple[Key, ...]
    enough: int = 0

    def share(self, facts: Facts) -> Fraction:
        wanted = min(self.enough, len(self.quests)) or len(self.quests)
        done = sum(key in facts.quests_done for key in self.quests)
        return min(Fraction(done, wanted), Fraction(1)) if wanted else Fraction(0)
