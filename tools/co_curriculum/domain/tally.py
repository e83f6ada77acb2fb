"""The approval count: the options that most people approve are ahead, and level ones are named as level."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One option: how many ballots approve it, and its place from 1; level options share a place (1, 1, 3)."""

    option: int
    approvals: int
    place: int


@dataclass(frozen=True)
class Tally:
    """The outcome of an approval vote."""

    lines: tuple[Line, ...]
    """Most approvals first; level options in the order in which the ballot listed them."""
    ballots: int
    """Everybody who voted, those without a preference among them."""
    without_preference: int

    @property
    def winners(self) -> tuple[int, ...]:
        """The options in first place; several are level, and none won where nobody approved anything.

        The rule for ties: no lot and no order of the list decides between level options, the teacher does, openly.
        """
        return tuple(line.option for line in self.lines if line.place == 1 and line.approvals)

    @property
    def with_preference(self) -> int:
        return self.ballots - self.without_preference


def approval(options: Sequence[int], ballots: Iterable[Iterable[int]]) -> Tally:
    """Count ballots, each the option ids that one person approves; an empty one has no preference.

    `options` in the order of the ballot. An id outside them or repeated within a ballot raises `ValueError`: what
    people send is checked when a ballot is cast, so here it would be a fault of ours.
    """
    counts = Counter(dict.fromkeys(options, 0))
    number = empty = 0
    for ballot in ballots:
        chosen = list(ballot)
        if len(set(chosen)) < len(chosen) or not counts.keys() >= set(chosen):
            raise ValueError("a ballot holds known options, each once")
        counts.update(chosen)
        number += 1
        empty += not chosen
    ranked = sorted(options, key=lambda option: -counts[option])
    ahead = Counter(counts.values())
    lines = tuple(
        Line(option, counts[option], 1 + sum(n for approvals, n in ahead.items() if approvals > counts[option]))
        for option in ranked
    )
    return Tally(lines, number, empty)
