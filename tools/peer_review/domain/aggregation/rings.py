"""Who reviewed whom in a closed ring: two people each other, or three each the next, whatever they gave."""

import numpy as np

from tools.peer_review.domain.aggregation.readings import Index, Readings


def rings(readings: Readings) -> tuple[Index, Index]:
    """All rings of two and all of three, one a line, as places of readings, the author of the smallest work first.

    A reading leads from its reviewer's own work to the one reviewed, so who wrote a work together stands for each
    other. Time and memory grow with the number of chains of two readings, not with the square of the class.
    """
    place, start, end = _steps(readings)
    size = readings.works
    step = start * size + end
    up = np.flatnonzero(start < end)
    at, back = _matching(step, end[up] * size + start[up], 1)
    twos = np.stack([up[at], back], axis=1)
    at, second = _matching(step, end[up] * size, size)
    first = up[at]
    kept = start[first] < end[second]
    first, second = first[kept], second[kept]
    at, third = _matching(step, end[second] * size + start[first], 1)
    threes = np.stack([first[at], second[at], third], axis=1)
    return place[twos], place[threes]


def _steps(readings: Readings) -> tuple[Index, Index, Index]:
    """Readings by those who wrote a work: place, the reviewer's own work, the one reviewed; in order of the two."""
    own = np.full(readings.reviewers, -1, dtype=np.int64)
    for work, people in readings.authors.items():
        own[list(people)] = work
    start, end = own[readings.reviewer], readings.work
    place = np.flatnonzero((start >= 0) & (start != end))
    order = place[np.lexsort((end[place], start[place]))]
    return order, start[order], end[order]


def _matching(step: Index, wanted: Index, width: int) -> tuple[Index, Index]:
    """Places in `wanted` and in the sorted `step` such that the step lies in wanted .. wanted + width - 1."""
    low, high = np.searchsorted(step, wanted), np.searchsorted(step, wanted + width)
    count = high - low
    left = np.repeat(np.arange(len(wanted)), count)
    right = np.arange(len(left)) - np.repeat(np.cumsum(count) - count, count) + np.repeat(low, count)
    return left, right
