"""The road of a count by transfers: elect, pass on surpluses, exclude, until the seats are filled.

What a vote is (cut decimals or exact fractions) is the business of a `Transfer`; the order of steps is here once.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tools.co_curriculum.domain.counting.ties import LOT, Lot, Tie

Votes = Any
"""A whole number or a `Fraction`; every `Transfer` keeps to one of them."""
EARLIER = "earlier-stage"


class Step(StrEnum):
    """What happened before a stage's votes were counted."""

    FIRST = "first"
    SURPLUS = "surplus"
    EXCLUSION = "exclusion"


@dataclass(frozen=True)
class Stage:
    """One stage: what was done with whom, the votes then, and who is elected by them."""

    step: Step
    option: int | None
    votes: tuple[Votes, ...]
    """Of each option; 0 for excluded ones, the quota for those whose surplus went on."""
    lost: Votes
    """Votes with no option: ballots that name nobody further, and decimals cut off."""
    elected: tuple[int, ...]
    tie: Tie | None


@dataclass(frozen=True)
class Count:
    """All stages, and the elected in order."""

    stages: tuple[Stage, ...]
    elected: tuple[int, ...]


class Transfer(ABC):
    """Ballots and what each is worth now."""

    @abstractmethod
    def votes(self) -> list[Votes]:
        """The votes with each option, the exhausted last."""

    @abstractmethod
    def surplus(self, option: int, surplus: Votes, votes: Votes, continuing: set[int]) -> None:
        """Pass on the ballots of `option` at `surplus` / `votes` of their values."""

    @abstractmethod
    def exclude(self, option: int, continuing: set[int]) -> None:
        """Pass on the ballots of `option` at their values."""


@dataclass
class _State:
    transfer: Transfer
    seats: int
    quota: Votes
    lot: Lot
    continuing: set[int]
    total: Votes
    waiting: dict[int, Votes] = field(default_factory=dict)
    """Elected options whose surplus has not gone on, with their votes."""
    kept: dict[int, Votes] = field(default_factory=dict)
    """Votes that stay with elected options."""
    elected: list[int] = field(default_factory=list)
    stages: list[Stage] = field(default_factory=list)


def run(transfer: Transfer, options: int, seats: int, quota: Votes, lot: Lot) -> Count:
    """Count to the end."""
    start = transfer.votes()
    state = _State(transfer, min(seats, options), quota, lot, set(range(options)), sum(start))
    _record(state, Step.FIRST, None, None)
    while len(state.elected) < state.seats:
        if len(state.continuing) <= state.seats - len(state.elected):
            _elect_the_rest(state)
        elif state.waiting:
            _pass_on(state)
        else:
            _exclude(state)
    return Count(tuple(state.stages), tuple(state.elected))


def _pass_on(state: _State) -> None:
    largest = max(state.waiting.values())
    option, tie = _latest_difference(state, [one for one, votes in state.waiting.items() if votes == largest], 1)
    votes = state.waiting.pop(option)
    state.kept[option] = state.quota
    state.transfer.surplus(option, votes - state.quota, votes, state.continuing)
    _record(state, Step.SURPLUS, option, tie)


def _exclude(state: _State) -> None:
    votes = state.transfer.votes()
    fewest = min(votes[option] for option in state.continuing)
    level = [option for option in state.continuing if votes[option] == fewest]
    option, tie = _latest_difference(state, level, -1)
    state.continuing.remove(option)
    state.transfer.exclude(option, state.continuing)
    _record(state, Step.EXCLUSION, option, tie)


def _record(state: _State, step: Step, option: int | None, tie: Tie | None) -> None:
    """Count the piles and elect who reached the quota, most votes first."""
    piles = state.transfer.votes()
    reached = [one for one in state.continuing if piles[one] >= state.quota]
    votes = [piles[one] if one in state.continuing else 0 for one in range(len(piles) - 1)]
    for one, held in (state.waiting | state.kept).items():
        votes[one] = held
    lost = state.total - sum(votes)
    ranked = _by_votes(state, reached, votes)[: state.seats - len(state.elected)]
    for one in ranked:
        state.continuing.remove(one)
        (state.waiting if votes[one] > state.quota else state.kept)[one] = votes[one]
    state.elected += ranked
    state.stages.append(Stage(step, option, tuple(votes), lost, tuple(ranked), tie))


def _elect_the_rest(state: _State) -> None:
    """As many options are left as seats: they are elected without further transfers."""
    last = state.stages[-1]
    rest = _by_votes(state, list(state.continuing), list(last.votes))
    state.elected += rest
    state.continuing.clear()
    state.stages[-1] = Stage(last.step, last.option, last.votes, last.lost, (*last.elected, *rest), last.tie)


def _by_votes(state: _State, options: list[int], votes: list[Votes]) -> list[int]:
    left, placed = list(options), []
    while left:
        most = max(votes[one] for one in left)
        option, _tie = _latest_difference(state, [one for one in left if votes[one] == most], 1)
        placed.append(option)
        left.remove(option)
    return placed


def _latest_difference(state: _State, level: list[int], sign: int) -> tuple[int, Tie | None]:
    """The one with most (`sign` 1) or fewest (-1) votes in the latest stage where they differed; then the lot.

    Of options level for exclusion the one that comes last in the lot goes.
    """
    options = tuple(sorted(level))
    if len(options) == 1:
        return options[0], None
    left = list(options)
    for stage in reversed(state.stages):
        best = max(sign * stage.votes[one] for one in left)
        left = [one for one in left if sign * stage.votes[one] == best]
        if len(left) == 1:
            return left[0], Tie(options, EARLIER, left[0])
    drawn = sorted(left, key=list(state.lot).index)
    option = drawn[0] if sign > 0 else drawn[-1]
    return option, Tie(options, LOT, option)
