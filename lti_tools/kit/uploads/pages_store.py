"""Every query about drawn pages of files."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from lti_tools.kit.uploads.rules import Drawing, State, StoredFile
from lti_tools.kit.uploads.store import BUSY, change, file_of
from lti_tools.kit.uploads.tables import Upload, UploadPage


def claim(db: Session, now: datetime) -> StoredFile | None:
    """The oldest file whose pages are still to be drawn, taken for this worker alone for a while."""
    free = or_(Upload.busy_until.is_(None), Upload.busy_until < now)
    query = select(Upload).where(Upload.drawn == Drawing.WANTED, Upload.state == State.READY, free)
    found = db.scalar(query.order_by(Upload.id).limit(1).with_for_update(skip_locked=True))
    if found is None:
        return None
    found.busy_until = now + BUSY
    db.flush()
    return file_of(db, found.activity_id, found.id)


def keep(db: Session, upload_id: int, pages: Collection[UploadPage]) -> bool:
    """Note what was drawn, nothing where it could not be; False where the file is gone meanwhile."""
    drawn = Drawing.DONE if pages else Drawing.FAILED
    if not change(db, upload_id, [State.READY], drawn=drawn, busy_until=None):
        return False
    db.add_all(pages)
    db.flush()
    return True


def page_of(db: Session, upload_id: int, number: int) -> UploadPage | None:
    return db.get(UploadPage, (upload_id, number))


def pages_of(db: Session, upload_ids: Collection[int]) -> Mapping[int, Sequence[UploadPage]]:
    """File -> its drawn pages in order; one query for all of them, none without any."""
    found: dict[int, list[UploadPage]] = {}
    if upload_ids:
        query = select(UploadPage).where(UploadPage.upload_id.in_(upload_ids)).order_by(UploadPage.number)
        for page in db.scalars(query):
            found.setdefault(page.upload_id, []).append(page)
    return found
