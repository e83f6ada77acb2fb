"""The course's calendar: days without school, the weeks between them, and the zone in which its dates are meant."""

from collections.abc import Collection
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from lti_tools.errors import NotFound, Refusal
from lti_tools.kit.schedule.tables import HolidayRow
from lti_tools.pure.school_weeks import MONDAY_TO_FRIDAY, Holiday, SchoolWeek, school_weeks
from lti_tools.store.tables.people import Context
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import zone_of

MOST = 200
"""Holidays of one course."""


def holidays(db: Session, context_id: int) -> dict[int, Holiday]:
    """Id -> days without school, in the order of the calendar."""
    query = select(HolidayRow).where(HolidayRow.context_id == context_id)
    rows = db.scalars(query.order_by(HolidayRow.first_day, HolidayRow.last_day, HolidayRow.id))
    return {row.id: Holiday(row.name, row.first_day, row.last_day) for row in rows}


def add_holiday(db: Session, context_id: int, holiday: Holiday) -> int:
    """Put days without school into the course's calendar; return their id."""
    if len(holidays(db, context_id)) >= MOST:
        raise Refusal(_("This calendar is full. Remove holidays that have passed first."))
    row = HolidayRow(context_id=context_id, name=holiday.name, first_day=holiday.first_day, last_day=holiday.last_day)
    db.add(row)
    db.flush()
    return row.id


def remove_holiday(db: Session, context_id: int, holiday_id: int) -> Holiday:
    """Take days without school out of the calendar; raises `NotFound` for one of another course."""
    found = holidays(db, context_id).get(holiday_id)
    if found is None:
        raise NotFound(f"no holiday {holiday_id} in course {context_id}")
    db.execute(delete(HolidayRow).where(HolidayRow.id == holiday_id))
    return found


def weeks(
    db: Session, context_id: int, first: date, last: date, weekdays: Collection[int] = MONDAY_TO_FRIDAY
) -> tuple[SchoolWeek, ...]:
    """The weeks with school between two days, both included, for weekly goals and streaks."""
    return school_weeks(first, last, holidays(db, context_id).values(), weekdays)


def course_zone(db: Session, context_id: int, default: str) -> ZoneInfo:
    """The zone of a course for work without a session; `default` where its teacher has chosen none."""
    return zone_of(zone_name(db, context_id), default)


def zone_name(db: Session, context_id: int) -> str:
    """The zone that a teacher chose for the course; empty where nobody has."""
    return db.scalar(select(Context.timezone).where(Context.id == context_id)) or ""


def set_zone(db: Session, context_id: int, name: str) -> None:
    """Choose the course's zone: its dates are shown and typed in it by everybody. Empty: everybody in their own."""
    db.execute(update(Context).where(Context.id == context_id).values(timezone=name))
