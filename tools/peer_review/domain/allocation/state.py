"""An allocation being made: pairs that can be exchanged two by two, which leaves every number of reviews as it is."""

from collections.abc import Iterable

from lti_tools.pure.lots import Lots
from tools.peer_review.domain.allocation.problem import Pair, Wanted


class State:
    """The pairs, in a list to draw from and in a set to look up. `held` ones are never exchanged."""

    def __init__(self, wanted: Wanted, pairs: Iterable[Pair], held: Iterable[Pair] = ()) -> None:
        self.wanted = wanted
        self.pairs = list(pairs)
        self.known = set(self.pairs)
        self.held = set(held)
        self.lenient = False
        """Set where two people may review each other rather than that a review is lost."""
        self.tried = 0
        """Exchanges looked at so far: what a limit counts, the same on every machine."""

    def fits(self, reviewer: int, work: int) -> bool:
        """Whether the pair could be added as things stand."""
        return (reviewer, work) not in self.known and self.good((reviewer, work))

    def mutual(self, reviewer: int, work: int) -> bool:
        """Whether an author of `work` reviews a work of `reviewer`, where that is not wanted."""
        if self.wanted.reciprocal or self.lenient:
            return False
        own = self.wanted.works_of.get(reviewer, ())
        return any((author, mine) in self.known for author in self.wanted.authors[work] for mine in own)

    def good(self, pair: Pair) -> bool:
        """Whether a pair of the allocation keeps every rule."""
        return self.wanted.allowed(*pair) and not self.mutual(*pair)

    def exchange(self, one: int, other: int, *, needed: Pair | None = None) -> bool:
        """Give the reviewers at places `one` and `other` each other's work, if both new pairs fit; False if not.

        `needed` is a new pair that may come in although it does not fit, because the teacher wants it.
        """
        self.tried += 1
        first, second = self.pairs[one], self.pairs[other]
        if first[0] == second[0] or first[1] == second[1] or first in self.held or second in self.held:
            return False
        crossed, across = (first[0], second[1]), (second[0], first[1])
        self.known -= {first, second}
        if crossed == needed or self.fits(*crossed):
            self.known.add(crossed)
            if across == needed or self.fits(*across):
                self.known.add(across)
                self.pairs[one], self.pairs[other] = crossed, across
                return True
            self.known.discard(crossed)
        self.known |= {first, second}
        return False

    def undo_exchange(self, one: int, other: int) -> None:
        """Take the last exchange of these places back."""
        first, second = self.pairs[one], self.pairs[other]
        self.known -= {first, second}
        self.pairs[one], self.pairs[other] = (first[0], second[1]), (second[0], first[1])
        self.known |= {self.pairs[one], self.pairs[other]}

    def bad(self) -> list[int]:
        """The places of pairs that break a rule."""
        return [place for place, pair in enumerate(self.pairs) if pair not in self.held and not self.good(pair)]


TRIES = 60
"""Partners drawn for one pair before all are looked at in turn."""


def exchange_with_any(state: State, place: int, lots: Lots) -> bool:
    """Exchange the pair at `place` with a drawn partner, else with the first that fits; False where none does."""
    size = len(state.pairs)
    if any(state.exchange(place, lots.below(size)) for _ in range(TRIES)):
        return True
    start = lots.below(size)
    return any(state.exchange(place, (start + step) % size) for step in range(size))
