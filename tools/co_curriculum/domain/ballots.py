"""What an approval ballot may hold."""

from collections.abc import Collection, Sequence
from enum import StrEnum


class Fault(StrEnum):
    """Why a ballot cannot be taken."""

    EMPTY = "empty"
    """Nothing chosen, and no word that there is no preference."""
    CONTRADICTION = "contradiction"
    """Options chosen, and no preference said."""
    UNKNOWN = "unknown"
    """An option that this vote does not have."""
    REPEATED = "repeated"
    TOO_MANY = "too-many"


def fault(
    chosen: Sequence[int], *, no_preference: bool, options: Collection[int], most: int | None = None
) -> Fault | None:
    """The first fault of a ballot with the option ids `chosen`; None when it is good.

    `options` are the ids that this vote has, `most` is how many a person may approve, None for any number.
    """
    if any(option not in options for option in chosen):
        return Fault.UNKNOWN
    if len(set(chosen)) < len(chosen):
        return Fault.REPEATED
    if no_preference:
        return Fault.CONTRADICTION if chosen else None
    if not chosen:
        return Fault.EMPTY
    return Fault.TOO_MANY if most is not None and len(chosen) > most else None
