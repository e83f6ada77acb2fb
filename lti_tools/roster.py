"""Who is in a course, for tools: its members and learners, whether launched or not, its groups, its size.

The LMS's roster and the launches together say who is who: the newest launch's role beats the roster's. Nobody is ever
taken out: who left is still there, not active.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.lti.roles import Role
from lti_tools.store import groups as group_rows
from lti_tools.store import people, rosters
from lti_tools.store.people import MemberRow
from lti_tools.store.tables.people import Membership

__all__ = [
    "Group",
    "Member",
    "effective_role",
    "groups",
    "languages",
    "learners",
    "members",
    "request_refresh",
    "roster_size",
]


@dataclass(frozen=True)
class Member:
    """One person in one course. `name` is empty where the LMS keeps names to itself."""

    person_id: int
    name: str
    role: Role
    active: bool
    launched: bool


@dataclass(frozen=True)
class Group:
    """A group that the LMS made. Moodle tells no names: then `name` is empty."""

    id: int
    name: str
    set_name: str
    member_ids: frozenset[int]


def effective_role(membership: Membership) -> Role:
    """The role of the newest launch; of the roster for somebody who never launched."""
    return Role(membership.launch_role or membership.roster_role or Role.OBSERVER)


def members(db: Session, context_id: int) -> list[Member]:
    """Everybody ever seen in the course, also those who left; erased people are nobody."""
    return [
        Member(one.person_id, _name(one), Role(one.role), one.active, one.launched_at is not None)
        for one in people.plain_members(db, context_id)
    ]


def learners(db: Session, context_id: int) -> list[Member]:
    """The learners of the course as it is now, launched or not: who may vote, review, be counted."""
    return [member for member in members(db, context_id) if member.active and member.role is Role.LEARNER]


def learner_ids(db: Session, context_id: int) -> list[int]:
    """Ids of the `learners` alone, where nothing else of them is needed."""
    return people.learner_ids(db, context_id)


def languages(db: Session, context_id: int, some: Collection[int] | None = None) -> dict[int, str]:
    """Everybody of the course by id, with the locale to speak to them in: chosen in our pages, else the LMS's own.

    Empty for who never launched; `web.locale.speaking_to` takes it. `some`: whose is wanted, where not everybody's.
    """
    return people.languages(db, context_id, some)


def roster_size(db: Session, context_id: int) -> int | None:
    """How many learners the course has now; None while the LMS has not told who is in it (never to be shown as 0)."""
    return people.count_learners(db, context_id) if people.roster_synced_at(db, context_id) else None


def request_refresh(db: Session, context_id: int, now: datetime) -> bool:
    """Ask for the roster anew: the worker fetches it within seconds. False where the LMS offers none."""
    return rosters.request_refresh(db, context_id, now)


def groups(db: Session, context_id: int) -> list[Group]:
    """The LMS's groups in the course as far as it tells them, with the ids of their members."""
    found = group_rows.group_members(db, context_id)
    return [
        Group(group.id, group.name, group.set_name, found.get(group.id, frozenset()))
        for group in group_rows.groups_of(db, context_id)
    ]


def _name(person: MemberRow) -> str:
    return person.name or " ".join(filter(None, (person.given_name, person.family_name)))
