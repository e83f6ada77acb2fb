"""Statements compiled once in a process, for all engines that its tests make."""

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache

_known: dict[str, LRUCache[Any, Any]] = {}


def _same(one: DefaultDialect, other: object) -> bool:
    return isinstance(other, DefaultDialect) and one.name == other.name


def _hash(one: DefaultDialect) -> int:
    return hash(one.name)


def compile_statements_once() -> None:
    """From now on engines of one kind of database share what SQLAlchemy made of a statement.

    It keeps that per engine and under the engine's dialect; here every dialect of a database is as good as another.
    """
    create = Engine.__init__

    def sharing(engine: Engine, *args: Any, **options: Any) -> None:
        create(engine, *args, **options)
        engine._compiled_cache = _known.setdefault(engine.dialect.name, LRUCache(20_000))

    Engine.__init__ = sharing  # type: ignore[method-assign]
    DefaultDialect.__eq__ = _same  # type: ignore[method-assign,assignment]
    DefaultDialect.__hash__ = _hash  # type: ignore[method-assign,assignment]
