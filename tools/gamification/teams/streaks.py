"""A team's weekly streak: weeks in which anybody in it helped or got better, so that nobody's absence breaks it."""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tools.kit.schedule import calendar
from lti_tools.pure.school_weeks import week_of
from tools.gamification.domain.ledger import replay
from tools.gamification.domain.streaks import Streak, active_weeks, streak
from tools.gamification.models import EndorsementRow, WorkRow
from tools.gamification.store import entries as rows
from tools.gamification.store.lines import Published
from tools.gamification.store.works import State
from tools.gamification.thanks.tables import CardRow

BETTER = frozenset({"accepted", "improved", "improvement"})
"""Reasons of lines with which somebody got further (`domain.rules.Line`)."""


def team_streak(db: Session, place: Published, group_id: int, members: Collection[int], now: datetime) -> Streak | None:
    """How a team's weeks stand; None before the first in which somebody helped or got better. Five queries."""
    zone = ZoneInfo(place.zone)
    instants = _better(db, place, group_id, members, now) + _helped(db, place.activity_id, members)
    if not instants:
        return None
    today = now.astimezone(zone).date()
    weeks = calendar.weeks(db, place.context_id, week_of(min(instants), zone), today)
    return streak(weeks, active_weeks(instants, zone), today)


def _better(db: Session, place: Published, group_id: int, members: Collection[int], now: datetime) -> list[datetime]:
    """When members got further in this team; what was handed in counts when it was sent, not when it was looked at."""
    rules = place.rules
    found: list[datetime] = []
    for placed in rows.placed_of(db, place.activity_id, members).values():
        here = {one.entry.id for one in placed if one.group_id == group_id}
        lines = replay(rules, [one.entry for one in placed], now).lines
        better = [one for one in lines if one.entry in here and one.points and one.reason in BETTER]
        found += [one.at for one in better if not one.entry.startswith("work:")]
    query = select(WorkRow.sent_at).where(WorkRow.activity_id == place.activity_id, WorkRow.state == State.ACCEPTED)
    return found + list(db.scalars(query.where(WorkRow.person_id.in_(members))))


def _helped(db: Session, activity_id: int, members: Collection[int]) -> list[datetime]:
    """When members looked at a classmate's work, or were thanked."""
    looked = select(EndorsementRow.at).join(WorkRow, WorkRow.id == EndorsementRow.work_id)
    looked = looked.where(WorkRow.activity_id == activity_id, EndorsementRow.by_id.in_(members))
    thanked = select(CardRow.at).where(CardRow.activity_id == activity_id, CardRow.person_id.in_(members))
    return [*db.scalars(looked), *db.scalars(thanked)]
