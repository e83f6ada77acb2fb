"""Who may vote: the learners of the course, as the LMS tells them."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lti_tools.store.tables.people import ContextService, Membership, Person


def learners(db: Session, context_id: int) -> frozenset[int] | None:
    """The course's active learners; None while the LMS has not told its members."""
    synced = select(func.max(ContextService.roster_synced_at)).where(ContextService.context_id == context_id)
    if db.scalar(synced) is None:
        return None
    newest_role = func.coalesce(func.nullif(Membership.launch_role, ""), Membership.roster_role)
    query = (
        select(Person.id)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.context_id == context_id,
            Membership.active.is_(True),
            Person.erased_at.is_(None),
            newest_role == "learner",
        )
    )
    return frozenset(db.scalars(query))
