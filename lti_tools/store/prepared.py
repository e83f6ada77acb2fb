"""Statements of the busiest road, compiled once and handed to the driver itself.

SQLAlchemy's way around one statement costs more than the statement. A launch runs the same few each time, so these are
written in its language, compiled by it, converted by its types, and only the walk in between is left out.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from lti_tools.store.database import Runner

Convert = Callable[[Any], Any]
_CURSOR = "lti_tools.prepared"


@dataclass(frozen=True)
class _Compiled:
    """A statement as one dialect's driver takes it."""

    sql: str
    constants: Mapping[str, Any]
    """Values that stand in the statement itself."""
    names: Sequence[str] | None
    """Order of the parameters where the driver wants them by position."""
    binds: Mapping[str, Convert]
    results: Sequence[tuple[int, Convert]]
    row: Any

    def values(self, parameters: Mapping[str, Any]) -> Any:
        given = {**self.constants, **parameters}
        for name, convert in self.binds.items():
            given[name] = convert(given[name])
        return given if self.names is None else [given[name] for name in self.names]

    def read(self, found: Sequence[Any]) -> Any:
        if not self.results:
            return self.row._make(found)
        values = list(found)
        for place, convert in self.results:
            values[place] = convert(values[place])
        return self.row._make(values)


class Prepared:
    """A SELECT, or an INSERT with RETURNING, that is made once per process: keep it in a module's constant.

    Every parameter is given at each run: defaults of columns, IN lists and `Numeric` results are not for it. An INSERT
    takes its columns from `columns`.
    """

    def __init__(self, statement: Any, columns: Sequence[str] | None = None) -> None:
        self._statement, self._columns = statement, columns
        self._compiled: dict[str, _Compiled] = {}

    def all(self, db: Runner, parameters: Mapping[str, Any]) -> Sequence[Any]:
        """The rows, with columns as attributes.

        The driver runs it: on the plain connection of `Database.single()`, or in a session's transaction, where a
        SELECT sees what was pending in the session. An INSERT in a session is a statement as any other.
        """
        if isinstance(db, Session):
            if not self._statement.is_select:
                return db.execute(self._statement, parameters).all()
            if db.autoflush:
                db.flush()
            db = db.connection()
        compiled = self._compiled.get(db.dialect.name) or self._compile(db.dialect)
        return [compiled.read(row) for row in _run(db, compiled.sql, compiled.values(parameters))]

    def first(self, db: Runner, parameters: Mapping[str, Any]) -> Any:
        """The first row, None where there is none."""
        found = self.all(db, parameters)
        return found[0] if found else None

    def _compile(self, dialect: Dialect) -> _Compiled:
        made = self._statement.compile(dialect=dialect, column_keys=self._columns)
        columns = [(column.key, column.type) for column in self._statement.exported_columns]
        binds = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in made.binds.items()}
        results = [type_.dialect_impl(dialect).result_processor(dialect, None) for _, type_ in columns]
        compiled = _Compiled(
            sql=made.string,
            constants=made.params,
            names=made.positiontup,
            binds={name: convert for name, convert in binds.items() if convert},
            results=[(place, convert) for place, convert in enumerate(results) if convert],
            row=namedtuple("Row", [name for name, _ in columns]),
        )
        self._compiled[dialect.name] = compiled
        return compiled


def _run(db: Connection, sql: str, values: Any) -> Sequence[Any]:
    """Run on a cursor that is kept as long as its connection; who listens to statements hears of this one too."""
    cursor = db.info.get(_CURSOR)
    if cursor is None:
        cursor = db.info[_CURSOR] = db.connection.cursor()
    for tell in db.engine.dispatch.before_cursor_execute:
        tell(db, cursor, sql, values, None, False)
    driver: Any = db.dialect.loaded_dbapi
    try:
        cursor.execute(sql, values)
        found: Sequence[Any] = cursor.fetchall()
    except driver.Error as error:
        lost = db.dialect.is_disconnect(error, db.connection, cursor)
        if lost:
            db.invalidate(error)
        raise DBAPIError.instance(sql, None, error, driver.Error, connection_invalidated=lost) from error
    return found
