"""Writing tables of PostgreSQL anew, so that nothing of their deleted rows is left in the files."""

import time

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

LOCK_WAIT = 5
"""Seconds that a table may be waited for before it is written anew."""
OLDER_WAIT = 10.0
"""Seconds that transactions may be waited for which were there before."""
PAUSE = 0.05
_NEXT = "SELECT txid_snapshot_xmax(txid_current_snapshot())"
_OLDER = """
SELECT txid_snapshot_xmin(txid_current_snapshot()) < %(since)s OR EXISTS (
    SELECT FROM (
        SELECT backend_xmin FROM pg_stat_activity
        WHERE (datname = current_database() OR datname IS NULL) AND pid <> pg_backend_pid()
        UNION ALL SELECT xmin FROM pg_replication_slots
    ) AS holding (oldest)
    WHERE age(oldest) > txid_snapshot_xmax(txid_current_snapshot()) - %(since)s
)
"""


def write_anew(connection: Connection, *tables: str, older_wait: float = OLDER_WAIT) -> None:
    """Write `tables` anew without the rows that were deleted before; `connection` commits each statement by itself.

    A transaction that writes in any database of the server, or reads in this one or a standby, and began before a
    deletion would make PostgreSQL keep the deleted rows in the new files too, so those are waited for. Raises
    `OperationalError` where they take longer than `older_wait` seconds, or others hold the tables for longer than
    `LOCK_WAIT`.
    """
    _wait_for_older(connection, older_wait)
    connection.exec_driver_sql(f"SET lock_timeout = '{LOCK_WAIT}s'")
    try:
        connection.exec_driver_sql(f"VACUUM FULL {', '.join(tables)}")
    finally:
        connection.exec_driver_sql("RESET lock_timeout")


def _wait_for_older(connection: Connection, seconds: float) -> None:
    since = {"since": connection.exec_driver_sql(_NEXT).scalar_one()}
    until = time.monotonic() + seconds
    while connection.exec_driver_sql(_OLDER, since).scalar_one():
        if time.monotonic() > until:
            raise OperationalError(_OLDER, since, TimeoutError("older transactions are still open"))
        time.sleep(PAUSE)
