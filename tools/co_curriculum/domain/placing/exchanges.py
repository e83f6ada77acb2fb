"""How an offer to exchange topics stands, and whether the exchange keeps the rules."""

from collections.abc import Mapping
from enum import StrEnum

from tools.co_curriculum.domain.placing.checking import Trouble, broken
from tools.co_curriculum.domain.placing.problem import Wanted


class State(StrEnum):
    """Of an offer."""

    OPEN = "open"
    AGREED = "agreed"
    """Somebody took it; the teacher has to say yes or no."""
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


def newly_broken(wanted: Wanted, before: Mapping[int, int], after: Mapping[int, int]) -> list[Trouble]:
    """Rules that `after` breaks and `before` does not."""
    known = broken(wanted, before)
    return [trouble for trouble in broken(wanted, after) if trouble not in known]


def exchanged(places: Mapping[int, int], one: int, other: int) -> dict[int, int]:
    """The places after two people have exchanged theirs."""
    return {**places, one: places[other], other: places[one]}
