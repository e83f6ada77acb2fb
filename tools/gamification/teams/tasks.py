"""A team with fewer than two active members is a teacher's task: one goes on alone, or the team goes on in another."""

from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.kit.groups import groups
from tools.gamification import refusals
from tools.gamification.domain.boss import Standing
from tools.gamification.service import ledger
from tools.gamification.store import entries as rows
from tools.gamification.store import lines
from tools.gamification.teams import store


def _members(db: Session, activity_id: int, group_id: int) -> tuple[int, ...]:
    found = next((one for one in groups.groups_of(db, activity_id) if one.id == group_id), None)
    if found is None:
        raise NotFound(f"no team {group_id}")
    return found.member_ids


def active_in(db: Session, activity_id: int, group_id: int) -> list[int]:
    """Who of a team is neither excused nor absent; raises `NotFound` for another activity's team."""
    known = rows.members_of(db, activity_id)
    people = _members(db, activity_id, group_id)
    return [one for one in people if rows.standing_of(known.get(one)) is Standing.ACTIVE]


def let_alone(db: Session, activity_id: int, group_id: int, now: datetime) -> None:
    """The one active member goes on alone; with a second one the goal is the team's again. Raises a `Refusal`."""
    lines.hold(db, activity_id)
    if len(active_in(db, activity_id, group_id)) != 1:
        raise refusals.not_alone()
    store.allow_solo(db, activity_id, group_id, now)
    ledger.settle(db, activity_id, now)


def put_together(
    db: Session, context_id: int, activity_id: int, group_id: int, into_id: int, by: int, now: datetime
) -> None:
    """Move a small team into another, with what it has earned. Raises a `Refusal`."""
    lines.hold(db, activity_id)
    people = list(_members(db, activity_id, group_id))
    if group_id == into_id or len(active_in(db, activity_id, group_id)) > 1:
        raise refusals.not_small()
    groups.bring(db, context_id, activity_id, people, into_id, by, now)
    store.merge(db, activity_id, group_id, into_id, now)
    ledger.recount_parts(db, activity_id, now)


def part_again(db: Session, context_id: int, activity_id: int, group_id: int, by: int, now: datetime) -> None:
    """Take putting together back: who was moved then, and is still there, is a team again with what it had earned."""
    known = store.merge_of(db, activity_id, group_id)
    if known is None:
        raise refusals.apart_already()
    inside = _members(db, activity_id, known.into_id)
    moved = {
        one.person_id
        for one in groups.history(db, activity_id)
        if (one.before, one.after, one.at) == (group_id, known.into_id, known.at)
    }
    store.part_again(db, activity_id, group_id)
    groups.bring(db, context_id, activity_id, [one for one in inside if one in moved], group_id, by, now)
    ledger.recount_parts(db, activity_id, now)


LEAST = 20
"""Letters of what a team writes before it goes on."""


def try_again(
    db: Session, activity_id: int, boss: str, group_id: int, person_id: int, text: str, now: datetime
) -> None:
    """Write down what was learnt from a goal that was not reached in time; with it the goal is open again."""
    lines.hold(db, activity_id)
    if len(text.strip()) < LEAST:
        raise refusals.say_more(LEAST)
    store.begin_second_go(db, activity_id, (boss, group_id), person_id, text.strip(), now)
    ledger.settle(db, activity_id, now)
