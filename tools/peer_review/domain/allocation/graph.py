"""Whether everybody hangs together by reviews, and how to join circles that closed."""

from collections.abc import Iterable

from lti_tools.pure.lots import Lots
from tools.peer_review.domain.allocation.problem import Pair, Wanted
from tools.peer_review.domain.allocation.state import State

TRIES = 400


def circles(wanted: Wanted, pairs: Iterable[Pair]) -> list[set[int]]:
    """The groups of people that hang together by reviewing or being authors of one work; the largest first."""
    listed = list(pairs)
    parent = {one: one for one in (*wanted.reviewers, *(reviewer for reviewer, _ in listed))}
    for authors in wanted.authors.values():
        parent.update({one: one for one in authors if one not in parent})

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for authors in wanted.authors.values():
        first, *others = sorted(authors)
        for other in others:
            parent[root(other)] = root(first)
    for reviewer, work in listed:
        parent[root(reviewer)] = root(min(wanted.authors[work]))
    found: dict[int, set[int]] = {}
    for one in parent:
        found.setdefault(root(one), set()).add(one)
    return sorted(found.values(), key=lambda circle: (-len(circle), min(circle)))


def join(state: State, lots: Lots) -> bool:
    """Exchange pairs between closed circles until one is left; False where that was not found."""
    apart = circles(state.wanted, state.pairs)
    for _ in range(TRIES):
        if len(apart) == 1:
            return True
        smallest = apart[-1]
        inside = [place for place, pair in enumerate(state.pairs) if pair[0] in smallest]
        outside = [place for place, pair in enumerate(state.pairs) if pair[0] not in smallest]
        if not inside or not outside:
            return False
        one, other = lots.chosen(inside), lots.chosen(outside)
        if state.exchange(one, other):
            now = circles(state.wanted, state.pairs)
            if len(now) < len(apart):
                apart = now
            else:
                state.undo_exchange(one, other)
    return len(apart) == 1
