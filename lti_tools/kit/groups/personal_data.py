"""Groups and personal data: what is removed when somebody is erased, and what they are told."""

from typing import Any

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from lti_tools.kit.groups.tables import Group, GroupDeed, GroupMember, GroupMove, GroupSet, GroupWait, PersonFact


def _sets(context_id: int | None) -> Any:
    query = select(GroupSet.id)
    return query if context_id is None else query.where(GroupSet.context_id == context_id)


def erase(db: Session, person_id: int, context_id: int | None) -> None:
    """Everything about the person goes; what they did to others stays in the log without a name.

    Their place is free then: who waits for it moves up in the worker's next round.
    """
    sets = _sets(context_id)
    quiet = {"synchronize_session": False}
    in_sets: tuple[tuple[Any, ColumnElement[bool]], ...] = (
        (GroupMember, GroupMember.set_id.in_(sets)),
        (GroupWait, GroupWait.set_id.in_(sets)),
        (GroupMove, GroupMove.deed_id.in_(select(GroupDeed.id).where(GroupDeed.set_id.in_(sets)))),
    )
    for table, where in in_sets:
        db.execute(delete(table).where(table.person_id == person_id, where).execution_options(**quiet))
    facts = delete(PersonFact).where(PersonFact.person_id == person_id)
    if context_id is not None:
        facts = facts.where(PersonFact.context_id == context_id)
    db.execute(facts.execution_options(**quiet))
    deeds = update(GroupDeed).where(GroupDeed.actor_id == person_id, GroupDeed.set_id.in_(sets))
    db.execute(deeds.values(actor_id=None).execution_options(**quiet))
    made = update(GroupSet).where(GroupSet.made_by == person_id, GroupSet.id.in_(sets))
    db.execute(made.values(made_by=None).execution_options(**quiet))


def export(db: Session, person_id: int, context_id: int | None) -> dict[str, Any]:
    """The person's groups, waits and what was noted about them; nobody else appears in it."""
    sets = _sets(context_id)
    placed = (
        select(GroupSet.name, Group.name, Group.place, GroupMember.joined_at)
        .join(GroupMember, GroupMember.set_id == GroupSet.id)
        .join(Group, Group.id == GroupMember.group_id)
        .where(GroupMember.person_id == person_id, GroupSet.id.in_(sets))
        .order_by(GroupMember.id)
    )
    waits = (
        select(GroupSet.name, GroupWait.asked_at)
        .join(GroupWait, GroupWait.set_id == GroupSet.id)
        .where(GroupWait.person_id == person_id, GroupSet.id.in_(sets))
        .order_by(GroupWait.id)
    )
    facts = select(PersonFact).where(PersonFact.person_id == person_id).order_by(PersonFact.id)
    if context_id is not None:
        facts = facts.where(PersonFact.context_id == context_id)
    return {
        "groups": [
            {"set": set_name, "group": name or place, "since": at.isoformat()}
            for set_name, name, place, at in db.execute(placed)
        ],
        "waiting": [{"set": set_name, "since": at.isoformat()} for set_name, at in db.execute(waits)],
        "notes_for_the_group_maker": [{"name": fact.name, "value": fact.value} for fact in db.scalars(facts)],
    }
