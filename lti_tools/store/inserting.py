"""INSERT that lets an existing row be, on both databases."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Insert, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from lti_tools.store.base import Base


def insert_or_ignore(db: Session, table: type[Base], values: dict[str, Any], key: Sequence[str]) -> bool:
    """Insert `values` unless a row with the same `key` columns is there; True when it was inserted."""
    dialect = db.get_bind().dialect.name
    target = table.__table__
    assert isinstance(target, Table)
    make: Any = sqlite.insert if dialect == "sqlite" else postgresql.insert
    statement: Insert = make(target).values(**values).on_conflict_do_nothing(index_elements=list(key))
    # RETURNING, not rowcount: that is -1 on PostgreSQL, inserted or not.
    return db.connection().execute(statement.returning(target.c[key[0]])).first() is not None
