"""A file on its way in: announced, sent in pieces or whole, put together, looked at, kept."""

from contextlib import closing
from datetime import datetime, timedelta
from typing import BinaryIO

from lti_tools.errors import NotFound, Refusal
from lti_tools.kit.uploads import store
from lti_tools.kit.uploads.apart import AT_ONCE, examine
from lti_tools.kit.uploads.copies import copied, put_away, space_of
from lti_tools.kit.uploads.kinds import Family
from lti_tools.kit.uploads.refused import FileRefused
from lti_tools.kit.uploads.rules import LONGEST_ALT, Drawing, State, StoredFile
from lti_tools.kit.uploads.scrubbing.scrub import neutral_ending
from lti_tools.kit.uploads.store import file_of, found
from lti_tools.kit.uploads.streams import copy, temporary
from lti_tools.kit.uploads.tables import Upload
from lti_tools.kit.uploads.taking import check_announced, check_room, other_kind, place_of
from lti_tools.launches import CurrentLaunch
from lti_tools.suite import Suite
from lti_tools.web.files import FileStore, digest_of, safe_name
from lti_tools.web.locale import gettext as _

KEPT = timedelta(days=1)
"""So long a file that did not come whole can be gone on with."""
WAITED_FOR = 10_000_000
"""Bytes up to which the copy is made while the sender waits."""


def begin(
    suite: Suite, launch: CurrentLaunch, place: str, thing: str, name: str, size: int, alt: str, now: datetime
) -> StoredFile:
    """Announce a file of `size` bytes; raises `NotFound` or a `Refusal` before a byte of it is sent."""
    rules = place_of(suite, launch, place)
    check_announced(suite, rules, name, size, alt)
    with suite.database.write() as db:
        rules.may_add(db, launch, thing)
        store.hold_activity(db, launch.activity)
        there, highest = store.numbers_of(db, launch.activity, launch.person_id, place, thing)
        check_room(suite, db, launch, rules, there, size)
        row = Upload(
            activity_id=launch.activity,
            person_id=launch.person_id,
            session_id=launch.session_id,
            place=place,
            thing=thing,
            number=highest + 1,
            name=safe_name(name),
            alt=" ".join(alt.split())[:LONGEST_ALT],
            state=State.RECEIVING,
            size=size,
            created_at=now,
            expires_at=now + KEPT,
        )
        db.add(row)
        db.flush()
        return found(file_of(db, launch.activity, row.id))


def append(suite: Suite, launch: CurrentLaunch, upload_id: int, at: int, body: bytes) -> int:
    """Take the piece that begins at byte `at`; return how many bytes have come, whether this piece counted or not.

    A piece sent twice counts once; one out of turn does not count. Raises `NotFound` for a file of another session.
    """
    _own_on_its_way(suite, launch, upload_id)
    if body:
        key = FileStore(suite.settings.files).put(
            body, f"{space_of(launch.activity, launch.person_id, upload_id)}/pieces"
        )
        with suite.database.write() as db:
            store.add_piece(db, upload_id, at, len(body), key)
    return _own_on_its_way(suite, launch, upload_id).received


def _own_on_its_way(suite: Suite, launch: CurrentLaunch, upload_id: int) -> StoredFile:
    with suite.database.read() as db:
        row = db.get(Upload, upload_id)
        if (
            row is None
            or (row.activity_id, row.person_id, row.session_id)
            != (launch.activity, launch.person_id, launch.session_id)
            or row.state != State.RECEIVING
        ):
            raise NotFound(f"file {upload_id} is not on its way")
        return found(file_of(db, launch.activity, upload_id))


def finish(suite: Suite, launch: CurrentLaunch, upload_id: int, now: datetime) -> StoredFile:
    """Put the pieces together, look what it is, make the copy if that is quick; raises a `Refusal` for a bad file."""
    file = _own_on_its_way(suite, launch, upload_id)
    if file.received != file.size:
        raise Refusal(_("The file has not come whole. Send it again."))
    files = FileStore(suite.settings.files)
    with suite.database.read() as db:
        keys = store.pieces_of(db, upload_id)
    with temporary() as whole:
        for key in keys:
            with files.open(key) as piece:
                copy(piece, whole)
        return _take(suite, launch, file, whole, now)


def send(
    suite: Suite, launch: CurrentLaunch, place: str, thing: str, name: str, content: BinaryIO, alt: str, now: datetime
) -> StoredFile:
    """A whole file at once, out of a plain form; raises as `begin` and `finish` do."""
    _digest, size = digest_of(content)
    return _take(suite, launch, begin(suite, launch, place, thing, name, size, alt, now), content, now)


def _take(suite: Suite, launch: CurrentLaunch, file: StoredFile, content: BinaryIO, now: datetime) -> StoredFile:
    files = FileStore(suite.settings.files)
    space = space_of(file.activity_id, file.person_id, file.id)
    place = place_of(suite, launch, file.place)
    try:
        digest, size = digest_of(content)
        with closing(examine(content, file.name, place.kinds, AT_ONCE, scrub=size <= WAITED_FOR)) as looked:
            if looked.kind.name not in place.kinds:
                raise other_kind(place)
            values = {
                "state": State.WAITING,
                "kind": looked.kind.name,
                "ending": neutral_ending(looked.kind, file.name),
                "sha256": digest,
                "size": size,
                "original": files.keep(content, space),
                "session_id": None,
                "expires_at": None,
                "drawn": Drawing.WANTED if place.pages and looked.kind.family is Family.PDF else Drawing.NOT,
                **copied(files, looked, space),
            }
    except FileRefused as refused:
        put_away(suite, file)
        raise Refusal(refused.sentence) from refused
    with suite.database.write() as db:
        place.may_add(db, launch, file.thing)
        if not store.change(db, file.id, [State.RECEIVING], **values):
            raise NotFound(f"file {file.id} is not on its way")
        store.forget_pieces(db, file.id)
        taken = found(file_of(db, file.activity_id, file.id))
        if place.replaces:
            store.put_away_others(db, taken)
        place.after(db, launch, taken)
    files.remove_space(f"{space}/pieces")
    return taken
