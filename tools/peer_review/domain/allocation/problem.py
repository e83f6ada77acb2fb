"""What an allocation of reviews is asked for, and which pairs of reviewer and work it may hold."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

Pair = tuple[int, int]
"""(reviewer, work): ids of a person and of a work."""
REST = -1
"""The pool of people of whom none is told."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A round of reviews. People and works have ids of their own; a work belongs to one person or to a group."""

    reviewers: tuple[int, ...]
    authors: Mapping[int, frozenset[int]]
    """Work -> the people who made it. Nobody gets a work of theirs."""
    k: int
    """Reviews that each reviewer gives, 1 or more."""
    barred: Mapping[int, frozenset[int]] = field(default_factory=dict)
    """Reviewer -> works not to get: of group mates, blocked pairs, reviewed in an earlier round."""
    must: frozenset[Pair] = frozenset()
    """Pairs the teacher wants."""
    reciprocal: bool = False
    """Whether two people may review each other."""
    pools: Mapping[int, int] = field(default_factory=dict)
    """Person -> number of their pool, 0 or more; who is not in it is in one more. People of one pool get works of
    that pool alone. Empty: all are in one."""

    @cached_property
    def works(self) -> tuple[int, ...]:
        return tuple(sorted(self.authors))

    @cached_property
    def works_of(self) -> Mapping[int, tuple[int, ...]]:
        """Person -> works of theirs."""
        found: dict[int, list[int]] = {}
        for work in self.works:
            for person in self.authors[work]:
                found.setdefault(person, []).append(work)
        return {person: tuple(works) for person, works in found.items()}

    @cached_property
    def possible_must(self) -> frozenset[Pair]:
        """The pairs the teacher wants, without those that may never be."""
        return frozenset(pair for pair in self.must if pair[1] in self.authors and self.allowed(*pair))

    @cached_property
    def works_in(self) -> Mapping[int, frozenset[int]]:
        """Number of a pool -> the works in it: a group's is in the pool of its first member."""
        found: dict[int, set[int]] = {}
        for work, people in self.authors.items():
            found.setdefault(self.pool_of(min(people, default=REST)), set()).add(work)
        return {pool: frozenset(works) for pool, works in found.items()}

    def pool_of(self, person: int) -> int:
        return self.pools.get(person, REST)

    def bars(self, reviewer: int, work: int) -> bool:
        """Whether a rule keeps the work from the reviewer: it is barred for them, or of another pool."""
        if work in self.barred.get(reviewer, ()):
            return True
        return bool(self.pools) and work not in self.works_in.get(self.pool_of(reviewer), ())

    def allowed(self, reviewer: int, work: int) -> bool:
        """Whether the pair may ever be: not one's own work, and no rule against it."""
        return reviewer not in self.authors[work] and not self.bars(reviewer, work)

    def choices(self, reviewer: int) -> int:
        """How many works the reviewer may get at all."""
        here = self.works_in.get(self.pool_of(reviewer), frozenset())
        return len(here) - len(here.intersection({*self.works_of.get(reviewer, ()), *self.barred.get(reviewer, ())}))


class Rule(StrEnum):
    """What an allocation promises; a broken or impossible one is named by it."""

    GIVEN = "given"
    """Everybody gives k reviews."""
    RECEIVED = "received"
    """All works receive equally many, or one more where it does not divide."""
    OWN = "own"
    BARRED = "barred"
    MUST = "must"
    RECIPROCAL = "reciprocal"
    CONNECTED = "connected"
    """Every two people hang together by reviews, so that strict reviewers can be told from weak work."""


@dataclass(frozen=True)
class Quotas:
    """How many reviews each reviewer gives and each work receives; both sum to the same."""

    given: Mapping[int, int]
    received: Mapping[int, int]


def too_many_wishes(wanted: Wanted) -> frozenset[Rule]:
    """What the teacher's wishes alone make impossible, found by counting, in rounds of any size.

    More wishes for a reviewer than they give, or for a work than it may receive while all receive equally many; or two
    people who must review each other.
    """
    must = wanted.possible_must
    given = {one: min(wanted.k, wanted.choices(one)) for one in wanted.reviewers}
    most = -(-sum(given.values()) // max(len(wanted.works), 1))
    by_reviewer, by_work = Counter(one for one, _ in must), Counter(work for _, work in must)
    crowded = any(number > given.get(one, 0) for one, number in by_reviewer.items()) or any(
        number > most for number in by_work.values()
    )
    reads = {(reviewer, author) for reviewer, work in must for author in wanted.authors[work]}
    mutual = not wanted.reciprocal and any((author, reviewer) in reads for reviewer, author in reads)
    return frozenset({*([Rule.MUST] if crowded else []), *([Rule.RECIPROCAL] if mutual else [])})
