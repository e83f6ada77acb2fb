"""Reviewing while works still come in: who comes takes what is short, and who has not begun yet takes what comes."""

from collections import Counter
from collections.abc import Iterable

from lti_tools.pure.lots import Lots
from tools.peer_review.domain.allocation.changes import Change
from tools.peer_review.domain.allocation.problem import Pair, Wanted
from tools.peer_review.domain.allocation.state import State


def join(wanted: Wanted, pairs: Iterable[Pair], started: Iterable[Pair], newcomer: int, seed: str) -> Change:
    """Let an author in while others still hand in. A started review is never touched.

    First the newcomer takes works that are short; then reviews that are not started, a -> b, become a -> newcomer
    and newcomer -> b; then the newcomer takes what needs a review most, so that they need not wait. At last what can
    be moved goes to works that are short. What is short after that is for those who come next.
    """
    flow = _Flow(wanted, pairs, started, seed)
    (work,) = wanted.works_of[newcomer]
    flow.take(newcomer, short=True)
    flow.swap(newcomer, work)
    flow.take(newcomer, short=False)
    flow.even_out()
    return flow.change(work)


def settle(wanted: Wanted, pairs: Iterable[Pair], started: Iterable[Pair], seed: str) -> Change:
    """Nobody else comes: reviews not yet started go from works that have more than their share to works that are short,
    and who has fewer than k gets what is short. `missing` counts what all works together are short of."""
    flow = _Flow(wanted, pairs, started, seed)
    flow.even_out()
    return flow.change()


class _Flow:
    """The pairs while they change, with how many each work receives and each person gives."""

    def __init__(self, wanted: Wanted, pairs: Iterable[Pair], started: Iterable[Pair], seed: str) -> None:
        self.wanted, self.lots = wanted, Lots(seed)
        self.before, self.fixed = set(pairs), set(started)
        self.state = State(wanted, sorted(self.before), self.fixed)
        self.share = len(wanted.reviewers) * wanted.k // max(len(wanted.works), 1)
        """What a work receives at least once everybody gives k."""
        self.received = Counter(work for _, work in self.before)
        self.given = Counter(reviewer for reviewer, _ in self.before)

    def _add(self, reviewer: int, work: int) -> None:
        self.state.known.add((reviewer, work))
        self.received[work] += 1
        self.given[reviewer] += 1

    def _remove(self, reviewer: int, work: int) -> None:
        self.state.known.discard((reviewer, work))
        self.received[work] -= 1
        self.given[reviewer] -= 1

    def _by_need(self, works: Iterable[int]) -> list[int]:
        return sorted(self.lots.shuffled(sorted(works)), key=lambda work: self.received[work])

    def _short(self) -> list[int]:
        return [work for work in self.wanted.works if self.received[work] < self.share]

    def _open(self) -> list[Pair]:
        """Reviews that nobody has started, in an order by lot."""
        return self.lots.shuffled(sorted(self.state.known - self.fixed))

    def take(self, person: int, *, short: bool) -> None:
        """Give a person works up to k, the neediest first; `short`: only works that are short."""
        for work in self._by_need(self._short() if short else self.wanted.works):
            if self.given[person] >= self.wanted.k:
                return
            if self.state.fits(person, work):
                self._add(person, work)

    def swap(self, newcomer: int, own: int) -> None:
        """Put the newcomer between reviewers who have not begun and their works."""
        for reviewer, work in self._open():
            if self.given[newcomer] >= self.wanted.k or self.received[own] >= self.share:
                return
            if reviewer == newcomer:
                continue
            self._remove(reviewer, work)
            if self.state.fits(reviewer, own) and self.state.fits(newcomer, work):
                self._add(reviewer, own)
                self._add(newcomer, work)
            else:
                self._add(reviewer, work)

    def even_out(self) -> None:
        """Bring works that are short up to their share, as far as reviews that are not begun and people allow."""
        for work in self._by_need(self._short()):
            self._from_plenty(work)
            self._from_idle(work)

    def _from_plenty(self, short: int) -> None:
        for reviewer, work in self._open():
            if self.received[short] >= self.share:
                return
            if self.received[work] <= self.share:
                continue
            self._remove(reviewer, work)
            self._add(reviewer, short if self.state.fits(reviewer, short) else work)

    def _from_idle(self, short: int) -> None:
        for reviewer in sorted(self.lots.shuffled(self.wanted.reviewers), key=lambda one: self.given[one]):
            if self.received[short] >= self.share or self.given[reviewer] >= self.wanted.k:
                return
            if self.state.fits(reviewer, short):
                self._add(reviewer, short)

    def change(self, work: int | None = None) -> Change:
        after = self.state.known
        works = self._short() if work is None else [work]
        missing = sum(max(self.share - self.received[one], 0) for one in works)
        return Change(tuple(sorted(after)), frozenset(after - self.before), frozenset(self.before - after), missing)
