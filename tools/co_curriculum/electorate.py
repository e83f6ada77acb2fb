"""Who may vote: the learners of the course, as the LMS tells them."""

from sqlalchemy.orm import Session

from lti_tools import roster


def learners(db: Session, context_id: int) -> frozenset[int] | None:
    """The course's learners, launched or not; None while the LMS has not told its members."""
    if roster.roster_size(db, context_id) is None:
        return None
    return frozenset(member.person_id for member in roster.learners(db, context_id))


def names(db: Session, context_id: int) -> dict[int, str]:
    """Everybody ever seen in the course by id, with the name to show ("" where the LMS tells none)."""
    return {member.person_id: member.name for member in roster.members(db, context_id)}
