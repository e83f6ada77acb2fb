"""Events of anonymous activities as a part of the kit: no page, a table, and what the worker lets go."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from lti_tools.kit.part import Part
from lti_tools.kit.private_events import private_events
from lti_tools.kit.private_events.tables import HeldEvent
from lti_tools.store.tables.activities import Activity


def _own(person_id: int, context_id: int | None) -> list[ColumnElement[bool]]:
    own = [HeldEvent.actor_id == person_id]
    if context_id is not None:
        own.append(HeldEvent.activity_id.in_(select(Activity.id).where(Activity.context_id == context_id)))
    return own


def _erase(db: Session, person_id: int, context_id: int | None) -> None:
    db.execute(delete(HeldEvent).where(*_own(person_id, context_id)).execution_options(synchronize_session=False))


def _export(db: Session, person_id: int, context_id: int | None) -> dict[str, Any]:
    rows = db.scalars(select(HeldEvent).where(*_own(person_id, context_id)).order_by(HeldEvent.day, HeldEvent.action))
    return {"held_events": [{"action": row.action, "day": row.day.date().isoformat()} for row in rows]}


def _tick(db: Session, now: datetime) -> None:
    private_events.release_full(db, now)


part = Part(name="private_events", erase=_erase, export=_export, tick=_tick)
