"""Lines in random order, however many: they wait in a temporary file, only their places are in memory."""

import tempfile
from array import array
from collections.abc import Iterable, Iterator
from random import Random

IN_MEMORY = 1024 * 1024
"""Bytes before the file goes to disk."""


def shuffled(lines: Iterable[bytes], rng: Random) -> Iterator[bytes]:
    """`lines` in an order that `rng` chooses; sixteen bytes of memory for each."""
    starts, lengths, end = array("Q"), array("Q"), 0
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        for line in lines:
            file.write(line)
            starts.append(end)
            lengths.append(len(line))
            end += len(line)
        order = array("Q", range(len(starts)))
        rng.shuffle(order)
        for place in order:
            file.seek(starts[place])
            yield file.read(lengths[place])
