"""What earns points for taking part: parts that count once each, never by number, place or outcome."""

from collections.abc import Collection
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum


class Part(StrEnum):
    """A way to take part."""

    VOTE = "vote"
    """A ballot; undecided and "no preference" are votes."""
    LIST = "list"
    """A list of topics, where students were asked for one."""
    PROPOSE = "propose"
    """A proposal that came onto the list."""
    DISCUSS = "discuss"
    """A comment on an option."""


USUAL = (Part.VOTE, Part.LIST)
"""What counts where the teacher has not said otherwise."""


def earned(points: int, asked: Collection[Part], done: Collection[Part], *, excused: bool) -> Decimal:
    """The score of somebody who did these parts: each one asked for is worth the same. 0 where nothing is asked for.

    Who is excused is scored as if everything asked for were done: gradebooks take no "exempt" from a tool.
    """
    if not asked:
        return Decimal(0)
    if excused:
        return Decimal(points)
    share = Decimal(points) * len(set(asked) & set(done)) / len(set(asked))
    return share.quantize(Decimal("0.01"), ROUND_HALF_UP)
