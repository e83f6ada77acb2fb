"""The platforms' key sets as last fetched, and the claim that lets one process at a time fetch a set."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, and_, exists, select, update
from sqlalchemy.orm import Session

from lti_tools.store.inserting import insert_or_ignore
from lti_tools.store.tables.schools import KeySet, Platform, Registration, RegistrationStatus

FETCHING = "fetching"
"""`error` while a fetch is under way."""


def key_set(db: Session, platform_id: int) -> KeySet | None:
    return db.get(KeySet, platform_id)


def claim(db: Session, platform_id: int, now: datetime, interval: timedelta) -> bool:
    """Take the right to fetch a platform's set, unless somebody took it less than `interval` ago."""
    if _add(db, platform_id, now):
        return True
    due = and_(KeySet.platform_id == platform_id, KeySet.tried_at <= now - interval)
    return _changed(db, update(KeySet).where(due).values(tried_at=now, error=FETCHING))


def keep_key_set(db: Session, platform_id: int, body: dict[str, Any], now: datetime) -> None:
    """Store the set that the platform answered with just now."""
    _add(db, platform_id, now)
    row = update(KeySet).where(KeySet.platform_id == platform_id)
    db.execute(row.values(body=body, fetched_at=now, tried_at=now, error=""))


def keep_error(db: Session, platform_id: int, error: str) -> None:
    """Remember why a fetch failed; the last good set stays."""
    db.execute(update(KeySet).where(KeySet.platform_id == platform_id).values(error=error))


def due_for_refresh(db: Session, fetched_before: datetime, tried_before: datetime, limit: int) -> list[tuple[int, str]]:
    """(platform id, key-set address) of sets that are old, not tried lately, and of an active registration."""
    active = exists().where(Registration.platform_id == Platform.id, Registration.status == RegistrationStatus.ACTIVE)
    due = (KeySet.fetched_at <= fetched_before, KeySet.tried_at <= tried_before, active)
    found = select(Platform.id, Platform.jwks_uri).join(KeySet, KeySet.platform_id == Platform.id).where(*due)
    return [(row.id, row.jwks_uri) for row in db.execute(found.order_by(KeySet.tried_at).limit(limit))]


def _add(db: Session, platform_id: int, now: datetime) -> bool:
    row = {"platform_id": platform_id, "body": {}, "fetched_at": None, "tried_at": now, "error": FETCHING}
    return insert_or_ignore(db, KeySet, row, ["platform_id"])


def _changed(db: Session, statement: Any) -> bool:
    result = db.execute(statement)
    assert isinstance(result, CursorResult)
    return result.rowcount == 1
