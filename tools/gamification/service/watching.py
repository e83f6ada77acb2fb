"""What becomes due by itself: who has shown nothing for a while is told, and then waited for no more."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tools import retries, roster
from lti_tools.kit.groups import groups
from lti_tools.kit.notices.notices import notify
from tools.gamification.models import LineRow
from tools.gamification.notices import ABSENT, tell_staff_absent
from tools.gamification.service import ledger
from tools.gamification.settings import read_settings
from tools.gamification.store import entries as rows
from tools.gamification.store import lines

WATCHING = "quests.watching"
NOTICE = timedelta(days=2)
"""Between the warning and being counted as absent."""
EVERY = timedelta(hours=1)
AT_ONCE = 20


def tick(db: Session, now: datetime) -> None:
    """Look at some activities with bosses, each once an hour. Safe to repeat and to run in several workers."""
    due = (
        select(LineRow)
        .where(LineRow.version > 0, LineRow.watch_at <= now)
        .where(retries.not_resting(WATCHING, LineRow.activity_id, now))
        .order_by(LineRow.activity_id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    for row in db.scalars(due).all():
        row.watch_at = now + EVERY
        activity_id = row.activity_id
        retries.attempt(db, WATCHING, activity_id, now, lambda one=activity_id: watch(db, one, now))  # type: ignore[misc]


def watch(db: Session, activity_id: int, now: datetime) -> None:
    """Warn and then set aside who is in a team with goals and has shown nothing for the days that the settings say."""
    days = read_settings(lines.settings_of(db, activity_id)).absent_days
    place = lines.published(db, activity_id)
    if not days or not place.line.bosses:
        return
    begun = lines.first_published(db, activity_id)
    known, members = rows.standings(db, activity_id), rows.members_of(db, activity_id)
    people = {one for group in groups.groups_of(db, activity_id) for one in group.member_ids}
    if any(boss.whole_class for boss in place.line.bosses):
        people |= {one.person_id for one in roster.learners(db, place.context_id)}
    warned = 0
    for person in sorted(people):
        row = members.get(person)
        since = [at for at in (known.get(person, rows.NOBODY).last_at or begun, row and row.waited_from) if at]
        last = max(since, default=None)
        if last is None or last + timedelta(days=days) - NOTICE > now or (row and (row.excused_at or row.absent_at)):
            continue
        row = row or rows.ensure_member(db, activity_id, person)
        if row.warned_at is None:
            row.warned_at = now
            warned += 1
            notify(db, activity_id, [person], ABSENT, now, key=last.isoformat())
        elif row.warned_at + NOTICE <= now:
            row.absent_at = now
    if warned:
        tell_staff_absent(db, activity_id, place.context_id, warned, now)
    db.flush()
    ledger.settle(db, activity_id, now)
