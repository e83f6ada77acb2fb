"""The rules of a placing as values: what the teacher's form stores, read once."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

MOST_LISTED = 10
"""Choices on a list at most."""
MOST_SEATS = 1000
MOST_STARS = 5
"""The best rating of a topic; the worst is 1."""


class Way(StrEnum):
    """How people come to their topic."""

    LISTS = "lists"
    """They list topics, best first, and a plan is worked out."""
    FIRST_COME = "first-come"
    """They take a seat themselves, as long as there is one."""


class Asks(StrEnum):
    """What students say about topics."""

    RANKS = "ranks"
    """A list of so many, best first."""
    RATINGS = "ratings"
    """Each topic from 1 to `MOST_STARS`; topics may be level."""


class Exchanges(StrEnum):
    """Whether students may exchange their topics once they know them."""

    NO = "no"
    ASKED = "asked"
    """Two agree, and the teacher says yes or no."""
    FREE = "free"
    """Two agree, and it is done."""


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What holds for all topics and lists."""

    way: Way = Way.LISTS
    asks: Asks = Asks.RANKS
    length: int = 3
    """Choices that each list has, no more and no fewer; nothing where topics are rated."""
    least: int = 0
    """People that a topic runs with at least."""
    most: int = 5
    closes_unfilled: bool = True
    """A topic with fewer than its least is left out; else it must run."""
    fill: bool = True
    """Who can get nothing of their list gets another topic rather than none."""
    keeps_groups: bool = False
    """The activity's groups stay together."""
    exchanges: Exchanges = Exchanges.NO
    supervisors: Mapping[str, int] = field(default_factory=dict)
    """Name -> people they take in all their topics."""
    needs: Mapping[str, int] = field(default_factory=dict)
    """"fact=value" -> people with it that every topic has which runs."""
    alike: Mapping[str, int] = field(default_factory=dict)
    """Fact -> people with the same value of it that one topic has at most: 2 of one section, say."""

    @property
    def rated(self) -> bool:
        return self.asks is Asks.RATINGS

    @property
    def depth(self) -> int:
        """Ranks that a topic which somebody asked for can have: 1 the best."""
        return MOST_STARS if self.rated else self.length


def read_rules(stored: Mapping[str, Any]) -> Rules:
    """Rules as stored -> values; what is missing gets its default."""
    known = {key: stored[key] for key in Rules.__dataclass_fields__ if key in stored}
    for key, kind in (("way", Way), ("asks", Asks), ("exchanges", Exchanges)):
        if key in known:
            known[key] = kind(known[key])
    return Rules(**known)


def write_rules(rules: Rules) -> dict[str, Any]:
    """Values -> JSON."""
    return {key: dict(value) if isinstance(value, Mapping) else value for key, value in asdict(rules).items()}
