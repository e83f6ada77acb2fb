"""The certificate of an allocation: what it keeps, counted from the pairs alone, whoever made them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tools.peer_review.domain.allocation.graph import circles
from tools.peer_review.domain.allocation.pools import pairs_in, parts
from tools.peer_review.domain.allocation.problem import Pair, Rule, Wanted


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """Numbers that a teacher can check; `broken` names every rule that is not kept."""

    k: int
    pairs: int
    given: Mapping[int, int]
    """Number of reviews -> how many reviewers give so many."""
    received: Mapping[int, int]
    """Number of reviews -> how many works receive so many."""
    own: int
    barred: int
    reciprocal: int
    """Couples of people who review each other."""
    wished: int
    """Pairs that the teacher wants."""
    missing: tuple[Pair, ...]
    """Those of them that are not there."""
    circles: int
    """Groups of people that hang together, beyond one for each pool; 1 is connected."""
    fewer_choices: tuple[int, ...]
    """Reviewers who may get fewer than k works at all, and so give as many as they may."""
    broken: frozenset[Rule]


def certify(wanted: Wanted, pairs: Iterable[Pair]) -> Certificate:
    """Count everything anew from the pairs."""
    listed = list(pairs)
    gives, gets = Counter(reviewer for reviewer, _ in listed), Counter(work for _, work in listed)
    given = Counter(gives[one] for one in wanted.reviewers)
    received = Counter(gets[work] for work in wanted.works)
    own = sum(reviewer in wanted.authors[work] for reviewer, work in listed)
    barred = sum(wanted.bars(reviewer, work) for reviewer, work in listed)
    mutual = 0 if wanted.reciprocal else _mutual(wanted, listed)
    missing = tuple(sorted(wanted.must - set(listed)))
    few = tuple(one for one in wanted.reviewers if wanted.choices(one) < wanted.k)
    pools = parts(wanted)
    apart = 1 + sum(len(circles(part, pairs_in(part, listed))) - 1 for part in pools)
    short = sum(gives[one] != wanted.k for one in wanted.reviewers if one not in set(few))
    spread = max((_spread(gets, part) for part in pools), default=0)
    broken = {
        Rule.GIVEN: bool(short) or any(gives[one] > wanted.k for one in few) or len(set(listed)) < len(listed),
        Rule.RECEIVED: spread > 1,
        Rule.OWN: own > 0,
        Rule.BARRED: barred > 0,
        Rule.RECIPROCAL: mutual > 0,
        Rule.MUST: bool(missing),
        Rule.CONNECTED: apart > 1,
    }
    return Certificate(
        k=wanted.k,
        pairs=len(listed),
        given=given,
        received=received,
        own=own,
        barred=barred,
        reciprocal=mutual,
        wished=len(wanted.must),
        missing=missing,
        circles=apart,
        fewer_choices=few,
        broken=frozenset(rule for rule, is_broken in broken.items() if is_broken),
    )


def _spread(gets: Counter[int], part: Wanted) -> int:
    """How far apart the works of one pool are in what they get."""
    counts = [gets[work] for work in part.works]
    return max(counts, default=0) - min(counts, default=0)


def _mutual(wanted: Wanted, pairs: list[Pair]) -> int:
    """Couples of people of whom each reviews a work of the other."""
    reads = {(reviewer, author) for reviewer, work in pairs for author in wanted.authors[work]}
    return sum(reviewer < author and (author, reviewer) in reads for reviewer, author in reads)
