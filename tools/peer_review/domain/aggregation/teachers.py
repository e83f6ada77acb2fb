"""A teacher's own review beside those of peers: the mark itself, or as much as some reviews."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from tools.peer_review.domain.aggregation.limits import TENTH
from tools.peer_review.domain.aggregation.marks import Mark


def with_teacher(mark: Mark, given: Decimal, weight: int) -> Mark:
    """The mark with a teacher's `given`, in percent; `weight` 0 is final.

    Else: (sum of the table's weights x mark of the table + weight x given) / (sum of the weights + weight). The teacher
    is taken at their word, so the interval shrinks to the part that peers have. A teacher has looked: nothing is
    provisional any more. `ValueError` for a weight below 0.
    """
    if weight < 0:
        raise ValueError("a teacher's review counts 0 or more")
    told = given.quantize(TENTH, ROUND_HALF_UP)
    peers = sum((row.weight for row in mark.rows), Decimal(0))
    if not weight or mark.mark is None or not peers:
        return replace(mark, mark=told, low=None, high=None, provisional=False, teacher=told, teacher_weight=weight)
    share = peers / (peers + weight)
    whole = (mark.mark * share + told * (1 - share)).quantize(TENTH, ROUND_HALF_UP)
    low, high = (
        None if end is None else (whole + (end - mark.mark) * share).quantize(TENTH, ROUND_HALF_UP)
        for end in (mark.low, mark.high)
    )
    return replace(mark, mark=whole, low=low, high=high, provisional=False, teacher=told, teacher_weight=weight)
