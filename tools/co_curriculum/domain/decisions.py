"""What a teacher decides on a proposal after the vote, and how far an accepted one has come."""

from collections.abc import Iterable
from enum import StrEnum


class Outcome(StrEnum):
    """What becomes of a proposal."""

    ACCEPT = "accept"
    ADAPT = "adapt"
    """Accepted with changes, which the reason names."""
    DEFER = "defer"
    DECLINE = "decline"


class Track(StrEnum):
    """How far an accepted proposal has come."""

    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    DROPPED = "dropped"


TAKEN = (Outcome.ACCEPT, Outcome.ADAPT)


def joined(reasons: Iterable[str]) -> str:
    """The reasons of several teachers for the same outcome as one text, each once."""
    return "\n\n".join(dict.fromkeys(reason.strip() for reason in reasons if reason.strip()))


def is_veto(outcome: Outcome, *, won: bool, binds: bool) -> bool:
    """Whether a decision goes against a result that binds; it is shown as a veto then."""
    return won and binds and outcome not in TAKEN
