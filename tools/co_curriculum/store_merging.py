"""Every query of merging and supporting proposals, each held to one activity."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from lti_tools.errors import NotFound
from lti_tools.store.inserting import insert_into
from lti_tools.store.tables.activities import Activity
from tools.co_curriculum.models import Option
from tools.co_curriculum.models_merging import Merge, MergeAnswer, Support


def get(db: Session, activity_id: int, merge_id: int) -> Merge:
    """A suggestion of this activity, held for changing; raises `NotFound` for any other."""
    row = db.get(Merge, merge_id, with_for_update=True, populate_existing=True)
    part = db.get(Option, row.part_id) if row else None
    if row is None or part is None or part.activity_id != activity_id:
        raise NotFound(f"no merge {merge_id} in activity {activity_id}")
    return row


def about(db: Session, option_id: int) -> Sequence[Merge]:
    """Every suggestion that has to do with a proposal, newest first."""
    here = or_(Merge.part_id == option_id, Merge.into_id == option_id)
    return db.scalars(select(Merge).where(here).order_by(Merge.id.desc())).all()


def answers(db: Session, merges: Collection[int]) -> Mapping[int, Mapping[int, bool | None]]:
    """Merge id -> person asked -> what they said, in one query."""
    found: dict[int, dict[int, bool | None]] = {merge: {} for merge in merges}
    for row in db.scalars(select(MergeAnswer).where(MergeAnswer.merge_id.in_(merges))):
        found[row.merge_id][row.person_id] = row.yes
    return found


def parts(db: Session, option_id: int) -> Sequence[Option]:
    """The proposals that are part of this one."""
    return db.scalars(select(Option).where(Option.merged_into == option_id).order_by(Option.id)).all()


def say(db: Session, option_id: int, person_id: int, *, wanted: bool) -> None:
    """Note that somebody supports a proposal, or, asked again, that they do not."""
    values = {"option_id": option_id, "person_id": person_id, "wanted": wanted}
    statement = insert_into(db, Support).values(**values)
    db.execute(statement.on_conflict_do_update(index_elements=["option_id", "person_id"], set_={"wanted": wanted}))


def unsay(db: Session, option_id: int, person_id: int) -> None:
    db.execute(delete(Support).where(Support.option_id == option_id, Support.person_id == person_id))


def supports(db: Session, activity_id: int) -> dict[int, int]:
    """Option id -> how many support it, in one query."""
    query = (
        select(Support.option_id, func.count().label("many"))
        .join(Option, Option.id == Support.option_id)
        .where(Option.activity_id == activity_id, Support.wanted.is_(True))
        .group_by(Support.option_id)
    )
    return {row.option_id: row.many for row in db.execute(query)}


def said_by(db: Session, activity_id: int, person_id: int) -> dict[int, bool]:
    """Option id -> whether this person supports it, where they have said so."""
    query = (
        select(Support.option_id, Support.wanted)
        .join(Option, Option.id == Support.option_id)
        .where(Option.activity_id == activity_id, Support.person_id == person_id)
    )
    return {row.option_id: row.wanted for row in db.execute(query)}


def supporters(db: Session, option_id: int) -> set[int]:
    query = select(Support.person_id).where(Support.option_id == option_id, Support.wanted.is_(True))
    return set(db.scalars(query))


def asked_about(db: Session, option_id: int) -> set[int]:
    """Who has said whether they support a proposal, either way."""
    return set(db.scalars(select(Support.person_id).where(Support.option_id == option_id)))


def to_ask_again(db: Session, option_id: int, person_id: int) -> Sequence[str]:
    """Titles of what this person supported and what is part of this proposal now, as long as they have not said
    whether they support it too."""
    said = select(Support).where(Support.option_id == option_id, Support.person_id == person_id)
    query = (
        select(Option.text)
        .join(Support, Support.option_id == Option.id)
        .where(Option.merged_into == option_id, Support.person_id == person_id, Support.wanted.is_(True))
        .where(~said.exists())
        .order_by(Option.id)
    )
    return db.scalars(query).all()


def _in_course(context_id: int | None) -> Any:
    here = select(Option.id)
    if context_id is not None:
        here = here.join(Activity, Activity.id == Option.activity_id).where(Activity.context_id == context_id)
    return here


def erase_person(db: Session, person_id: int, context_id: int | None) -> None:
    """Delete what a person supported and answered; nobody is named beside a suggestion that stays."""
    here = _in_course(context_id)
    there = select(Merge.id).where(Merge.part_id.in_(here))
    quiet = {"synchronize_session": False}
    db.execute(
        delete(Support).where(Support.person_id == person_id, Support.option_id.in_(here)).execution_options(**quiet)
    )
    db.execute(
        delete(MergeAnswer)
        .where(MergeAnswer.person_id == person_id, MergeAnswer.merge_id.in_(there))
        .execution_options(**quiet)
    )
    db.execute(
        update(Merge)
        .where(Merge.asked_by == person_id, Merge.id.in_(there))
        .values(asked_by=None)
        .execution_options(**quiet)
    )


def of_person(db: Session, person_id: int, context_id: int | None) -> dict[str, list[dict[str, Any]]]:
    """What a person supported, and what they said to merging, for their export."""
    part, into = aliased(Option), aliased(Option)
    here = _in_course(context_id)
    liked = (
        select(Option.activity_id, Option.text, Support.wanted)
        .join(Support, Support.option_id == Option.id)
        .where(Support.person_id == person_id, Option.id.in_(here))
        .order_by(Option.id)
    )
    said = (
        select(part.activity_id, part.text.label("part"), into.text.label("into"), MergeAnswer.yes)
        .join(Merge, Merge.id == MergeAnswer.merge_id)
        .join(part, part.id == Merge.part_id)
        .join(into, into.id == Merge.into_id)
        .where(MergeAnswer.person_id == person_id, part.id.in_(here))
        .order_by(Merge.id)
    )
    return {
        "supported": [
            {"activity": row.activity_id, "proposal": row.text, "wanted": row.wanted} for row in db.execute(liked)
        ],
        "asked_to_merge": [
            {"activity": row.activity_id, "part": row.part, "into": row.into, "yes": row.yes}
            for row in db.execute(said)
        ],
    }
