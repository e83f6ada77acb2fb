"""Allocate reviews: deal, mend by exchanges, and for small rounds find out exactly what is possible.

The same round and seed give the same pairs, on every machine.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lti_tools.pure.lots import Lots
from tools.peer_review.domain.allocation import exact
from tools.peer_review.domain.allocation.certificate import Certificate, certify
from tools.peer_review.domain.allocation.dealing import deal, quotas
from tools.peer_review.domain.allocation.directions import one_way
from tools.peer_review.domain.allocation.pools import parts
from tools.peer_review.domain.allocation.problem import Pair, Rule, Wanted, too_many_wishes
from tools.peer_review.domain.allocation.repairing import mend
from tools.peer_review.domain.allocation.state import State

ALL = frozenset(Rule)
NOTHING: frozenset[Rule] = frozenset()
STEPS = (
    ALL,
    ALL - {Rule.CONNECTED},
    ALL - {Rule.CONNECTED, Rule.RECIPROCAL},
    ALL - {Rule.CONNECTED, Rule.RECIPROCAL, Rule.GIVEN, Rule.RECEIVED},
    ALL - {Rule.CONNECTED, Rule.RECIPROCAL, Rule.GIVEN, Rule.RECEIVED, Rule.MUST},
)
"""What is given up, one after the other, where no allocation keeps everything. Own and barred works never are."""


@dataclass(frozen=True)
class Allocation:
    """The pairs and what can be said of them."""

    pairs: tuple[Pair, ...]
    certificate: Certificate
    impossible: frozenset[Rule]
    """Broken rules of which it is proved that they cannot be kept together with the others."""
    not_found: frozenset[Rule]
    """Broken rules that were not met within the limit of the search; a better allocation may exist."""


def allocate(wanted: Wanted, seed: str) -> Allocation:
    """Find pairs that keep every rule, or as many as can be; raises `ValueError` for k below 1."""
    if wanted.k < 1:
        raise ValueError("everybody gives one review at least")
    pools = parts(wanted)
    if len(pools) > 1:
        return _together(wanted, [allocate(one, f"{seed}-{number}") for number, one in enumerate(pools)])
    if not wanted.reviewers or not wanted.works:
        return _outcome(wanted, (), ALL)
    lots = Lots(seed)
    state = State(wanted, deal(wanted, quotas(wanted, lots), lots))
    if mend(state, lots):
        return _outcome(wanted, tuple(state.pairs), ALL)
    proved = too_many_wishes(wanted)
    if not wanted.reciprocal and not proved and (pairs := one_way(wanted, lots)):
        return _outcome(wanted, pairs, ALL)
    if len(wanted.reviewers) * len(wanted.works) <= exact.MOST_PAIRS:
        return _exactly(wanted, lots)
    return _outcome(wanted, tuple(pair for pair in state.pairs if wanted.allowed(*pair)), proved)


def _together(wanted: Wanted, made: Sequence[Allocation]) -> Allocation:
    """The pools side by side; what was not found in one of them is not proved for the whole."""
    certificate = certify(wanted, [pair for one in made for pair in one.pairs])
    not_found = certificate.broken & frozenset().union(*(one.not_found for one in made))
    pairs = tuple(sorted(pair for one in made for pair in one.pairs))
    return Allocation(pairs, certificate, certificate.broken - not_found, not_found)


def _exactly(wanted: Wanted, lots: Lots) -> Allocation:
    """Give up as little as possible, and say which of it is proved to be impossible."""
    proved = True
    for rules in STEPS:
        answer = exact.solve(wanted, rules, lots)
        if answer.pairs is not None:
            return _outcome(wanted, answer.pairs, ALL if proved else NOTHING)
        proved = proved and answer.proved
    return _outcome(wanted, _best_effort(wanted, lots), ALL if proved else NOTHING)


def _best_effort(wanted: Wanted, lots: Lots) -> tuple[Pair, ...]:
    """As many reviews as everybody may give, the works with fewest first; numbers may differ by more than one."""
    received = dict.fromkeys(wanted.works, 0)
    pairs: list[Pair] = []
    for reviewer in sorted(lots.shuffled(wanted.reviewers), key=wanted.choices):
        choices = lots.shuffled(work for work in wanted.works if wanted.allowed(reviewer, work))
        for work in sorted(choices, key=lambda one: ((reviewer, one) not in wanted.must, received[one]))[: wanted.k]:
            received[work] += 1
            pairs.append((reviewer, work))
    return tuple(pairs)


def _outcome(wanted: Wanted, pairs: tuple[Pair, ...], proved: frozenset[Rule]) -> Allocation:
    """`proved`: rules that cannot be kept, should they turn out to be broken."""
    certificate = certify(wanted, pairs)
    broken = certificate.broken
    return Allocation(tuple(sorted(pairs)), certificate, broken & proved, broken - proved)
