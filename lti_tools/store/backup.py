"""A copy of the SQLite database taken while it is in use."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import make_url


def back_up(url: str, folder: Path, now: datetime) -> Path | None:
    """Copy a SQLite database into `folder`; None on PostgreSQL and for a file that is not there yet."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database or not Path(parsed.database).exists():
        return None
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / f"lti_tools-{now:%Y%m%dT%H%M%S}-{now.microsecond:06}Z.sqlite3"
    copy.touch(mode=0o600)
    with closing(sqlite3.connect(parsed.database)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy
