"""A boss: the team wins only if each active member has shown learning of their own.

Health grows with the active members; each member's part is capped and has a least. So one strong member never fells it
alone, and one who is absent or excused never blocks it (Johnson and Johnson's positive interdependence with individual
accountability; Slavin's group rewards for individual learning). Damage stays in the team in which it was earned; who
has shown their learning elsewhere holds up no team that they come into.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """How a member stands in a battle."""

    ACTIVE = "active"
    EXCUSED = "excused"
    """By the teacher."""
    ABSENT = "absent"
    """No evidence for some days, announced before; ends with the next evidence."""


class Outcome(StrEnum):
    """Where a battle stands."""

    OPEN = "open"
    WON = "won"
    TOO_FEW = "too-few"
    """Fewer than two active members: a solo challenge, or teams are merged."""
    MISSED = "missed"
    """Its time is over; it goes on once the team has said what it learnt."""


@dataclass(frozen=True)
class Boss:
    """Numbers per active member: damage is learning verified, in points."""

    health_each: int
    """Health for each active member, 1 or more."""
    least: int
    """What each active member has to show, from 1 to `health_each`."""
    most: int
    """What counts of one member at most, from `health_each` to below twice of it."""

    def __post_init__(self) -> None:
        if not 1 <= self.least <= self.health_each <= self.most < 2 * self.health_each:
            raise ValueError("1 <= least <= health for each <= most < twice the health for each")


@dataclass(frozen=True)
class Battle:
    """The battle of one team at one moment."""

    health: int
    damage: int
    outcome: Outcome
    waiting_for: frozenset[int]
    """Active members below their least; pages name nobody, they say that the goal is open."""
    sharing: frozenset[int]
    """Who shares the reward of a won battle: active members, excused ones, and absent ones who contributed."""

    @property
    def percent(self) -> int:
        """Of the health that is gone; 100 only where the battle is won."""
        gone = min(100 * self.damage // self.health, 100) if self.health else 0
        return gone if self.outcome is Outcome.WON else min(gone, 99)


def battle(
    boss: Boss,
    members: Mapping[int, Standing],
    shown: Mapping[int, int],
    *,
    learnt: Mapping[int, int] | None = None,
    solo: bool = False,
    missed: bool = False,
) -> Battle:
    """Weigh what each member showed in this team: `shown` in points, 0 for who is not in it.

    `learnt`: what each showed in any team, which opens the gate and does no damage. `solo`: a teacher lets one who is
    left alone go on by themselves; with two active members it changes nothing. `missed`: the time is over.
    """
    learnt = shown if learnt is None else learnt
    active = {one for one, standing in members.items() if standing is Standing.ACTIVE}
    health = boss.health_each * len(active)
    damage = sum(min(shown.get(one, 0), boss.most) for one in active)
    waiting = frozenset(one for one in active if shown.get(one, 0) < boss.least and learnt.get(one, 0) < boss.least)
    if len(active) < (1 if solo else 2):
        outcome = Outcome.TOO_FEW
    elif missed:
        outcome = Outcome.MISSED
    else:
        outcome = Outcome.WON if damage >= health and not waiting else Outcome.OPEN
    excused = {one for one, standing in members.items() if standing is Standing.EXCUSED}
    contributed = {one for one in members if shown.get(one, 0) >= boss.least}
    winners = active if outcome is Outcome.WON else set()
    return Battle(health, damage, outcome, waiting, frozenset(excused | contributed | winners))
