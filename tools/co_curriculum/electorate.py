"""Who may vote: the learners of the course, as the LMS tells them."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tools import roster
from lti_tools.store.tables.people import Person


def learners(db: Session, context_id: int) -> frozenset[int] | None:
    """The course's learners, launched or not; None while the LMS has not told its members."""
    if roster.roster_size(db, context_id) is None:
        return None
    return frozenset(member.person_id for member in roster.learners(db, context_id))


def seen(db: Session, context_id: int) -> frozenset[int]:
    """The learners known so far: launched, or told by the LMS."""
    return frozenset(member.person_id for member in roster.learners(db, context_id))


def names(db: Session, context_id: int) -> dict[int, str]:
    """Everybody ever seen in the course by id, with the name to show ("" where the LMS tells none)."""
    return {member.person_id: member.name for member in roster.members(db, context_id)}


def names_of(db: Session, people: Collection[int]) -> dict[int, str]:
    """The names to show of these people, in one query."""
    query = select(Person.id, Person.name, Person.given_name, Person.family_name).where(Person.id.in_(people))
    return {row.id: row.name or " ".join(filter(None, (row.given_name, row.family_name))) for row in db.execute(query)}
