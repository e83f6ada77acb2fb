"""The door of mentors: whose mentor somebody is, and whether their school lets them read about it.

A platform names the learners of a mentor in the launch (LTI 1.3 Core 5.4.3, role-scope mentor). They are resolved to
people of the launched course there and then, and the session keeps their ids: nothing in an address names anybody.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tools.grades.terms import State
from lti_tools.lti.roles import Role
from lti_tools.store.people import EFFECTIVE_ROLE
from lti_tools.store.tables.activities import LineItem
from lti_tools.store.tables.grades import GradeWish
from lti_tools.store.tables.people import Membership, Person
from lti_tools.store.tables.schools import Platform, Tenant

KEY = "learners"
"""Of a session's message: ids of the mentor's learners in the session's course."""
MOST = 20
"""Learners of one mentor that a page shows; platforms name one or two."""


def resolve(db: Session, platform_id: int, context_id: int, subs: Collection[str]) -> list[int]:
    """The learners of a course among `subs`, by id; none where the school does not let mentors read."""
    rows = db.scalars(
        _learners(context_id).where(
            Person.platform_id == platform_id,
            Person.sub.in_(list(subs)[:MOST]),
            select(Platform.id)
            .join(Tenant, Tenant.id == Platform.tenant_id)
            .where(Platform.id == platform_id, Tenant.mentors_read)
            .exists(),
        )
    )
    return list(rows)


def learner_ids(message: Mapping[str, Any]) -> list[int]:
    """Ids of the learners that a session's message holds; asks the database nothing."""
    return [one for one in message.get(KEY, ()) if isinstance(one, int)][:MOST]


@dataclass(frozen=True)
class Learner:
    person_id: int
    name: str
    """Empty where the LMS keeps names to itself."""


def learners(db: Session, tenant_id: int, context_id: int, ids: Collection[int]) -> list[Learner]:
    """Those of `ids` who are learners of the course still; none where the school has closed this meanwhile."""
    if not db.scalar(select(Tenant.mentors_read).where(Tenant.id == tenant_id)):
        return []
    people = select(Person).where(Person.id.in_(_learners(context_id).where(Person.id.in_(ids)))).order_by(Person.id)
    return [Learner(person.id, _name(person)) for person in db.scalars(people)]


def points(db: Session, activity_id: int, ids: Collection[int]) -> dict[int, list[tuple[str, Decimal, Decimal]]]:
    """Person id -> (column, score, maximum) of what the gradebook has taken; nothing that still waits."""
    rows = db.execute(
        select(GradeWish, LineItem.label)
        .join(LineItem, LineItem.id == GradeWish.line_item_id)
        .where(LineItem.activity_id == activity_id, GradeWish.person_id.in_(ids), GradeWish.state == State.CONFIRMED)
        .order_by(LineItem.id)
    )
    found: dict[int, list[tuple[str, Decimal, Decimal]]] = {}
    for row, label in rows:
        if row.confirmed_score is not None and row.confirmed_maximum is not None:
            found.setdefault(row.person_id, []).append((label, row.confirmed_score, row.confirmed_maximum))
    return found


def _learners(context_id: int) -> Any:
    return (
        select(Person.id)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.context_id == context_id, Membership.active, Person.erased_at.is_(None))
        .where(EFFECTIVE_ROLE == Role.LEARNER)
        .order_by(Person.id)
    )


def _name(person: Person) -> str:
    return person.name or " ".join(filter(None, (person.given_name, person.family_name)))
