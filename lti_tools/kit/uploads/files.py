"""The door: files on their way in, what an activity has of them, and taking them away again.

A tool says in `Tool.uploads` what it takes files for. Its page draws `field_of(...)` with the macro `upload_field`, and
what has come with `files_of(...)` and `file_list`; sending, scrubbing, showing and limits are this package's.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import BinaryIO

from sqlalchemy.orm import Session

from lti_tools.errors import NotFound, Refusal
from lti_tools.kit.uploads import store
from lti_tools.kit.uploads.kinds import KINDS, PICTURES, ending_of, family_labels
from lti_tools.kit.uploads.refused import FileRefused
from lti_tools.kit.uploads.rules import Place, Sight, State, StoredFile
from lti_tools.kit.uploads.scrubbing.pictures import smaller
from lti_tools.kit.uploads.scrubbing.scrub import neutral_ending, scrubbed_copy
from lti_tools.kit.uploads.sniffing import sniff
from lti_tools.kit.uploads.store import file_of, files_of
from lti_tools.kit.uploads.streams import copy, temporary
from lti_tools.kit.uploads.tables import Upload
from lti_tools.launches import CurrentLaunch
from lti_tools.lti.roles import Role
from lti_tools.rights import reach
from lti_tools.suite import Suite
from lti_tools.web.files import FileStore, digest_of, safe_name
from lti_tools.web.formats import format_list, format_number
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import ngettext

__all__ = [
    "append",
    "begin",
    "field_of",
    "files_of",
    "finish",
    "forget_things",
    "place_of",
    "remove",
    "send",
    "sight_of",
    "sights_of",
    "work",
]

log = logging.getLogger(__name__)

PIECE = 1 << 20
"""Bytes that a browser sends at a time; at 50 kB/s that is 20 seconds to lose."""
MOST_PIECE = 4 << 20
KEPT = timedelta(days=1)
"""So long a file that did not come whole can be gone on with."""
AT_ONCE = 10_000_000
"""Bytes up to which the copy is made while the sender waits."""
MOST_TRIES = 3
LONGEST_ALT = 300
LONGEST_IN_LISTS = 640
"""Pixels of the longest side of a picture where it stands beside words."""
MB = 1_000_000


# -- what is taken


def place_of(suite: Suite, launch: CurrentLaunch, name: str) -> Place:
    """What this activity's tool says about one use of files; raises `NotFound`."""
    tool = suite.tool(launch.tool)
    places: Mapping[str, Place] = tool.uploads(dict(launch.settings)) if tool else {}
    if name not in places:
        raise NotFound(f"no place {name!r} for files")
    return places[name]


def most_bytes(suite: Suite, place: Place) -> int:
    return min(place.most_bytes, suite.settings.upload_mb * MB)


@dataclass(frozen=True)
class UploadField:
    """What the macro `upload_field` draws."""

    place: str
    thing: str
    label: str
    accept: str
    hint: str
    most_bytes: int
    too_large: str
    piece: int
    several: bool
    describe: bool
    names_hidden: bool


def field_of(suite: Suite, launch: CurrentLaunch, place: str, thing: str, label: str) -> UploadField:
    """A field for one thing's files: what it takes and how much, in words and for the browser."""
    rules = place_of(suite, launch, place)
    most = most_bytes(suite, rules)
    return UploadField(
        place=place,
        thing=thing,
        label=label,
        accept=",".join(ending for name in rules.kinds for ending in KINDS[name].endings),
        hint=_hint(rules, most),
        most_bytes=most,
        too_large=too_large(most),
        piece=PIECE,
        several=rules.most_files > 1 and not rules.replaces,
        describe=rules.describe,
        names_hidden=rules.names_hidden,
    )


def _hint(place: Place, most: int) -> str:
    kinds = _("Taken: %(kinds)s.", kinds=kinds_in_words(place))
    size = _("At most %(most)s MB.", most=format_number(round(most / MB, 1)))
    number = ngettext("One file.", "Up to %(num)s files.", 1 if place.replaces else place.most_files)
    return f"{kinds} {size} {number}"


def kinds_in_words(place: Place) -> str:
    """ "PDF, pictures and sound": families where a place takes all of one, else the kinds themselves."""
    words = []
    for family, label in family_labels().items():
        members = {kind.name for kind in KINDS.values() if kind.family is family}
        if members <= set(place.kinds):
            words.append(str(label))
        else:
            words += [str(KINDS[name].label) for name in place.kinds if name in members]
    return format_list(words)


def too_large(most: int) -> str:
    return _(
        "This file is larger than %(most)s MB. Make it smaller, or put it where you can share it and send the link.",
        most=format_number(round(most / MB, 1)),
    )


# -- on the way in


def begin(
    suite: Suite, launch: CurrentLaunch, place: str, thing: str, name: str, size: int, alt: str, now: datetime
) -> StoredFile:
    """Announce a file of `size` bytes; raises `NotFound` or a `Refusal` before a byte of it is sent."""
    rules = place_of(suite, launch, place)
    _check_announced(suite, rules, name, size, alt)
    with suite.database.write() as db:
        rules.may_add(db, launch, thing)
        store.hold_activity(db, launch.activity)
        there, highest = store.numbers_of(db, launch.activity, launch.person_id, place, thing)
        _check_room(suite, db, launch, rules, there, size)
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
        return _found(file_of(db, launch.activity, row.id))


