"""States and nonces, each used once."""

import hashlib
from datetime import datetime

from sqlalchemy import select

from lti_tools.store.database import Database
from lti_tools.store.inserting import insert_or_ignore
from lti_tools.store.tables.sessions import Consumed


def consume(database: Database, kind: str, text: str, expires_at: datetime) -> bool:
    """Use up `text` in a committed statement of its own; False when it was used before."""
    row = {"digest": _digest(kind, text), "expires_at": expires_at}
    with database.single() as db:
        return insert_or_ignore(db, Consumed, row, ["digest"])


def is_consumed(database: Database, kind: str, text: str) -> bool:
    """Whether `text` was used before; for words on a page, never for a decision."""
    with database.read() as db:
        return db.scalar(select(Consumed.digest).where(Consumed.digest == _digest(kind, text))) is not None


def _digest(kind: str, text: str) -> str:
    return hashlib.sha256(f"{kind}:{text}".encode()).hexdigest()
