"""Queries of the events' outbox."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lti_tools.store.inserting import insert_or_ignore
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.events import Event, EventConsumed
from lti_tools.store.tables.people import Context
from lti_tools.store.tables.schools import Platform


class Whereabouts(NamedTuple):
    tenant_id: int
    context_id: int
    tool: str


def whereabouts(db: Session, activity_id: int) -> Whereabouts | None:
    """Tenant, context and tool of an activity."""
    row = db.execute(
        select(Platform.tenant_id, Activity.context_id, Activity.tool)
        .join(Context, Context.id == Activity.context_id)
        .join(Platform, Platform.id == Context.platform_id)
        .where(Activity.id == activity_id)
    ).first()
    return Whereabouts(*row) if row else None


def due(db: Session, now: datetime, limit: int) -> Sequence[str]:
    """Ids of events that somebody still waits for, oldest first."""
    waiting = select(Event.id).where(Event.delivered_at.is_(None), Event.due_at <= now)
    return db.scalars(waiting.order_by(Event.occurred_at, Event.id).limit(limit)).all()


def take(db: Session, event_id: str, now: datetime, until: datetime) -> Event | None:
    """The event, held back from other workers until `until`; None when one of them was quicker."""
    return db.scalars(
        update(Event)
        .where(Event.id == event_id, Event.delivered_at.is_(None), Event.due_at <= now)
        .values(due_at=until)
        .returning(Event)
        .execution_options(synchronize_session=False)
    ).one_or_none()


def tools_in(db: Session, context_id: int) -> set[str]:
    """Slugs of the tools that have an activity in a context."""
    return set(db.scalars(select(Activity.tool).where(Activity.context_id == context_id).distinct()))


def consume(db: Session, consumer: str, event_id: str, now: datetime) -> bool:
    """Note that `consumer` takes the event in this transaction; False when it took it before."""
    values = {"consumer": consumer, "event_id": event_id, "consumed_at": now}
    return insert_or_ignore(db, EventConsumed, values, ["consumer", "event_id"])


def delivered(db: Session, event_id: str, now: datetime) -> None:
    db.execute(update(Event).where(Event.id == event_id).values(delivered_at=now))


def postpone(db: Session, event_id: str, until: datetime) -> None:
    """Some consumer failed: come back at `until`."""
    db.execute(update(Event).where(Event.id == event_id).values(due_at=until, tries=Event.tries + 1))
