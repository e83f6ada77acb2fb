"""What is left in the file store of what was deleted: written down with the deed, removed after it, whatever breaks."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lti_tools.kit.uploads.tables import LeftSpace
from lti_tools.store.inserting import insert_all_or_ignore
from lti_tools.suite import Suite
from lti_tools.web.files import FileStore

AT_ONCE = 100


def space_of_activity(activity_id: int) -> str:
    """Where everything lies that belongs to an activity; its number is never given again."""
    return f"activity-{activity_id}"


def space_of_person(activity_id: int, person_id: int) -> str:
    """Where a person's files of an activity lie."""
    return f"{space_of_activity(activity_id)}/person-{person_id}"


def leave(db: Session, spaces: Iterable[str]) -> None:
    """Have everything in these spaces removed once this transaction is through."""
    insert_all_or_ignore(db, LeftSpace, [{"space": space} for space in sorted(set(spaces))], ["space"])


def remove_left(suite: Suite, _now: datetime) -> int:
    """Remove what was left, some spaces at a time; how many. For the worker, and for whoever does not want to wait."""
    with suite.database.read() as db:
        spaces = list(db.scalars(select(LeftSpace.space).limit(AT_ONCE)))
    for space in spaces:
        FileStore(suite.settings.files).remove_space(space)
        with suite.database.write() as db:
            db.execute(delete(LeftSpace).where(LeftSpace.space == space))
    return len(spaces)
