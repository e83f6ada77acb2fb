"""The platforms' key sets as last fetched."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from lti_tools.store.tables.schools import KeySet


def keep_key_set(db: Session, platform_id: int, body: dict[str, Any], now: datetime) -> None:
    """Store the key set that the platform answered with just now."""
    held = db.get(KeySet, platform_id)
    if held is None:
        held = KeySet(platform_id=platform_id)
        db.add(held)
    held.body, held.fetched_at, held.tried_at, held.error = body, now, now, ""
    db.flush()
