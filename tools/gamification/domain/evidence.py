"""Evidence of learning: what is appended to the ledger, and never changed there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tools.gamification.domain.facts import Key


class Kind(StrEnum):
    """What an entry says."""

    ATTEMPT = "attempt"
    """Tried and not accepted: a wrong answer, work that was returned."""
    ACCEPTED = "accepted"
    """Counts for the objective."""
    FEEDBACK_READ = "feedback-read"
    AWARD = "award"
    """Points given by a teacher, with a reason."""
    RETRACTION = "retraction"
    """Takes one earlier entry back; the only way down."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of one learner's ledger."""

    id: str
    """Tells a re-delivered entry from a new one: the same id counts once."""
    at: datetime
    kind: Kind
    objective: Key = ""
    score: int = 100
    """Percent, 0 to 100, of an attempt or accepted work."""
    points: int = 0
    """Of an award, 0 or more."""
    skill: Key = ""
    """Of an award."""
    retracts: str = ""
    """Id of the entry that a retraction takes back."""


def standing(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that count, in the order of their instants: each id once, without those taken back.

    The outcome does not depend on the order or number of deliveries. A retraction is taken back by nothing.
    """
    known: dict[str, Entry] = {}
    for entry in entries:
        known.setdefault(entry.id, entry)
    gone = {entry.retracts for entry in known.values() if entry.kind is Kind.RETRACTION}
    kept = [entry for entry in known.values() if entry.kind is not Kind.RETRACTION and entry.id not in gone]
    return sorted(kept, key=lambda entry: (entry.at, entry.id))
