"""Events by which tools meet: written in the deed's transaction, delivered at least once, consumed once each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import uuid4

from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.store import events as outbox
from lti_tools.store.tables.events import Event


@dataclass(frozen=True)
class ActivityEvent:
    """Somebody did something in an activity (Caliper's words: actor, action, object)."""

    id: str
    tenant_id: int
    context_id: int
    activity_id: int
    tool: str
    actor_id: int | None
    action: str
    object: Mapping[str, Any]
    occurred_at: datetime


class Doer(Protocol):
    """Who does the deed and where: a `CurrentLaunch`, or the `Service` of an activity."""

    @property
    def tenant_id(self) -> int: ...
    @property
    def context_id(self) -> int: ...
    @property
    def activity_id(self) -> int | None: ...
    @property
    def tool(self) -> str: ...
    @property
    def person_id(self) -> int | None: ...


@dataclass(frozen=True)
class Service:
    """The suite itself acting in an activity, where no session is: a phase that ends by the clock."""

    tenant_id: int
    context_id: int
    activity_id: int
    tool: str
    person_id: int | None


def service(db: Session, activity_id: int, person_id: int | None = None) -> Service:
    """Who acts when no launch does; tenant, context and tool come from the activity's own rows.

    `person_id` names whom the event is about where it is somebody's ("work counted"). Raises `NotFound`.
    """
    row = outbox.whereabouts(db, activity_id)
    if row is None:
        raise NotFound(f"activity {activity_id}")
    return Service(row.tenant_id, row.context_id, activity_id, row.tool, person_id)


def publish(db: Session, doer: Doer, action: str, obj: Mapping[str, Any], now: datetime) -> str:
    """Write an event in the deed's own transaction; return its id.

    Actor, activity, context and tenant come from the session or service, never from what was sent in. `action` is
    like "topic-vote.ballot-cast"; `obj` holds ids and numbers as JSON, no names and no texts.
    """
    if doer.activity_id is None:
        raise ValueError("an event happens in an activity")
    event = Event(
        id=uuid4().hex,
        tenant_id=doer.tenant_id,
        context_id=doer.context_id,
        activity_id=doer.activity_id,
        tool=doer.tool,
        actor_id=doer.person_id,
        action=action,
        object=dict(obj),
        occurred_at=now,
        due_at=now,
    )
    db.add(event)
    return event.id
