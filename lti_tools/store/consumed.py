"""States and nonces, each used once."""

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from lti_tools.store.database import Database
from lti_tools.store.prepared import Prepared
from lti_tools.store.tables.sessions import Consumed

_TABLE: Any = Consumed.__table__
_INSERT = {
    dialect: Prepared(
        insert(_TABLE).on_conflict_do_nothing().returning(_TABLE.c.digest), columns=("digest", "expires_at")
    )
    for dialect, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}


def consume(database: Database, kind: str, text: str, expires_at: datetime) -> bool:
    """Use up `text` in a committed statement of its own; False when it was used before."""
    row = {"digest": _digest(kind, text), "expires_at": expires_at}
    with database.single() as connection:
        return _INSERT[connection.dialect.name].first(connection, row) is not None


def is_consumed(database: Database, kind: str, text: str) -> bool:
    """Whether `text` was used before; for words on a page, never for a decision."""
    with database.read() as db:
        return db.scalar(select(Consumed.digest).where(Consumed.digest == _digest(kind, text))) is not None


def _digest(kind: str, text: str) -> str:
    return hashlib.sha256(f"{kind}:{text}".encode()).hexdigest()
