"""Who may go to which topic, and how a plan is judged: by its profile, how many have their 1st, 2nd, ... choice."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


class NoPlan(ValueError):
    """The demands exclude each other: no plan meets them, not even one that leaves people without a place."""


class OutOfTime(ValueError):
    """No plan was found in the time given; whether there is one is not known."""


class Aim(StrEnum):
    """What makes one plan better than another, once as many as can be have a place."""

    GENEROUS = "generous"
    """Fewest people at the worst choice, then at the next worst, and so on up (leximin on ranks)."""
    RANK_MAXIMAL = "rank-maximal"
    """Most first choices, then most second ones, and so on down."""
    BEST_ON_AVERAGE = "best-on-average"
    """The smallest sum of ranks."""


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A topic's seats: from `least` to `most`, or none at all where it may be closed."""

    most: int
    least: int = 0
    may_close: bool = True
    supervisor: str = ""
    needs: Mapping[str, int] = field(default_factory=dict)
    """Skill or role -> people with it, where the topic runs."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """An allocation that is asked for."""

    topics: Mapping[int, Topic]
    lists: Mapping[int, tuple[int, ...]]
    """Person -> topics, best first; an empty list for who gave none."""
    levels: Mapping[int, Mapping[int, int]] = field(default_factory=dict)
    """Person -> topic -> its rank where people rated instead: 1 the best, several may be level."""
    depth: int = 0
    """The worst rank that ratings know; 0 where people rank, and the longest list says it."""
    cannot: Mapping[int, frozenset[int]] = field(default_factory=dict)
    skills: Mapping[int, frozenset[str]] = field(default_factory=dict)
    supervisors: Mapping[str, int] = field(default_factory=dict)
    """Supervisor -> people they can take in all their topics."""
    alike: Mapping[str, int] = field(default_factory=dict)
    """Skill -> people with it that one topic has at most."""
    together: tuple[frozenset[int], ...] = ()
    apart: tuple[frozenset[int], ...] = ()
    fixed: Mapping[int, int] = field(default_factory=dict)
    """Person -> the topic they have in every plan, whatever their list says."""
    kept: Mapping[int, int] = field(default_factory=dict)
    """Person -> the topic they have now: once as many as can be have a place, as few as can be lose theirs."""
    fill: bool = True
    """Whether somebody may get a topic that is not on their list, rather than none."""

    @cached_property
    def people(self) -> tuple[int, ...]:
        return tuple(sorted(self.lists))

    @cached_property
    def unlisted(self) -> int:
        """The rank of a topic that is not on a list: one below the longest list."""
        return 1 + (self.depth or max((len(listed) for listed in self.lists.values()), default=0))

    @cached_property
    def is_plain(self) -> bool:
        """Seats and supervisors alone: no minimum sizes, skills, or people who stay together or apart."""
        sizes = any(topic.least or topic.needs for topic in self.topics.values())
        return not (sizes or self.together or self.apart or self.alike)

    def rank(self, person: int, topic: int) -> int | None:
        """1 for the first choice; `unlisted` where it is not on the list; None where the person cannot."""
        if topic in self.cannot.get(person, ()):
            return None
        listed = self.lists[person]
        if topic in listed:
            return self.levels[person][topic] if person in self.levels else listed.index(topic) + 1
        return self.unlisted if self.fill or not listed else None

    def may_have(self, person: int, topic: int) -> bool:
        """Whether a plan may give this to them."""
        if person in self.fixed:
            return self.fixed[person] == topic
        return self.rank(person, topic) is not None

    @cached_property
    def ranks(self) -> Mapping[int, Mapping[int, int]]:
        """Person -> topic they may get -> its rank."""
        return {person: self.ranks_of(person) for person in self.people}

    def ranks_of(self, person: int) -> Mapping[int, int]:
        """Topic they may get -> its rank."""
        if person in self.fixed:
            topic = self.fixed[person]
            return {topic: self.rank(person, topic) or self.unlisted}
        return {topic: rank for topic in sorted(self.topics) if (rank := self.rank(person, topic)) is not None}


@dataclass(frozen=True)
class Plan:
    """Who goes where."""

    places: Mapping[int, int]
    """Person -> topic; who is missing has no place."""
    aim: Aim
    optimal: bool
    """Proved to be the best there is by its aim, given the tie order of the seed."""
    gap: int = 0
    """People by which the last improvable count may still be too high; 0 where `optimal`."""


def profile(wanted: Wanted, places: Mapping[int, int]) -> tuple[int, ...]:
    """How many who gave a list have their 1st, 2nd, ... choice, and last an unlisted topic."""
    listed = ((person, topic) for person, topic in places.items() if wanted.lists[person])
    counted = Counter(wanted.rank(person, topic) or wanted.unlisted for person, topic in listed)
    return tuple(counted[rank] for rank in range(1, wanted.unlisted + 1))


def unplaced(wanted: Wanted, places: Mapping[int, int]) -> tuple[int, ...]:
    return tuple(person for person in wanted.people if person not in places)
