"""Engines and transactions: SQLite in WAL mode or PostgreSQL, one `read()` and one `write()` for both."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import ORMExecuteState, Session

from lti_tools.store.wiping import write_anew

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=20000",
    "PRAGMA secure_delete=ON",
)


def make_engine(url: str, *, pool_size: int = 10) -> Engine:
    """An engine for `url`, with the project's rules for that database switched on.

    Its connections commit each statement by itself, which most of our reading needs and which costs nothing; a
    transaction is asked for with `transactional`.
    """
    parsed = make_url(url)
    if parsed.drivername in ("postgres", "postgresql"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() != "sqlite":
        return create_engine(
            parsed,
            isolation_level="AUTOCOMMIT",
            skip_autocommit_rollback=True,
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_recycle=1800,
        )
    engine = create_engine(parsed, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _sqlite_connect)
    event.listen(engine, "begin", _sqlite_begin)
    return engine


def transactional(engine: Engine) -> Engine:
    """`engine`, with connections whose statements are committed together.

    On SQLite the driver's own transaction handling is off: `begin` says BEGIN IMMEDIATE, so that a writing transaction
    waits for its turn instead of failing half-way.
    """
    if engine.dialect.name == "sqlite":
        return engine.execution_options(writes=True)
    return engine.execution_options(isolation_level="READ COMMITTED")


def _sqlite_connect(dbapi_connection: Any, _record: object) -> None:
    dbapi_connection.isolation_level = None
    cursor = dbapi_connection.cursor()
    for pragma in SQLITE_PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _sqlite_begin(connection: Connection) -> None:
    if connection.get_execution_options().get("writes", False):
        connection.exec_driver_sql("BEGIN IMMEDIATE")


Runner = Session | Connection
"""What runs a statement, for queries that both need."""


class Reader(Session):
    """A session that refuses to write: its statements commit by themselves, so nothing could be taken back."""


def _only_select(state: ORMExecuteState) -> None:
    if isinstance(state.session, Reader) and not state.is_select:
        raise RuntimeError("this session is for reading")


event.listen(Reader, "do_orm_execute", _only_select)


class Database:
    """The one way to a transaction. Sessions are passed on as arguments, never kept."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writer = transactional(engine)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for reading alone. Each SELECT sees what is committed at that moment: one round trip, no BEGIN."""
        with Reader(self.engine, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session whose transaction commits at the end of the block and rolls back on an exception."""
        with Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    def single(self) -> Connection:
        """A plain connection, for a `with`; each statement is committed by itself, at once: the cheapest road."""
        return self.engine.connect()

    def scrub(self, *tables: str) -> None:
        """After an erasure: on SQLite empty the write-ahead log, where deleted rows would still stand.

        On PostgreSQL write the named small `tables` anew, whose deleted rows would stand in their files until some
        later clean-up; each is locked for that moment. Raises `OperationalError` where others hold them, or a
        transaction from before, for too long (`wiping`): whoever asked tries again later.
        """
        with self.single() as connection:
            if self.engine.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            elif tables:
                write_anew(connection, *tables)

    def close(self) -> None:
        self.engine.dispose()
