"""Queries on the other votes of a course, from which proposals are brought."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lti_tools.store.tables.activities import Activity
from tools.co_curriculum.models import Option
from tools.co_curriculum.store import PUBLISHED

MOST_VOTES = 100


def earlier_votes(db: Session, context_id: int, activity_id: int) -> dict[int, tuple[str, int]]:
    """Id -> (title, proposals on its list) of the course's other votes that have any, the newest first."""
    listed = select(func.count(Option.id)).where(Option.activity_id == Activity.id, PUBLISHED).scalar_subquery()
    query = (
        select(Activity.id, Activity.settings, listed)
        .where(Activity.context_id == context_id, Activity.id != activity_id, listed > 0)
        .order_by(Activity.id.desc())
        .limit(MOST_VOTES)
    )
    return {number: (str((settings or {}).get("title", "")), count) for number, settings, count in db.execute(query)}
