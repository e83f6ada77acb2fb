"""The schema's history: one line of Alembic revisions and one version table per package, tools come last.

An upgrade is one transaction over all packages: it arrives whole or leaves the database as it was. The transaction is
also the lock: `BEGIN IMMEDIATE` on SQLite, an advisory lock on PostgreSQL.
"""

import importlib.util
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event, inspect, text
from sqlalchemy.types import TypeDecorator

from lti_tools.errors import SettingInvalid
from lti_tools.kit.tables import PREFIX as KIT_PREFIX
from lti_tools.registry import folder_of
from lti_tools.store.database import make_engine, transactional
from lti_tools.store.tables import PREFIX
from lti_tools.tool import Tool

LOCK = 0x6C746974
"""Key of the advisory lock: "ltit"."""


@dataclass(frozen=True)
class Package:
    """An owner of tables: `name` is dotted, its tables begin with `prefix`."""

    name: str
    prefix: str

    @property
    def version_table(self) -> str:
        return f"{self.prefix}alembic_version"

    @property
    def versions(self) -> Path:
        return folder_of(self.name) / "migrations" / "versions"


PLATFORM = Package("lti_tools", PREFIX)
KIT = Package("lti_tools.kit", KIT_PREFIX)


class Standing(StrEnum):
    """How a package's tables compare with its code."""

    CURRENT = "current"
    OLD = "old"
    """Revisions are waiting: `lti-tools db upgrade` brings them."""
    NEWER = "newer"
    """The database was upgraded by a newer release than this one."""


def packages_of(tools: Sequence[Tool], *, with_new: bool = False) -> tuple[Package, ...]:
    """The platform, the activity kit, then every tool that has migrations; their models are imported on the way.

    `with_new` adds the tools that have none yet.
    """
    packages = [PLATFORM, KIT] if with_new or KIT.versions.is_dir() else [PLATFORM]
    for tool in tools:
        if importlib.util.find_spec(f"{tool.package}.models"):
            importlib.import_module(f"{tool.package}.models")
        package = Package(tool.package, tool.table_prefix)
        if with_new or package.versions.is_dir():
            packages.append(package)
    return tuple(packages)


def upgrade(
    url: str, packages: Sequence[Package], *, before: Callable[[], None] | None = None, revision: str = "head"
) -> tuple[Package, ...]:
    """Bring the tables of `packages` to `revision`; returns the packages that had something to do.

    `before` runs once under the lock, and only when tables that exist are about to change: the place for a backup.
    """
    with locked(url) as connection:
        waiting = tuple(package for package in packages if _standing(connection, package) is Standing.OLD)
        if before and any(current(connection, waiting).values()):
            before()
        for package in waiting:
            command.upgrade(alembic_config(package, connection), revision)
        _check_foreign_keys(connection)
    return waiting


def downgrade(url: str, packages: Sequence[Package], revision: str = "base") -> None:
    """Take revisions back, the platform's last."""
    with locked(url) as connection:
        for package in reversed(packages):
            command.downgrade(alembic_config(package, connection), revision)
        _check_foreign_keys(connection)


def current(connection: Connection, packages: Sequence[Package]) -> dict[str, str | None]:
    """The revision that each package's tables stand at, None for a package never installed."""
    return {package.name: _revision(connection, package) for package in packages}


def pending(connection: Connection, packages: Sequence[Package]) -> dict[str, Standing]:
    """The packages whose tables do not fit the code. Empty: all is well. One small query per package."""
    standings = {package.name: _standing(connection, package) for package in packages}
    return {name: standing for name, standing in standings.items() if standing is not Standing.CURRENT}


def alembic_options(package: Package) -> dict[str, Any]:
    """Keep Alembic to the package's own tables; alter tables by copying, as SQLite needs."""
    own = package.prefix

    def include_name(name: str | None, kind: str, _parents: object) -> bool:
        return kind != "table" or bool(name and name.startswith(own))

    def include_object(_item: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
        return kind != "table" or bool(name and name.startswith(own))

    return {
        "version_table": package.version_table,
        "include_name": include_name,
        "include_object": include_object,
        "render_as_batch": True,
        "render_item": _render_item,
    }


def _render_item(kind: str, item: Any, _context: object) -> str | bool:
    """A migration stands on its own: it never imports today's column types."""
    return f"sa.{item.impl!r}" if kind == "type" and isinstance(item, TypeDecorator) else False


def alembic_config(package: Package, connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(folder_of("lti_tools") / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", str(package.versions).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes.update(connection=connection, package=package)
    return config


@contextmanager
def locked(url: str) -> Iterator[Connection]:
    """A connection in a transaction that no second migration can enter."""
    engine = make_engine(url)
    sqlite = engine.dialect.name == "sqlite"
    if sqlite:
        event.listen(engine, "connect", _foreign_keys_off)
    try:
        with transactional(engine).begin() as connection:
            if not sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
            yield connection
    finally:
        engine.dispose()


def _foreign_keys_off(dbapi_connection: Any, _record: object) -> None:
    """Copying a table drops the old one, which would cascade. Has no effect inside a transaction, hence here."""
    dbapi_connection.execute("PRAGMA foreign_keys=OFF")


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        tables = ", ".join(sorted({row[0] for row in broken}))
        raise SettingInvalid(f"the migration would leave {len(broken)} rows without their parents in: {tables}")


def forget_revisions() -> None:
    """Read the packages' folders of revisions anew: one was just written."""
    _revisions.cache_clear()


@cache
def _revisions(package: Package) -> tuple[str | None, frozenset[str]]:
    """The newest revision in the code, and all of them."""
    script = ScriptDirectory.from_config(alembic_config(package))
    return script.get_current_head(), frozenset(found.revision for found in script.walk_revisions())


def _revision(connection: Connection, package: Package) -> str | None:
    if not inspect(connection).has_table(package.version_table):
        return None
    opts = {"version_table": package.version_table}
    return MigrationContext.configure(connection, opts=opts).get_current_revision()


def _standing(connection: Connection, package: Package) -> Standing:
    head, known = _revisions(package)
    found = _revision(connection, package)
    if found == head:
        return Standing.CURRENT
    return Standing.OLD if found is None or found in known else Standing.NEWER
