"""Insert a row unless its key is taken, in one statement on both databases."""

from typing import Any

from sqlalchemy import inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from lti_tools.store.base import Base


def insert_if_absent(db: Session, table: type[Base], **values: Any) -> bool:
    """Insert one row; return False, having done nothing, where a unique constraint says that it is there already.

    On PostgreSQL it waits for a transaction that is just inserting the same key. Column defaults apply.
    """
    make = postgresql.insert if db.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = make(table).values(**values).on_conflict_do_nothing().returning(*inspect(table).primary_key)
    return db.execute(statement).first() is not None
