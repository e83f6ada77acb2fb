"""For developers: what the models have beyond the migrations, and the next revision that brings it."""

import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from lti_tools.store.base import Base
from lti_tools.store.migrate import Package, alembic_config, alembic_options, forget_revisions, locked, upgrade

_CHATTER = re.compile(r"^ *# ###.*\n", re.MULTILINE)


def differences(connection: Connection, package: Package) -> list[Any]:
    """What the models of `package` have that its migrated tables lack, and the reverse, in Alembic's words."""
    context = MigrationContext.configure(
        connection, opts={"target_metadata": Base.metadata, **alembic_options(package)}
    )
    return list(compare_metadata(context, Base.metadata))


def write_revision(packages: Sequence[Package], package: Package, message: str, *, initial: bool = False) -> Path:
    """Write the next revision of `package`; `packages` are those its tables may refer to, itself among them.

    `initial` deletes the package's history first: only for tables that no installation holds yet.
    """
    package.versions.mkdir(parents=True, exist_ok=True)
    if initial:
        for old in package.versions.glob("*.py"):
            old.unlink()
    forget_revisions()
    number = f"{len(list(package.versions.glob('*.py'))) + 1:04}"
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/revise.sqlite3"
        upgrade(url, packages)
        with locked(url) as connection:
            config = alembic_config(package, connection)
            script = command.revision(config, message=message, autogenerate=True, rev_id=number)
    path = Path(script.path)  # type: ignore[union-attr]
    path.write_text(_CHATTER.sub("", path.read_text()))
    for step in (["check", "--fix-only", "--select", "I,F401"], ["format"]):
        subprocess.run([sys.executable, "-m", "ruff", *step, "--quiet", str(path)], check=True)  # noqa: S603
    return path
