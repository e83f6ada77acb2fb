"""Pseudonyms as the suite knows them: rows to erase and to tell their person of."""

from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from lti_tools.kit.part import Part
from lti_tools.kit.pseudonyms.tables import Pseudonym
from lti_tools.store.tables.activities import Activity


def _of(person_id: int, context_id: int | None) -> ColumnElement[bool]:
    own = Pseudonym.person_id == person_id
    if context_id is None:
        return own
    return own & Pseudonym.activity_id.in_(select(Activity.id).where(Activity.context_id == context_id))


def _erase(db: Session, person_id: int, context_id: int | None) -> None:
    """The slot stays taken, so that an old name never means somebody new."""
    forget = update(Pseudonym).where(_of(person_id, context_id)).values(person_id=None)
    db.execute(forget.execution_options(synchronize_session=False))


def _export(db: Session, person_id: int, context_id: int | None) -> dict[str, Any]:
    rows = db.scalars(select(Pseudonym.activity_id).where(_of(person_id, context_id)))
    return {"pseudonyms": [{"activity": activity_id} for activity_id in rows]}


part = Part(name="pseudonyms", erase=_erase, export=_export)
