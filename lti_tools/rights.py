"""What each role may do in an activity, as data; and whose work somebody sees: everybody's, their groups', their own.

Views ask by `launches.require_right(Right.SETTINGS)`, templates by `launch.may('settings')`, lists by `reach`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from sqlalchemy.orm import Session

from lti_tools import roster
from lti_tools.errors import NotFound
from lti_tools.lti.roles import Role


class Right(StrEnum):
    """What an activity lets people do; a tool's pages each ask for one."""

    TAKE_PART = "take-part"
    """Vote, hand in, review, play: what students are here for."""
    SEE_PEOPLE = "see-people"
    """Others by name and their work, as far as `reach` goes."""
    TRIAGE = "triage"
    """Decide what was flagged or asked: hide, show, answer."""
    GRADE = "grade"
    """Give and change points of people within `reach`."""
    RUN = "run"
    """Open, close, extend and publish, for everybody."""
    SETTINGS = "settings"
    """Change what the activity is: its settings, rules, groups and templates."""


RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.INSTRUCTOR: frozenset(Right) - {Right.TAKE_PART},
    Role.ASSISTANT: frozenset((Right.SEE_PEOPLE, Right.TRIAGE, Right.GRADE)),
    Role.LEARNER: frozenset((Right.TAKE_PART,)),
    Role.OBSERVER: frozenset(),
}


def may(role: Role, right: Right) -> bool:
    return right in RIGHTS[role]


def roles_with(right: Right) -> tuple[Role, ...]:
    """The roles that have a right, strongest first."""
    return tuple(role for role in Role if may(role, right))


@dataclass(frozen=True)
class Reach:
    """Whose work somebody may see. `people` None: everybody of the course."""

    people: frozenset[int] | None = None
    groups: tuple[str, ...] = ()
    """What the groups are called that limit an assistant; "" for one whose name the LMS keeps to itself."""

    def covers(self, person_id: int | None) -> bool:
        """Whether this person is within it; the work of erased people (None) belongs to nobody's group."""
        return self.people is None or person_id in self.people

    def check(self, person_id: int | None) -> None:
        """Raise `NotFound` for somebody outside."""
        if not self.covers(person_id):
            raise NotFound


class _Somebody(Protocol):
    @property
    def role(self) -> Role: ...
    @property
    def person_id(self) -> int: ...
    @property
    def context_id(self) -> int: ...


def reach(db: Session, launch: _Somebody) -> Reach:
    """Whose work the person of a launch may see.

    Teachers see everybody; students and observers themselves. An assistant whom the LMS has put into groups sees the
    people of these groups (sections), and who is in none sees everybody, as in the LMS itself.
    """
    if launch.role is Role.INSTRUCTOR:
        return Reach()
    if launch.role is not Role.ASSISTANT:
        return Reach(frozenset((launch.person_id,)))
    own = [group for group in roster.groups(db, launch.context_id) if launch.person_id in group.member_ids]
    if not own:
        return Reach()
    return Reach(frozenset().union(*(group.member_ids for group in own)), tuple(group.name for group in own))
