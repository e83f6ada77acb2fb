"""Rubrics from elsewhere: those that are shipped, and those of the teacher's other activities."""

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from lti_tools.launches import CurrentLaunch, Role
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.people import Context, Membership
from tools.peer_review.rubric_files import Stored

MOST = 100


@dataclass(frozen=True)
class Source:
    """An activity whose rubric can be copied."""

    activity_id: int
    title: str
    course: str
    """Empty for the course that one is in."""
    rubric: Stored


def own_rubrics(db: Session, launch: CurrentLaunch) -> list[Source]:
    """Peer reviews of this course, and of others where this person teaches; the newest first."""
    teaches = select(Membership.context_id).where(
        Membership.person_id == launch.person_id, Membership.active, Membership.launch_role == Role.INSTRUCTOR
    )
    query = (
        select(Activity, Context.title)
        .join(Context, Context.id == Activity.context_id)
        .where(Activity.tool == launch.tool, Activity.configured_at.is_not(None), Activity.id != launch.activity)
        .where(or_(Activity.context_id == launch.context_id, Activity.context_id.in_(teaches)))
        .order_by(Activity.id.desc())
        .limit(MOST)
    )
    return [
        Source(
            activity_id=one.id,
            title=str(one.settings.get("title") or one.title),
            course="" if one.context_id == launch.context_id else title,
            rubric=list(one.settings.get("rubric") or ()),
        )
        for one, title in db.execute(query)
        if one.settings.get("rubric")
    ]
