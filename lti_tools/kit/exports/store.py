"""Who the people in an export are."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tools.kit.exports.exports import Known
from lti_tools.store.tables.people import Membership, Person


def people_of(db: Session, context_id: int) -> dict[int, Known]:
    """Everybody ever seen in the course, by id."""
    query = (
        select(Person.id, Person.name, Person.given_name, Person.family_name, Person.sub)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.context_id == context_id, Person.erased_at.is_(None))
    )
    return {
        row.id: Known(row.name or " ".join(filter(None, (row.given_name, row.family_name))), row.sub)
        for row in db.execute(query)
    }
