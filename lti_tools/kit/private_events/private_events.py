"""The door for events of anonymous activities: told without object and time, and only together with others'.

XP for a rating would otherwise unmask the reviewer: whoever sees that a rating arrived at 14:03 and that somebody's XP
rose at 14:03 knows who rated. So such an event is held back until `ENOUGH` people did the same in the activity, or
until the phase ends; then all of them go out at once, shuffled, as of their day.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from random import Random, SystemRandom
from uuid import UUID

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from lti_tools.events import Doer, service
from lti_tools.kit.private_events.tables import HeldEvent
from lti_tools.store.tables.events import Event

ENOUGH = 5
"""Different people in a batch that goes out before the phase ends."""
AT_ONCE = 20
"""Batches that one round of the worker lets go."""
_SECURE = SystemRandom()


def publish_private(db: Session, doer: Doer, action: str, now: datetime, *, rng: Random = _SECURE) -> None:
    """Hold an event back in the deed's own transaction. It carries its actor alone.

    `action` is one of the tool's `private_actions`. Raises `ValueError` for a deed of nobody or outside an activity.
    """
    if doer.activity_id is None or doer.person_id is None:
        raise ValueError("a private event has an actor and happens in an activity")
    held = {"activity_id": doer.activity_id, "actor_id": doer.person_id, "action": action, "day": day_of(now)}
    db.execute(insert(HeldEvent), {"id": _random_id(rng), **held})


def publish_batch(
    db: Session, activity_id: int, action: str, actors: Iterable[int], now: datetime, *, rng: Random = _SECURE
) -> None:
    """Tell what many did, all at once: for a deed that counts when its phase has ended, such as having voted."""
    _send(db, activity_id, [(actor, action, day_of(now)) for actor in actors], now, rng)


def release(db: Session, activity_id: int, now: datetime, actions: Iterable[str] = (), *, rng: Random = _SECURE) -> int:
    """Let everything go that an activity holds back, however few people it is: its phase has ended.

    `actions` narrows it to some. Returns how many events went out.
    """
    chosen = list(actions)
    where = [HeldEvent.activity_id == activity_id, *([HeldEvent.action.in_(chosen)] if chosen else [])]
    taken = db.execute(
        delete(HeldEvent)
        .where(*where)
        .returning(HeldEvent.actor_id, HeldEvent.action, HeldEvent.day)
        .execution_options(synchronize_session=False)
    )
    batch = [(row.actor_id, row.action, row.day) for row in taken]
    _send(db, activity_id, batch, now, rng)
    return len(batch)


def release_full(db: Session, now: datetime, *, rng: Random = _SECURE) -> int:
    """Let those batches go that hold at least `ENOUGH` people who did the same in one activity."""
    full = db.execute(
        select(HeldEvent.activity_id, HeldEvent.action)
        .group_by(HeldEvent.activity_id, HeldEvent.action)
        .having(func.count(HeldEvent.actor_id.distinct()) >= ENOUGH)
        .order_by(HeldEvent.activity_id, HeldEvent.action)
        .limit(AT_ONCE)
    ).all()
    return sum(release(db, row.activity_id, now, (row.action,), rng=rng) for row in full)


def day_of(at: datetime) -> datetime:
    """Midnight UTC of the day of an instant."""
    return at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _send(
    db: Session, activity_id: int, batch: Sequence[tuple[int, str, datetime]], now: datetime, rng: Random
) -> None:
    """Write the batch into the outbox in an order of chance, under ids of chance, due at one time."""
    if not batch:
        return
    place = service(db, activity_id)
    shuffled = rng.sample(batch, len(batch))
    common = {
        "tenant_id": place.tenant_id,
        "context_id": place.context_id,
        "activity_id": activity_id,
        "tool": place.tool,
        "object": {},
        "due_at": now,
        "tries": 0,
    }
    rows = [
        {**common, "id": _random_id(rng), "actor_id": actor, "action": action, "occurred_at": day}
        for actor, action, day in shuffled
    ]
    db.execute(insert(Event), rows)


def _random_id(rng: Random) -> str:
    return UUID(int=rng.getrandbits(128), version=4).hex
