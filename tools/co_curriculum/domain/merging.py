"""When one proposal becomes part of another: all authors were asked, and no answer by the set time means no."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum


class End(StrEnum):
    """How a suggestion to merge ended."""

    MERGED = "merged"
    REFUSED = "refused"
    UNDONE = "undone"


class Standing(StrEnum):
    """How far a suggestion to merge is."""

    ASKING = "asking"
    LAPSED = "lapsed"
    """Somebody asked gave no answer in time: it means no."""
    ENDED = "ended"


def standing(ended: str, until: datetime, now: datetime, *, frozen: bool) -> Standing:
    """How far it is at `now`; voting that has opened (`frozen`) ends every question still open."""
    if ended:
        return Standing.ENDED
    return Standing.LAPSED if frozen or now >= until else Standing.ASKING


def outcome(answers: Iterable[bool | None]) -> End | None:
    """What the answers so far come to: one no refuses, all yes merges, None while somebody has not answered."""
    given = list(answers)
    if False in given:
        return End.REFUSED
    return None if None in given else End.MERGED
