"""The two rounds in which students review each other: each has a step, roles of its reviews, and an end of its own."""

from collections.abc import Iterable
from dataclasses import dataclass

from tools.peer_review.phases import AGAIN, REVIEW
from tools.peer_review.roles import FIRST, SECOND, ReviewRole


@dataclass(frozen=True)
class OneRound:
    """What tells one round from the other."""

    phase: str
    """Key of the step in which its reviews are written."""
    roles: tuple[ReviewRole, ...]
    given: ReviewRole
    """Of reviews that were given out."""
    extra: ReviewRole
    """Of reviews that were taken on top."""


FIRST_ROUND = OneRound(REVIEW.key, FIRST, ReviewRole.GIVEN, ReviewRole.EXTRA)
SECOND_ROUND = OneRound(AGAIN.key, SECOND, ReviewRole.AGAIN, ReviewRole.AGAIN_EXTRA)
BY_PHASE = {one.phase: one for one in (FIRST_ROUND, SECOND_ROUND)}


def running(roles: Iterable[str]) -> OneRound:
    """The round that reviews of these roles have reached: the second once one of its reviews is given out."""
    return SECOND_ROUND if any(role in SECOND for role in roles) else FIRST_ROUND


def phase_of_peers(role: ReviewRole) -> str:
    """The step of a review of a peer."""
    return SECOND_ROUND.phase if role in SECOND else FIRST_ROUND.phase
