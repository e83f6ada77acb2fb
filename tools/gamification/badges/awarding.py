"""Who wins a badge: by its condition, as evidence comes and goes, or by a teacher's hand."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from secrets import randbelow

from sqlalchemy.orm import Session

from tools.gamification.badges import store
from tools.gamification.badges.tables import BadgeRow
from tools.gamification.domain.conditions.condition import Monotone
from tools.gamification.domain.conditions.reading import ConditionInvalid, read_monotone
from tools.gamification.domain.facts import Facts


def condition_of(badge: BadgeRow) -> Monotone | None:
    """What wins the badge; None where it is given by hand, or where its condition cannot be read any more."""
    try:
        return read_monotone(badge.condition) if badge.condition else None
    except ConditionInvalid:
        return None


def key_of(badge: BadgeRow) -> str:
    """How conditions name a badge."""
    return badge.key


def follow(db: Session, activity_id: int, people: Mapping[int, Facts], now: datetime) -> list[tuple[int, int]]:
    """Give and take back what follows from these people's facts; return (person, badge) of what was given.

    Conditions are monotone, so only evidence that was taken back takes a badge back. What a teacher gave stays.
    """
    badges = store.badges_of(db, activity_id)
    if not badges or not people:
        return []
    known = store.awards_of(db, [badge.id for badge in badges], people)
    given = []
    for person, facts in sorted(people.items()):
        won = won_by(badges, facts, {badge.id for badge in badges if (badge.id, person) in known})
        for badge in badges:
            award = known.get((badge.id, person))
            if award is None and badge.id in won and badge.retired_at is None:
                if store.give(db, badge.id, person, now, below=randbelow):
                    given.append((person, badge.id))
            elif award is not None and not award.batch and badge.id not in won and badge.condition:
                store.take_back(db, award, now)
    return given


def won_by(badges: Collection[BadgeRow], facts: Facts, held: Collection[int]) -> set[int]:
    """The badges whose conditions hold; badges may stand on badges, so in rounds until none is added.

    A retired badge counts for who holds it.
    """
    conditions = {badge.id: condition_of(badge) for badge in badges}
    open_now = {badge.id for badge in badges if badge.retired_at is None} | set(held)
    keys = {badge.id: key_of(badge) for badge in badges}
    by_hand = {badge.id for badge in badges if conditions[badge.id] is None} & set(held)
    won: set[int] = set()
    while True:
        known = replace(facts, badges=frozenset(keys[one] for one in won | by_hand))
        more = {
            badge_id
            for badge_id, condition in conditions.items()
            if condition is not None and badge_id in open_now - won and condition.holds(known)
        }
        if not more:
            return won
        won |= more


def by_hand(db: Session, badge: BadgeRow, people: Collection[int], batch: str, reason: str, now: datetime) -> list[int]:
    """Give a badge to these people; return those who did not hold it yet."""
    return [
        person
        for person in sorted(set(people))
        if store.give(db, badge.id, person, now, below=randbelow, batch=batch, reason=reason)
    ]
