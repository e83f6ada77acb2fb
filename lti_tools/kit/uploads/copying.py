"""Files that go along when an activity is copied: rows now, bytes by the worker."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from lti_tools.kit.uploads.rules import State
from lti_tools.kit.uploads.tables import Upload

SAME = (
    "person_id",
    "place",
    "number",
    "name",
    "alt",
    "size",
    "received",
    "kind",
    "ending",
    "sha256",
    "original",
    "content",
    "from_file",
)


def copy_things(
    db: Session, source_id: int, target_id: int, place: str, things: Mapping[str, str], now: datetime
) -> int:
    """Let a copied activity have the files of `things` (thing there -> thing here) of the one it was copied from.

    They stay their sender's. The worker makes copies of their own, so that they outlive the other activity; how many.
    """
    query = select(Upload).where(Upload.activity_id == source_id, Upload.place == place)
    there = db.scalars(
        query.where(Upload.thing.in_(things), Upload.state.in_((State.WAITING, State.READY))).options(
            undefer(Upload.content)
        )
    ).all()
    db.add_all(
        Upload(
            activity_id=target_id,
            thing=things[row.thing],
            state=State.WAITING,
            created_at=now,
            **{name: getattr(row, name) for name in SAME},
        )
        for row in there
    )
    db.flush()
    return len(there)
