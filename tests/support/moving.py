"""The rows of one database in another: what was built once is looked at on PostgreSQL too, or spoilt on a copy."""

from sqlalchemy import func, select, text

from lti_tools.store.base import Base
from lti_tools.store.database import Database

DEFERRED = "PRAGMA defer_foreign_keys = ON"


def copy_rows(source: Database, target: Database) -> None:
    """Fill the empty tables of `target` with the rows of `source`; new ids go on from there."""
    with source.read() as old, target.write() as new:
        is_postgresql = new.connection().dialect.name == "postgresql"
        # Rows may come before those they point to.
        new.execute(text("SET LOCAL session_replication_role = replica" if is_postgresql else DEFERRED))
        for table in Base.metadata.tables.values():
            rows = [dict(row) for row in old.execute(select(table)).mappings()]
            if rows:
                new.execute(table.insert(), rows)
            counted = table.autoincrement_column
            if counted is not None and rows and is_postgresql:
                sequence = func.pg_get_serial_sequence(table.name, counted.name)
                new.execute(select(func.setval(sequence, max(row[counted.name] for row in rows))))
