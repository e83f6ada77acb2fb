"""What becomes of something that was reported: hidden at once, decided by staff, appealed once, decided for good."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

MOST_WAITING = 5
"""Reports of one person in a course that wait for a decision at the same time."""
MOST_A_DAY = 20
"""Reports of one person in a course within 24 hours."""
TRUST_LOST = 3
"""After so many reports that staff turned down, and none that they followed, a person's reports hide nothing."""


class State(StrEnum):
    """Where a case stands."""

    WAITING = "waiting"
    """Reported; staff has still to decide."""
    KEPT = "kept"
    """Staff decided that it stays. Further reports change nothing as long as it is not changed itself."""
    REMOVED = "removed"
    """Staff decided that it goes. Its author may appeal once."""
    APPEALED = "appealed"
    UPHELD = "upheld"
    """The appeal did not help; final."""
    RESTORED = "restored"
    """The appeal helped; final, and it is shown again."""


class Deed(StrEnum):
    """What somebody does about a case."""

    REPORT = "report"
    KEEP = "keep"
    REMOVE = "remove"
    APPEAL = "appeal"


OPEN = frozenset({State.WAITING, State.APPEALED})
"""Staff has something to decide."""
SHOWN = frozenset({State.KEPT, State.RESTORED})

_MOVES: dict[tuple[State | None, Deed], State] = {
    (None, Deed.REPORT): State.WAITING,
    (State.WAITING, Deed.REPORT): State.WAITING,
    (None, Deed.REMOVE): State.REMOVED,
    (State.WAITING, Deed.KEEP): State.KEPT,
    (State.WAITING, Deed.REMOVE): State.REMOVED,
    (State.KEPT, Deed.REPORT): State.KEPT,
    (State.RESTORED, Deed.REPORT): State.RESTORED,
    (State.KEPT, Deed.REMOVE): State.REMOVED,
    (State.REMOVED, Deed.KEEP): State.KEPT,
    (State.REMOVED, Deed.APPEAL): State.APPEALED,
    (State.APPEALED, Deed.KEEP): State.RESTORED,
    (State.APPEALED, Deed.REMOVE): State.UPHELD,
}


def after(state: State | None, deed: Deed, *, changed_since: bool = False) -> State | None:
    """The state that a deed leads to; None where it is not possible in this state.

    `state` None: nothing was ever reported. `changed_since`: the author has changed the thing since staff decided, so
    that a report is about something that nobody has looked at.
    """
    if changed_since and state in SHOWN and deed is Deed.REPORT:
        return State.WAITING
    return _MOVES.get((state, deed))


def is_hidden(state: State | None, *, at_once: bool) -> bool:
    """Whether others do not see it. `at_once`: a report that hides (`hides_at_once`) is among those that wait."""
    if state is None or state in SHOWN:
        return False
    return at_once if state is State.WAITING else True


@dataclass(frozen=True)
class Reporter:
    """What is known of somebody's earlier reports in the course."""

    waiting: int = 0
    last_day: int = 0
    turned_down: int = 0
    followed: int = 0


class Limit(StrEnum):
    """Why somebody may not report anything now."""

    WAITING = "waiting"
    DAY = "day"


def limit_reached(reporter: Reporter) -> Limit | None:
    """The limit that keeps this person from reporting more; None for none."""
    if reporter.waiting >= MOST_WAITING:
        return Limit.WAITING
    return Limit.DAY if reporter.last_day >= MOST_A_DAY else None


def hides_at_once(reporter: Reporter, *, author_is_staff: bool) -> bool:
    """Whether a report hides the thing before staff has looked. What staff wrote stays in sight."""
    return not author_is_staff and not (reporter.turned_down >= TRUST_LOST and not reporter.followed)


def outcome(states: Sequence[State]) -> tuple[int, int]:
    """(turned down, followed) among the states of cases that somebody reported."""
    return sum(one in SHOWN for one in states), sum(one in (State.REMOVED, State.UPHELD) for one in states)
