"""Pages of files on their way to pictures: the worker's part."""

import logging
from datetime import datetime

from lti_tools.kit.uploads import pages_store, store
from lti_tools.kit.uploads.apart import Limits, draw
from lti_tools.kit.uploads.copies import space_of
from lti_tools.kit.uploads.refused import FileRefused
from lti_tools.kit.uploads.rules import StoredFile
from lti_tools.kit.uploads.tables import UploadPage
from lti_tools.suite import Suite
from lti_tools.web.files import FileStore

log = logging.getLogger(__name__)

DRAWING = Limits(processor=90, clock=300)
"""Shorter than a worker keeps a file for itself (`store.BUSY`)."""


def draw_one(suite: Suite, now: datetime) -> int:
    """Draw the pages of one file; how many files that were. A file that cannot be drawn stays as it is, and says so."""
    with suite.database.write() as db:
        file = pages_store.claim(db, now)
    if file is None:
        return 0
    pages = _drawn(suite, file)
    with suite.database.write() as db:
        is_kept = pages_store.keep(db, file.id, pages)
    if not is_kept:
        FileStore(suite.settings.files).remove_space(_space(file))
    return 1


def _drawn(suite: Suite, file: StoredFile) -> list[UploadPage]:
    """The pages, put into the file store; nothing where the file cannot be drawn."""
    files = FileStore(suite.settings.files)
    with suite.database.read() as db:
        _original, key = store.keys_of(db, file.id)
    try:
        with files.open(key) as content:
            return [
                UploadPage(
                    upload_id=file.id,
                    number=one.number,
                    width=one.width,
                    height=one.height,
                    size=len(one.content),
                    key=files.put(one.content, _space(file)),
                )
                for one in draw(content, DRAWING)
            ]
    except FileRefused as refused:
        log.info("uploads.pages-not-drawn", extra={"fields": {"upload_id": file.id, "code": refused.code}})
    except Exception:
        log.exception("uploads.drawing-failed", extra={"fields": {"upload_id": file.id}})
    return []


def _space(file: StoredFile) -> str:
    return f"{space_of(file.activity_id, file.person_id, file.id)}/pages"
