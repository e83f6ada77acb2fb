"""INSERT that lets an existing row be, on both databases."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import Table, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from lti_tools.store.base import Base

Row = TypeVar("Row", bound=Base)


def insert_or_find(db: Session, table: type[Row], key: dict[str, Any], values: dict[str, Any]) -> Row:
    """The row with these `key` columns, inserted with `values` unless it was there, or came at this moment."""
    insert: Any = insert_into(db, table).on_conflict_do_nothing(index_elements=list(key))
    added: Row | None = db.scalars(insert.values(**key, **values).returning(table)).first()
    return added or db.scalars(select(table).filter_by(**key)).one()


def insert_into(db: Session, table: type[Base] | Table) -> Any:
    """This database's own INSERT, which has `on_conflict_do_nothing` and `on_conflict_do_update`."""
    make: Any = sqlite.insert if db.get_bind().dialect.name == "sqlite" else postgresql.insert
    return make(table)


def insert_or_ignore(db: Session, table: type[Base], values: dict[str, Any], key: Sequence[str]) -> bool:
    """Insert `values` unless a row with the same `key` columns is there; True when it was inserted."""
    statement = _statement(db, table, key).values(**values)
    # RETURNING, not rowcount: that is -1 on PostgreSQL, inserted or not.
    return db.connection().execute(statement.returning(table_of(table).c[key[0]])).first() is not None


def insert_all_or_ignore(db: Session, table: type[Base], rows: Sequence[dict[str, Any]], key: Sequence[str]) -> None:
    """Insert each of `rows`, all with the same columns, unless one with the same `key` columns is there."""
    if rows:
        db.connection().execute(_statement(db, table, key), rows)


def insert_new(
    db: Session, table: type[Base], rows: Sequence[dict[str, Any]], key: Sequence[str], told: str
) -> frozenset[Any]:
    """As `insert_all_or_ignore`; the values of column `told` of the rows that were inserted."""
    if not rows:
        return frozenset()
    statement = _statement(db, table, key).returning(table_of(table).c[told])
    return frozenset(db.connection().execute(statement, rows).scalars())


def _statement(db: Session, table: type[Base], key: Sequence[str]) -> Any:
    return insert_into(db, table_of(table)).on_conflict_do_nothing(index_elements=list(key))


def table_of(table: type[Base]) -> Table:
    """The table itself, for statements that have nothing to do with objects of the session and so cost less."""
    assert isinstance(table.__table__, Table)
    return table.__table__
