"""Mending an allocation by exchanges: wanted pairs in, pairs that break a rule out, closed circles joined.

Between rounds over the bad pairs good ones are shuffled a little, so that a dead end opens.
"""

from lti_tools.pure.lots import Lots
from tools.peer_review.domain.allocation.graph import join
from tools.peer_review.domain.allocation.problem import Pair
from tools.peer_review.domain.allocation.state import State, exchange_with_any

PATIENCE = 100
"""Exchanges looked at for each pair of the allocation before mending is given up."""

WAYS = 20
"""How often a wanted pair is tried, each time with another work of its reviewer to give away."""


def mend(state: State, lots: Lots) -> bool:
    """Exchange until every rule is kept; False where that was not found within the limit."""
    for pair in sorted(state.wanted.possible_must):
        put_in(state, pair, lots)
    limit = PATIENCE * (len(state.pairs) + 20)
    while (bad := state.bad()) and state.tried < limit:
        still_bad = (place for place in bad if not state.good(state.pairs[place]))
        stuck = [place for place in still_bad if not exchange_with_any(state, place, lots)]
        for _ in range(len(stuck) * 4):
            exchange_with_any(state, lots.below(len(state.pairs)), lots)
    good = not state.bad() and join(state, lots) and state.wanted.possible_must <= state.known
    if not good:
        _save_reviews(state, lots)
    return good


def _save_reviews(state: State, lots: Lots) -> None:
    """Get rid of own and barred works at least, at the price of people who review each other."""
    state.lenient = True
    for place in state.bad():
        exchange_with_any(state, place, lots)
    state.lenient = False


def put_in(state: State, pair: Pair, lots: Lots) -> bool:
    """Bring a wanted pair in: its reviewer gives a work away to somebody who reviews the wanted one. Then hold it."""
    for _ in range(WAYS):
        if pair in state.known or _give_and_take(state, pair, lots):
            state.held.add(pair)
            return True
        exchange_with_any(state, lots.chosen(_places(state, reviewer=pair[0])), lots)
    return False


def _give_and_take(state: State, pair: Pair, lots: Lots) -> bool:
    mine, theirs = _places(state, reviewer=pair[0]), _places(state, work=pair[1])
    ways = lots.shuffled((one, other) for one in mine for other in theirs)
    return any(state.exchange(one, other, needed=pair) for one, other in ways)


def _places(state: State, reviewer: int | None = None, work: int | None = None) -> list[int]:
    return [place for place, pair in enumerate(state.pairs) if reviewer == pair[0] or work == pair[1]]
