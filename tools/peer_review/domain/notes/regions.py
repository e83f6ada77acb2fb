"""A region of a picture: a rectangle in whole per cent of its width and height, so that it holds at every size."""

from collections.abc import Sequence
from typing import NamedTuple

WHOLE = 100


class Region(NamedTuple):
    """Where it begins from the left and from above, and how wide and tall it is, in per cent of the picture."""

    left: int
    top: int
    width: int
    height: int

    @property
    def is_inside(self) -> bool:
        """Whether it has an area, all of it on the picture."""
        return (
            min(self.left, self.top) >= 0
            and min(self.width, self.height) >= 1
            and max(self.left + self.width, self.top + self.height) <= WHOLE
        )


def region_from(numbers: Sequence[int]) -> Region:
    """A region out of the four numbers that are stored."""
    left, top, width, height = numbers
    return Region(left, top, width, height)
