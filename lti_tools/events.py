"""Events by which tools meet: written in the deed's transaction, delivered at least once, consumed once each."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import uuid4

from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.store import events as outbox
from lti_tools.store.database import Database
from lti_tools.store.tables.events import Event

log = logging.getLogger(__name__)


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


Effect = Callable[[Session, ActivityEvent], None]


class Consumer(Protocol):
    """What delivery needs of a `Tool`."""

    @property
    def slug(self) -> str: ...
    @property
    def consumers(self) -> Mapping[str, Effect]: ...


LEASE = timedelta(seconds=60)
"""How long other workers leave an event to the one that took it; a second effect is ruled out even so."""
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(hours=1)


def deliver(database: Database, tools: Iterable[Consumer], now: datetime, limit: int = 100) -> int:
    """Give due events to the tools that wait for them in the same course; return how many reached everybody.

    Each effect runs in a transaction of its own, together with the row that says so: it happens once, however often an
    event is delivered. A consumer that fails is asked again later, with growing pauses; the others are not held up.
    So one consumer may see events in another order than they happened.
    """
    with database.read() as db:
        waiting = outbox.due(db, now, limit)
    known = tuple(tools)
    return sum(_deliver(database, known, event_id, now) for event_id in waiting)


def _deliver(database: Database, tools: tuple[Consumer, ...], event_id: str, now: datetime) -> bool:
    with database.write() as db:
        row = outbox.take(db, event_id, now, now + LEASE)
        if row is None:
            return False
        event, tries = _value(row), row.tries
        present = outbox.tools_in(db, row.context_id)
    wanting = [tool for tool in tools if event.action in tool.consumers and tool.slug in present]
    taken = [_give(database, tool, event, now) for tool in wanting]
    with database.write() as db:
        if all(taken):
            outbox.delivered(db, event.id, now)
        else:
            outbox.postpone(db, event.id, now + min(FIRST_WAIT * 2 ** min(tries, 20), LONGEST_WAIT))
    return all(taken)


def _give(database: Database, tool: Consumer, event: ActivityEvent, now: datetime) -> bool:
    """Run one consumer's effect unless it ran before; False if it failed."""
    try:
        with database.write() as db:
            if outbox.consume(db, tool.slug, event.id, now):
                tool.consumers[event.action](db, event)
    except Exception:
        fields = {"event_id": event.id, "action": event.action, "consumer": tool.slug}
        log.exception("events.effect-failed", extra={"fields": fields})
        return False
    return True


def _value(row: Event) -> ActivityEvent:
    return ActivityEvent(
        id=row.id,
        tenant_id=row.tenant_id,
        context_id=row.context_id,
        activity_id=row.activity_id,
        tool=row.tool,
        actor_id=row.actor_id,
        action=row.action,
        object=row.object,
        occurred_at=row.occurred_at,
    )
