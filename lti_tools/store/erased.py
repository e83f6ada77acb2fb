"""People who were erased: a keyed hash of each, so that no roster brings them back."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tools.store.inserting import insert_or_ignore
from lti_tools.store.tables.admin import Erased

KeyedHash = Callable[[str, str], str]
"""`KeyStore.keyed_hash`: (purpose, text) -> hash."""
PURPOSE = "erased"


def erased_hash(keyed_hash: KeyedHash, platform_id: int, sub: str) -> str:
    return keyed_hash(PURPOSE, f"{platform_id} {sub}")


def remember_erased(db: Session, platform_id: int, sub_hash: str, now: datetime) -> None:
    """Keep the hash of somebody who is being erased."""
    insert_or_ignore(
        db, Erased, {"platform_id": platform_id, "sub_hash": sub_hash, "at": now}, ["platform_id", "sub_hash"]
    )


def erased_hashes(db: Session, platform_id: int) -> frozenset[str]:
    return frozenset(db.scalars(select(Erased.sub_hash).where(Erased.platform_id == platform_id)))
