"""How the members of each team stand, for staff: who is active, told, absent or excused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.kit.groups import groups
from tools.gamification.domain.boss import Standing
from tools.gamification.service.watching import NOTICE
from tools.gamification.store import entries as rows
from tools.gamification.teams import store


@dataclass(frozen=True)
class Member:
    """One member; `until`: they were told that from then on nobody waits for them."""

    id: int
    standing: Standing
    until: datetime | None


@dataclass(frozen=True)
class Team:
    """A team with its members' standing."""

    id: int
    name: str
    members: tuple[Member, ...]
    solo: bool

    @property
    def active(self) -> int:
        return sum(one.standing is Standing.ACTIVE for one in self.members)

    @property
    def needs_teacher(self) -> bool:
        """Too small, and nobody has said how it goes on; a team that is empty goes on nowhere."""
        return bool(self.members) and self.active < (1 if self.solo else 2)

    @property
    def has_away(self) -> bool:
        return any(one.until or one.standing is not Standing.ACTIVE for one in self.members)


def teams_of(db: Session, activity_id: int) -> list[Team]:
    """Every team of the activity; a constant number of queries."""
    known, solos = rows.members_of(db, activity_id), store.solos(db, activity_id)
    found = []
    for group in groups.groups_of(db, activity_id):
        members = []
        for person in group.member_ids:
            row = known.get(person)
            standing = rows.standing_of(row)
            told = row.warned_at if row and standing is Standing.ACTIVE else None
            members.append(Member(person, standing, told + NOTICE if told else None))
        found.append(Team(group.id, group.name, tuple(members), group.id in solos))
    return found


def others(teams: Sequence[Team], team: Team) -> list[Team]:
    """The teams that a small one can be put together with."""
    return [one for one in teams if one.id != team.id and one.members]
