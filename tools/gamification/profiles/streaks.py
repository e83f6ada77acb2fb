"""One learner's weekly streak, from the ledger, what they handed in, and the course's calendar."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from lti_tools.kit.schedule import calendar
from lti_tools.pure.school_weeks import week_of
from tools.gamification.domain.evidence import Kind, standing
from tools.gamification.domain.ledger import replay
from tools.gamification.domain.streaks import Streak, active_weeks, streak
from tools.gamification.profiles import store
from tools.gamification.store import entries as rows
from tools.gamification.store import works
from tools.gamification.store.lines import Published

SHOWN = 12
"""Weeks that pages show."""


def streak_of(db: Session, place: Published, person_id: int, now: datetime) -> Streak | None:
    """How somebody's weeks stand; None before their first evidence.

    What is handed in counts in the week in which it was sent: nobody loses one because a teacher needs time. A side
    quest that is done mends a missed week.
    """
    zone = ZoneInfo(place.zone)
    entries = rows.entries_of(db, place.activity_id, person_id)
    instants = [one.at for one in standing(entries) if one.kind is Kind.ACCEPTED and not one.id.startswith("work:")]
    instants += [work.sent_at for tries in works.works_of(db, place.activity_id, person_id).values() for work in tries]
    if not instants:
        return None
    facts = replay(place.rules, entries, now).facts
    side = {quest.key for _chapter, quest in place.line.quests() if quest.optional}
    repairs = [_day(at, zone) for key, at in facts.quests_done.items() if key in side]
    today = _day(now, zone)
    weeks = calendar.weeks(db, place.context_id, week_of(min(instants), zone), today)
    excused = store.excused_weeks(db, place.activity_id, person_id)
    return streak(weeks, active_weeks(instants, zone), today, excused=excused, repairs=repairs)


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()