def _check_announced(suite: Suite, place: Place, name: str, size: int, alt: str) -> None:
    if size <= 0:
        raise Refusal(FileRefused("empty").sentence)
    if size > most_bytes(suite, place):
        raise Refusal(too_large(most_bytes(suite, place)))
    ending = ending_of(safe_name(name))
    fitting = [kind for kind in KINDS.values() if ending in kind.endings]
    if ending and not any(kind.name in place.kinds for kind in fitting):
        raise Refusal(_other(place).sentence)
    pictures = not ending or any(kind.name in PICTURES for kind in fitting)
    if place.describe and pictures and not alt.strip():
        raise Refusal(_("Say in a few words what the picture shows, for those who cannot see it."))


def _check_room(suite: Suite, db: Session, launch: CurrentLaunch, place: Place, there: int, size: int) -> None:
    if not place.replaces and there >= place.most_files:
        raise Refusal(
            ngettext(
                "There is one file already. Remove it to send another one.",
                "There are %(num)s files already. Remove one to send another one.",
                place.most_files,
            )
        )
    room = suite.settings.upload_person_mb * MB - store.used(db, launch.activity, launch.person_id)
    if size > room:
        most = format_number(suite.settings.upload_person_mb)
        raise Refusal(_("Your files here may have %(most)s MB together. Remove one that you need no more.", most=most))


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
        return _found(file_of(db, launch.activity, upload_id))


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
        kind = sniff(content, file.name)
        if kind.name not in place.kinds:
            raise _other(place)
        digest, size = digest_of(content)
        values = {
            "state": State.WAITING,
            "kind": kind.name,
            "ending": neutral_ending(kind, file.name),
            "sha256": digest,
            "size": size,
            "original": files.keep(content, space),
            "session_id": None,
            "expires_at": None,
        }
        if size <= AT_ONCE:
            values |= _copied(files, replace(file, kind_name=kind.name), content, space)
    except FileRefused as refused:
        _put_away(suite, file)
        raise Refusal(refused.sentence) from refused
    with suite.database.write() as db:
        place.may_add(db, launch, file.thing)
        if not store.change(db, file.id, [State.RECEIVING], **values):
            raise NotFound(f"file {file.id} is not on its way")
        store.forget_pieces(db, file.id)
        taken = _found(file_of(db, file.activity_id, file.id))
        if place.replaces:
            store.put_away_others(db, taken)
        place.after(db, launch, taken)
    files.remove_space(f"{space}/pieces")
    return taken


def _copied(files: FileStore, file: StoredFile, content: BinaryIO, space: str) -> dict[str, object]:
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


def _other(place: Place) -> FileRefused:
    return FileRefused("other", kinds=kinds_in_words(place))


# -- there, and gone again


def sights_of(
    suite: Suite, db: Session, launch: CurrentLaunch, files: Sequence[StoredFile]
) -> list[tuple[StoredFile, Sight]]:
    """What somebody may see of each file: the tool's word; nothing of others' files that are not ready, nor of people
    outside an assistant's groups.
    """
    found, within = [], None
    for file in files:
        place = place_of(suite, launch, file.place)
        sight = place.may_see(db, launch, file)
        if launch.person_id != file.person_id and sight is not Sight.NOTHING:
            if file.state is not State.READY and not launch.is_staff:
                sight = Sight.NOTHING
            elif launch.role is Role.ASSISTANT and sight is Sight.ALL and not place.replaces:
                within = within or reach(db, launch)
                sight = Sight.ALL if within.covers(file.person_id) else Sight.NOTHING
        found.append((file, sight))
    return found


def sight_of(suite: Suite, db: Session, launch: CurrentLaunch, file: StoredFile) -> Sight:
    """`sights_of` of one file."""
    ((_file, sight),) = sights_of(suite, db, launch, [file])
    return sight


def forget_things(db: Session, activity_id: int, place: str, things: Iterable[str]) -> None:
    """In the transaction that deletes what files were for: they are gone with it."""
    store.put_away_things(db, activity_id, place, things)


def remove(suite: Suite, launch: CurrentLaunch, upload_id: int) -> None:
    """Take a file away: its owner may, and staff where the place holds one file whoever sent it. Raises `NotFound`."""
    with suite.database.write() as db:
        file = _found(file_of(db, launch.activity, upload_id))
        place = place_of(suite, launch, file.place)
        if launch.person_id != file.person_id and not (place.replaces and launch.is_staff):
            raise NotFound(f"file {upload_id} is somebody else's")
        place.may_add(db, launch, file.thing)
        store.change(db, upload_id, list(State), state=State.GONE)
        place.after(db, launch, replace(file, state=State.GONE))
    _put_away(suite, file)


def _put_away(suite: Suite, file: StoredFile) -> None:
    """Delete the bytes, then the row: what is interrupted here the worker goes on with."""
    with suite.database.write() as db:
        store.change(db, file.id, list(State), state=State.GONE)
    FileStore(suite.settings.files).remove_space(space_of(file.activity_id, file.person_id, file.id))
    with suite.database.write() as db:
        store.drop(db, file.id)


def space_of(activity_id: int, person_id: int, upload_id: int) -> str:
    """Below the person's space in the activity, which an erasure removes."""
    return f"activity-{activity_id}/person-{person_id}/upload-{upload_id}"


def _found(file: StoredFile | None) -> StoredFile:
    if file is None:
        raise NotFound
    return file


# -- the worker's part


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
            values = _copied(files, file, content, space_of(file.activity_id, file.person_id, file.id))
    except FileRefused as refused:
        values = {"state": State.REFUSED, "fault": refused.stored, "busy_until": None}
    except Exception:
        log.exception("uploads.scrubbing-failed", extra={"fields": {"upload_id": file.id, "kind": file.kind_name}})
        if tries < MOST_TRIES:
            return
        values = {"state": State.REFUSED, "fault": FileRefused("broken").stored, "busy_until": None}
    with suite.database.write() as db:
        store.change(db, file.id, [State.WAITING], **values)
