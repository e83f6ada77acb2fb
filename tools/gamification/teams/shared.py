"""What a team hands in for all: for whom it counts, and who gets it later."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.kit.groups import groups
from tools.gamification.domain.boss import Standing
from tools.gamification.domain.evidence import Entry, Kind
from tools.gamification.models import WorkRow
from tools.gamification.store import entries as rows
from tools.gamification.store import works
from tools.gamification.store.lines import Published


def receivers(db: Session, work: WorkRow) -> list[int]:
    """For whom a piece of work counts: its author, or everybody in the team who is not absent, and who wrote it."""
    if work.group_id is None:
        return [work.person_id]
    members = groups.members(db, work.activity_id, work.group_id)
    known = rows.members_of(db, work.activity_id)
    present = {one for one in members if rows.standing_of(known.get(one)) is not Standing.ABSENT}
    return sorted(present | {work.person_id})


def entry_id(work_id: int, decided_at: datetime) -> str:
    """Of the evidence that a decision makes: a later decision about the same work is another one."""
    return f"work:{work_id}:{int(decided_at.timestamp() * 1_000_000)}"


def owed(db: Session, place: Published, back: Iterable[int], team: Mapping[int, int]) -> list[tuple[int, Entry]]:
    """(person, entry): who was absent and contributes again shares in what their team handed in meanwhile."""
    people = [one for one in back if one in team]
    keys = [one.key for one in place.line.first_ways() if one.shared]
    if not people or not keys:
        return []
    accepted = works.accepted_of_teams(db, place.activity_id, sorted({team[one] for one in people}), keys)
    return [
        (one, Entry(entry_id(work.id, work.decided_at), work.decided_at, Kind.ACCEPTED, work.objective, work.score))
        for one in people
        for work in accepted
        if work.group_id == team[one] and work.decided_at is not None
    ]
