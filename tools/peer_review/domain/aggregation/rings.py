"""Who marked whom in a closed ring: two people each other, or three each the next, whatever they gave."""

import numpy as np

from tools.peer_review.domain.aggregation.readings import Index, Readings


def rings(readings: Readings) -> tuple[Index, Index]:
    """All rings of two and all of three, one a line, as places of readings, the giver with the smallest number first.

    Time and memory grow with the number of chains of two readings, not with the square of the class.
    """
    place, giver, taker = _edges(readings)
    size = readings.reviewers
    pair = giver * size + taker
    up = np.flatnonzero(giver < taker)
    at, back = _matching(pair, taker[up] * size + giver[up], 1)
    twos = np.stack([up[at], back], axis=1)
    first, second = _matching(pair, taker * size, size)
    kept = (giver[first] < taker[first]) & (giver[first] < taker[second])
    first, second = first[kept], second[kept]
    at, third = _matching(pair, taker[second] * size + giver[first], 1)
    threes = np.stack([first[at], second[at], third], axis=1)
    return place[twos], place[threes]


def _edges(readings: Readings) -> tuple[Index, Index, Index]:
    """Reading, its reviewer, and one of the others who wrote the work, in order of the two people."""
    found = [
        (who, author, place)
        for place, (who, what) in enumerate(zip(readings.reviewer.tolist(), readings.work.tolist(), strict=True))
        for author in readings.authors.get(what, ())
        if author != who
    ]
    columns = np.array(sorted(found), dtype=np.int64).reshape(-1, 3)
    return columns[:, 2], columns[:, 0], columns[:, 1]


def _matching(pair: Index, start: Index, width: int) -> tuple[Index, Index]:
    """Places in `start` and in the sorted `pair` such that the pair lies in start .. start + width - 1."""
    low, high = np.searchsorted(pair, start), np.searchsorted(pair, start + width)
    count = high - low
    left = np.repeat(np.arange(len(start)), count)
    right = np.arange(len(left)) - np.repeat(np.cumsum(count) - count, count) + np.repeat(low, count)
    return left, right
