"""Every query of decisions, each held to one activity."""

from collections.abc import Mapping

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lti_tools.store.tables.activities import Activity
from tools.co_curriculum.models import Option
from tools.co_curriculum.models_decisions import Decision


def decisions_of(db: Session, activity_id: int) -> Mapping[int, Decision]:
    """Option id -> the decision on it, in one query."""
    query = select(Decision).join(Option, Option.id == Decision.option_id).where(Option.activity_id == activity_id)
    return {row.option_id: row for row in db.scalars(query)}


def decision_on(db: Session, option_id: int) -> Decision | None:
    """The decision on a proposal that the caller has found in its activity, held for changing."""
    return db.get(Decision, option_id, with_for_update=True)


def forget_person(db: Session, person_id: int, context_id: int | None) -> None:
    """Nobody is named beside the decisions that stay."""
    here = select(Option.id)
    if context_id is not None:
        here = here.join(Activity, Activity.id == Option.activity_id).where(Activity.context_id == context_id)
    db.execute(
        update(Decision)
        .where(Decision.decided_by == person_id, Decision.option_id.in_(here))
        .values(decided_by=None)
        .execution_options(synchronize_session=False)
    )
