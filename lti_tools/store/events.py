"""Queries of the events' outbox."""

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tools.store.tables.activities import Activity
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
