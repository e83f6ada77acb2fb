"""When somebody may try a quiz again, and when its explanations are shown. The best try counts, always."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Reveal(StrEnum):
    """When right answers and explanations are shown; one's own marks are shown after each try."""

    AT_ONCE = "at-once"
    """After each try: for practice."""
    AT_THE_END = "at-the-end"
    """Once the quiz is passed in full, or no try is left, or it is over."""
    NEVER = "never"


class Again(StrEnum):
    """What a further try is made of."""

    NEW = "new"
    """Drawn anew."""
    SAME = "same"
    """The same questions, mixed anew."""
    MISSED = "missed"
    """The questions that were not right, what was right is kept."""


class Why(StrEnum):
    """Why no try can begin now."""

    NO_TRIES_LEFT = "no-tries-left"
    WAIT = "wait"
    ALL_RIGHT = "all-right"
    """The best score is reached already; practice would change nothing."""


@dataclass(frozen=True, slots=True)
class Retry:
    """A quiz's rules of trying again."""

    tries: int = 0
    """0: as often as wanted."""
    wait: timedelta = timedelta()
    """Between the end of a try and the next one: time to study."""
    again: Again = Again.NEW
    reveal: Reveal = Reveal.AT_ONCE


@dataclass(frozen=True, slots=True)
class Held:
    """No try now: the reason, and when it passes where it does."""

    why: Why
    until: datetime | None = None


def held(rules: Retry, finished: Sequence[datetime], best: int, now: datetime, *, more: int = 0) -> Held | None:
    """Why the next try cannot begin; None where it can. `finished`: ends of tries, in any order; `more`: tries that
    a teacher added for this person."""
    if best >= 100:
        return Held(Why.ALL_RIGHT)
    if rules.tries and len(finished) >= rules.tries + more:
        return Held(Why.NO_TRIES_LEFT)
    opens = max(finished) + rules.wait if finished else now
    return Held(Why.WAIT, opens) if now < opens else None


def tries_left(rules: Retry, finished: int, more: int = 0) -> int | None:
    """None: without end."""
    return max(rules.tries + more - finished, 0) if rules.tries else None


def reveals(rules: Retry, finished: int, best: int, *, over: bool = False, more: int = 0) -> bool:
    """Whether right answers and explanations of a finished try are shown; `over`: no try can begin any more."""
    if rules.reveal is not Reveal.AT_THE_END:
        return rules.reveal is Reveal.AT_ONCE
    return over or best >= 100 or tries_left(rules, finished, more) == 0
