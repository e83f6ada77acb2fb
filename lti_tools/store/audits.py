"""Audit rows: what admins did in the pages and by commands."""

from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.store.tables.admin import Audit


def note(db: Session, actor: str, action: str, at: datetime, **detail: str | int | bool | None) -> None:
    """Append one row in the transaction of the deed. `actor` is "command" or "admin"; ids and codes in `detail`."""
    db.add(Audit(at=at, actor=actor, action=action, detail=detail))
