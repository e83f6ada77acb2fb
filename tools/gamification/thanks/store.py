"""Every query of thank-you cards, and the rule how many somebody can send."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from lti_tools import roster
from lti_tools.kit.groups import groups
from lti_tools.store.inserting import insert_or_ignore
from tools.gamification import refusals
from tools.gamification.store import entries, lines
from tools.gamification.thanks.tables import CardRow

A_WEEK = 3
"""Cards that a student can send in seven days: a card that costs nothing says nothing."""
SHOWN = 50


def receivers(db: Session, activity_id: int, context_id: int, person_id: int, *, staff: bool) -> list[int]:
    """Whom somebody can thank: staff everybody, students their team, or the class where they have none."""
    learners = {one.person_id for one in roster.learners(db, context_id)} - {person_id}
    mates = frozenset() if staff else groups.mates(db, activity_id, person_id)
    return sorted(learners & mates if mates else learners)


def send(
    db: Session, activity_id: int, by: int, to: int, phrase: str, text: str, now: datetime, *, staff: bool
) -> None:
    """Send a card; raises a `Refusal` for a second one to the same person on a day, or too many in a week."""
    lines.hold(db, activity_id)
    place = lines.published(db, activity_id)
    if not staff and _sent_since(db, activity_id, by, now - timedelta(days=7)) >= A_WEEK:
        raise refusals.enough_cards(A_WEEK)
    day = now.astimezone(ZoneInfo(place.zone)).date()
    values = {
        "activity_id": activity_id,
        "person_id": to,
        "by_id": by,
        "phrase": phrase,
        "text": text if staff else "",
        "day": day,
        "at": now,
    }
    if not insert_or_ignore(db, CardRow, values, ["activity_id", "by_id", "person_id", "day"]):
        raise refusals.thanked_today()


def _sent_since(db: Session, activity_id: int, by: int, since: datetime) -> int:
    query = select(func.count()).select_from(CardRow)
    query = query.where(CardRow.activity_id == activity_id, CardRow.by_id == by, CardRow.at > since)
    return db.scalar(query) or 0


def cards_of(db: Session, activity_id: int, person_id: int) -> Sequence[CardRow]:
    """What somebody got, newest first."""
    query = select(CardRow).where(CardRow.activity_id == activity_id, CardRow.person_id == person_id)
    return db.scalars(query.order_by(CardRow.at.desc(), CardRow.id.desc()).limit(SHOWN)).all()


def forget_sender(db: Session, person_id: int, context_id: int | None) -> None:
    """Cards stay with who got them; their sender's name and own words go."""
    query = update(CardRow).where(CardRow.by_id == person_id).values(by_id=None, text="")
    inside = entries.activities_of(context_id)
    if inside is not None:
        query = query.where(CardRow.activity_id.in_(inside))
    db.execute(query.execution_options(synchronize_session=False))
