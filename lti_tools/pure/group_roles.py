"""Roles inside a group that go round: who has which one at a turn, and which turn a week is."""

from collections.abc import Sequence
from datetime import date, timedelta


def roles_at(members: Sequence[int], roles: Sequence[str], turn: int) -> dict[int, tuple[str, ...]]:
    """Each member's roles at a turn. Every role has one holder; of few people some hold several, of many some none.

    After as many turns as there are members everybody has held every role once.
    """
    held: dict[int, tuple[str, ...]] = dict.fromkeys(members, ())
    for place, role in enumerate(roles):
        if members:
            holder = members[(place + turn) % len(members)]
            held[holder] += (role,)
    return held


def weeks_between(first: date, today: date) -> int:
    """How many Mondays have begun after `first`'s week; 0 before it."""
    monday = first - timedelta(days=first.weekday())
    return max(0, (today - monday).days // 7)
