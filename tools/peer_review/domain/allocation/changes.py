"""Changes while reviews are under way: somebody enters late, somebody leaves. A started review is never touched."""

from collections.abc import Iterable
from dataclasses import dataclass

from lti_tools.pure.lots import Lots
from tools.peer_review.domain.allocation.problem import Pair, Wanted
from tools.peer_review.domain.allocation.state import State


@dataclass(frozen=True)
class Change:
    """The pairs afterwards, and what came and went."""

    pairs: tuple[Pair, ...]
    added: frozenset[Pair]
    removed: frozenset[Pair]
    missing: int
    """Reviews that a work should receive and nobody was found for: to be offered to others, need first."""


def enter(wanted: Wanted, pairs: Iterable[Pair], started: Iterable[Pair], newcomer: int, seed: str) -> Change:
    """Let a late author in: each of k reviews not yet started, a -> b, becomes a -> newcomer and newcomer -> b.

    So nobody else gives or receives more or less than before. `wanted` knows the newcomer and one work of theirs
    already. Where too few reviews are not started, the newcomer takes the works that need reviews most, and the rest of
    their own reviews is `missing`.
    """
    before, fixed, lots = set(pairs), set(started), Lots(seed)
    (work,) = wanted.works_of[newcomer]
    state = State(wanted, sorted(before), fixed)
    open_pairs = lots.shuffled(sorted(before - fixed))
    given = 0
    for pair in open_pairs:
        if given == wanted.k:
            break
        reviewer, read = pair
        state.known.discard(pair)
        if state.fits(reviewer, work) and state.fits(newcomer, read):
            state.known |= {(reviewer, work), (newcomer, read)}
            given += 1
        else:
            state.known.add(pair)
    missing = wanted.k - given
    _take_by_need(state, newcomer, missing, lots)
    return _change(before, state.known, missing)


def leave(wanted: Wanted, pairs: Iterable[Pair], started: Iterable[Pair], person: int, seed: str) -> Change:
    """Let somebody go whose work goes with them: who reviewed it gets a work that they were to review.

    `wanted` still knows the person. Reviews of theirs that are started stay; those of their work go, started or not.
    """
    before, fixed, lots = set(pairs), set(started), Lots(seed)
    works = set(wanted.works_of.get(person, ()))
    free_reviewers = lots.shuffled(sorted(reviewer for reviewer, work in before if work in works))
    free_works = lots.shuffled(sorted(work for reviewer, work in before - fixed if reviewer == person))
    kept = {pair for pair in before if pair[1] not in works and (pair[0] != person or pair in fixed)}
    state = State(wanted, sorted(kept), fixed)
    missing = 0
    for work in free_works:
        taker = next((one for one in free_reviewers if one != person and state.fits(one, work)), None)
        if taker is None:
            missing += 1
        else:
            free_reviewers.remove(taker)
            state.known.add((taker, work))
    return _change(before, state.known, missing)


def offers(wanted: Wanted, pairs: Iterable[Pair], under_way: dict[int, int], reviewer: int, seed: str) -> list[int]:
    """The works that `reviewer` may take on top, the neediest first: fewest finished or under way, then by lot."""
    state = State(wanted, pairs)
    fitting = Lots(seed).shuffled(work for work in wanted.works if state.fits(reviewer, work))
    return sorted(fitting, key=lambda work: under_way.get(work, 0))


def _take_by_need(state: State, newcomer: int, number: int, lots: Lots) -> None:
    received = dict.fromkeys(state.wanted.works, 0)
    for _, work in state.known:
        received[work] += 1
    fitting = lots.shuffled(work for work in state.wanted.works if state.fits(newcomer, work))
    for work in sorted(fitting, key=lambda one: received[one])[:number]:
        state.known.add((newcomer, work))


def _change(before: set[Pair], after: set[Pair], missing: int) -> Change:
    return Change(tuple(sorted(after)), frozenset(after - before), frozenset(before - after), missing)
