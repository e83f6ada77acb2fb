"""Scrubbed copies: made at once or by the worker, which also deletes what is over."""

import logging
from datetime import datetime
from typing import BinaryIO

from lti_tools.kit.uploads import store
from lti_tools.kit.uploads.kinds import KINDS, PICTURES
from lti_tools.kit.uploads.refused import FileRefused
from lti_tools.kit.uploads.rules import State, StoredFile
from lti_tools.kit.uploads.scrubbing.pictures import smaller
from lti_tools.kit.uploads.scrubbing.scrub import scrubbed_copy
from lti_tools.kit.uploads.streams import copy, temporary
from lti_tools.suite import Suite
from lti_tools.web.files import FileStore, digest_of

log = logging.getLogger(__name__)

MOST_TRIES = 3
LONGEST_IN_LISTS = 640
"""Pixels of the longest side of a picture where it stands beside words."""


def copied(files: FileStore, file: StoredFile, content: BinaryIO, space: str) -> dict[str, object]:
    """Make the scrubbed copy; what changes in the file's row."""
    with scrubbed_copy(KINDS[file.kind_name], content) as clean:
        _digest, size = digest_of(clean)
        values = {"state": State.READY, "copy": files.keep(clean, space), "copy_size": size, "busy_until": None}
        return values | (_small(files, file.kind_name, clean, space) if file.kind_name in PICTURES else {})


def _small(files: FileStore, kind: str, clean: BinaryIO, space: str) -> dict[str, object]:
    """The picture as lists show it, so that a phone need not load all of it."""
    with temporary() as target:
        if not smaller(kind, clean, target, LONGEST_IN_LISTS):
            return {}
        _digest, size = digest_of(target)
        return {"small": files.keep(target, space), "small_size": size}


def put_away(suite: Suite, file: StoredFile) -> None:
    """Delete the bytes, then the row: what is interrupted here the worker goes on with."""
    with suite.database.write() as db:
        store.change(db, file.id, list(State), state=State.GONE)
    FileStore(suite.settings.files).remove_space(space_of(file.activity_id, file.person_id, file.id))
    with suite.database.write() as db:
        store.drop(db, file.id)


def space_of(activity_id: int, person_id: int, upload_id: int) -> str:
    """Below the person's space in the activity, which an erasure removes."""
    return f"activity-{activity_id}/person-{person_id}/upload-{upload_id}"


def work(suite: Suite, now: datetime) -> int:
    """Make the copy of one large file, and delete what is over; returns how many files that were."""
    with suite.database.write() as db:
        file = store.claim_waiting(db, now)
    if file is not None:
        _make_copy(suite, file)
    with suite.database.read() as db:
        gone = store.over(db, now, 20)
    files = FileStore(suite.settings.files)
    for upload_id, activity_id, person_id in gone:
        files.remove_space(space_of(activity_id, person_id, upload_id))
        with suite.database.write() as db:
            store.drop(db, upload_id)
    return len(gone) + (file is not None)


def _make_copy(suite: Suite, file: StoredFile) -> None:
    files = FileStore(suite.settings.files)
    with suite.database.read() as db:
        original, _copy = store.keys_of(db, file.id)
        tries = store.tries_of(db, file.id)
    try:
        with files.open(original) as stored, temporary() as content:
            copy(stored, content)
            space = space_of(file.activity_id, file.person_id, file.id)
            values = copied(files, file, content, space)
            if not original.startswith(f"{space}/"):  # it came along with a copied activity
                values["original"] = files.keep(content, space)
    except FileRefused as refused:
        values = {"state": State.REFUSED, "fault": refused.stored, "busy_until": None}
    except Exception:
        log.exception("uploads.scrubbing-failed", extra={"fields": {"upload_id": file.id, "kind": file.kind_name}})
        if tries < MOST_TRIES:
            return
        values = {"state": State.REFUSED, "fault": FileRefused("broken").stored, "busy_until": None}
    with suite.database.write() as db:
        store.change(db, file.id, [State.WAITING], **values)
