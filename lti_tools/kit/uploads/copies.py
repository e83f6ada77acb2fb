"""Scrubbed copies: made at once or by the worker, which also deletes what is over."""

import io
import logging
from contextlib import closing
from datetime import datetime

from lti_tools.kit.uploads import store
from lti_tools.kit.uploads.apart import LATER, Examined, examine
from lti_tools.kit.uploads.kinds import KINDS
from lti_tools.kit.uploads.left import space_of_person
from lti_tools.kit.uploads.refused import FileRefused
from lti_tools.kit.uploads.rules import State, StoredFile
from lti_tools.kit.uploads.streams import copy, temporary
from lti_tools.suite import Suite
from lti_tools.web.files import FileStore, digest_of

log = logging.getLogger(__name__)

MOST_TRIES = 3


def copied(files: FileStore, found: Examined, space: str) -> dict[str, object]:
    """Keep the scrubbed copy, and a small one of a large picture for lists; what changes in the file's row."""
    values: dict[str, object] = {}
    if found.clean is not None:
        _digest, size = digest_of(found.clean)
        values |= {"state": State.READY, "copy": files.keep(found.clean, space), "copy_size": size, "busy_until": None}
    if found.small is not None:
        _digest, size = digest_of(found.small)
        values |= {"small": files.keep(found.small, space), "small_size": size}
    return values


def put_away(suite: Suite, file: StoredFile) -> None:
    """Delete the bytes, then the row: what is interrupted here the worker goes on with."""
    with suite.database.write() as db:
        store.change(db, file.id, list(State), state=State.GONE)
    FileStore(suite.settings.files).remove_space(space_of(file.activity_id, file.person_id, file.id))
    with suite.database.write() as db:
        store.drop(db, file.id)


def space_of(activity_id: int, person_id: int, upload_id: int) -> str:
    """Below the person's space in the activity, which an erasure removes."""
    return f"{space_of_person(activity_id, person_id)}/upload-{upload_id}"


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
        tries, sent_along = store.tries_of(db, file.id), store.content_of(db, file.id)
    try:
        with io.BytesIO(sent_along) if sent_along else files.open(original) as stored, temporary() as content:
            copy(stored, content)
            space = space_of(file.activity_id, file.person_id, file.id)
            with closing(examine(content, f"file{file.ending}", KINDS, LATER)) as found:
                values = copied(files, found, space)
            if not original.startswith(f"{space}/"):  # it came along with a copied activity, or in an activity's file
                values |= {"original": files.keep(content, space), "content": None}
    except FileRefused as refused:
        values = {"state": State.REFUSED, "fault": refused.stored, "busy_until": None}
    except Exception:
        log.exception("uploads.scrubbing-failed", extra={"fields": {"upload_id": file.id, "kind": file.kind_name}})
        if tries < MOST_TRIES:
            return
        values = {"state": State.REFUSED, "fault": FileRefused("broken").stored, "busy_until": None}
    with suite.database.write() as db:
        store.change(db, file.id, [State.WAITING], **values)
