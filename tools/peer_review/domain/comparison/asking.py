"""Which two works a reviewer is asked to compare: neighbours on a ring of the works that they review.

Each work is met twice by each of its reviewers, once on the left and once on the right. All pairs of four works would
be six questions instead of four and tell hardly more: who has read four works has one view of each, and the two pairs
across follow from the others (see the test that measures it).
"""

from collections.abc import Sequence
from hashlib import sha256
from itertools import pairwise

Two = tuple[int, int]


def ring(reviews: Sequence[int], seed: str) -> list[Two]:
    """The pairs, by the ids of the reviews, in an order that the seed tells and that says nothing of the works.

    Three works or more close a ring, two are one pair, and fewer are none.
    """
    order = sorted(reviews, key=lambda one: sha256(f"{seed}-{one}".encode()).digest())
    pairs = list(pairwise(order))
    return [*pairs, (order[-1], order[0])] if len(order) > 2 else pairs
