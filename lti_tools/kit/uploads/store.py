"""Every query about files, each held to one activity; `StoredFile` out."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.kit.uploads.rules import Drawing, State, StoredFile
from lti_tools.kit.uploads.tables import Upload, UploadPiece
from lti_tools.store.database import Runner
from lti_tools.store.tables.activities import Activity

THERE = (State.WAITING, State.READY, State.REFUSED)
BUSY = timedelta(minutes=20)
"""So long a worker may take over one file before another takes it up."""

_COLUMNS = (
    Upload.id,
    Upload.activity_id,
    Upload.person_id,
    Upload.place,
    Upload.thing,
    Upload.number,
    Upload.name,
    Upload.alt,
    Upload.state,
    Upload.fault,
    Upload.size,
    Upload.received,
    Upload.kind.label("kind_name"),
    Upload.ending,
    Upload.copy_size,
    Upload.drawn,
    Upload.created_at,
)


def _file(row: Any) -> StoredFile:
    return StoredFile(**{**row._mapping, "state": State(row.state), "drawn": Drawing(row.drawn)})


def files_of(
    db: Runner, activity_id: int, place: str, things: Iterable[str] | None = None, person_id: int | None = None
) -> list[StoredFile]:
    """The files of some things of an activity, in the order they came; those on their way are left out."""
    query = select(*_COLUMNS).where(Upload.activity_id == activity_id, Upload.place == place, Upload.state.in_(THERE))
    if things is not None:
        query = query.where(Upload.thing.in_(list(things)))
    if person_id is not None:
        query = query.where(Upload.person_id == person_id)
    return [_file(row) for row in db.execute(query.order_by(Upload.thing, Upload.person_id, Upload.number))]


def file_of(db: Runner, activity_id: int, upload_id: int) -> StoredFile | None:
    """One file of an activity that is not gone."""
    query = select(*_COLUMNS).where(
        Upload.id == upload_id, Upload.activity_id == activity_id, Upload.state != State.GONE
    )
    row = db.execute(query).first()
    return _file(row) if row else None


def keys_of(db: Runner, upload_id: int) -> tuple[str, str]:
    """Where the file store has (the original, the copy)."""
    row = db.execute(select(Upload.original, Upload.copy).where(Upload.id == upload_id)).one()
    return row.original, row.copy


def small_of(db: Runner, upload_id: int) -> tuple[str, int]:
    """(where the file store has the small picture, its size); an empty place where there is none."""
    row = db.execute(select(Upload.small, Upload.small_size).where(Upload.id == upload_id)).one()
    return row.small, row.small_size


def hold_activity(db: Session, activity_id: int) -> None:
    """Let nobody else add files to the activity until this transaction ends, so that limits hold."""
    db.execute(select(Activity.id).where(Activity.id == activity_id).with_for_update(key_share=True))


def used(db: Session, activity_id: int, person_id: int) -> int:
    """Bytes of all files of a person in an activity, those on their way included."""
    own = (Upload.activity_id == activity_id, Upload.person_id == person_id, Upload.state != State.GONE)
    return int(
        db.scalar(select(func.coalesce(func.sum(Upload.size), 0)).where(*own, Upload.state != State.REFUSED)) or 0
    )


def numbers_of(db: Session, activity_id: int, person_id: int, place: str, thing: str) -> tuple[int, int]:
    """(how many files a person has there, the highest number that any had)."""
    own = (Upload.activity_id == activity_id, Upload.person_id == person_id, Upload.place == place)
    there = func.count().filter(Upload.state.in_((State.WAITING, State.READY, State.RECEIVING)))
    row = db.execute(select(there, func.coalesce(func.max(Upload.number), 0)).where(*own, Upload.thing == thing)).one()
    return int(row[0]), int(row[1])


def add_piece(db: Session, upload_id: int, at: int, length: int, key: str) -> bool:
    """Note a piece that has come; False where the file is not at `at`, or not on its way any more."""
    moved: Any = db.execute(
        update(Upload)
        .where(Upload.id == upload_id, Upload.received == at, Upload.state == State.RECEIVING)
        .where(Upload.size >= at + length)
        .values(received=at + length)
        .execution_options(synchronize_session=False)
    )
    if moved.rowcount != 1:
        return False
    db.add(UploadPiece(upload_id=upload_id, at=at, key=key))
    db.flush()
    return True


def pieces_of(db: Runner, upload_id: int) -> list[str]:
    query = select(UploadPiece.key).where(UploadPiece.upload_id == upload_id).order_by(UploadPiece.at)
    return list(db.scalars(query)) if isinstance(db, Session) else [row.key for row in db.execute(query)]


def change(db: Session, upload_id: int, before: Iterable[State], **values: Any) -> bool:
    """Change a file that is in one of the states `before`; False where it is not."""
    done: Any = db.execute(
        update(Upload)
        .where(Upload.id == upload_id, Upload.state.in_(list(before)))
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return bool(done.rowcount == 1)


def forget_pieces(db: Session, upload_id: int) -> None:
    db.execute(delete(UploadPiece).where(UploadPiece.upload_id == upload_id))


def put_away_others(db: Session, file: StoredFile) -> None:
    """Mark every other file of the same thing as gone."""
    db.execute(
        update(Upload)
        .where(Upload.activity_id == file.activity_id, Upload.place == file.place, Upload.thing == file.thing)
        .where(Upload.id != file.id)
        .values(state=State.GONE)
        .execution_options(synchronize_session=False)
    )


def put_away_things(db: Session, activity_id: int, place: str, things: Iterable[str]) -> None:
    """Mark the files of some things as gone."""
    db.execute(
        update(Upload)
        .where(Upload.activity_id == activity_id, Upload.place == place, Upload.thing.in_(list(things)))
        .values(state=State.GONE)
        .execution_options(synchronize_session=False)
    )


def claim_waiting(db: Session, now: datetime) -> StoredFile | None:
    """The oldest file without its copy, taken for this worker alone for a while."""
    free = or_(Upload.busy_until.is_(None), Upload.busy_until < now)
    query = select(Upload).where(Upload.state == State.WAITING, free).order_by(Upload.id).limit(1)
    found = db.scalar(query.with_for_update(skip_locked=True))
    if found is None:
        return None
    found.busy_until, found.tries = now + BUSY, found.tries + 1
    db.flush()
    return file_of(db, found.activity_id, found.id)


def content_of(db: Runner, upload_id: int) -> bytes | None:
    """What came with an activity's file and is not in the file store yet."""
    found: bytes | None = db.execute(select(Upload.content).where(Upload.id == upload_id)).scalar_one()
    return found


def tries_of(db: Runner, upload_id: int) -> int:
    return int(db.execute(select(Upload.tries).where(Upload.id == upload_id)).scalar_one())


def over(db: Runner, now: datetime, most: int) -> list[tuple[int, int, int]]:
    """(id, activity, person) of files that are gone or never came."""
    lost = (Upload.state == State.RECEIVING) & (Upload.expires_at < now)
    query = select(Upload.id, Upload.activity_id, Upload.person_id).where(or_(Upload.state == State.GONE, lost))
    return [(row.id, row.activity_id, row.person_id) for row in db.execute(query.limit(most))]


def drop(db: Session, upload_id: int) -> None:
    db.execute(delete(Upload).where(Upload.id == upload_id))


def of_person(person_id: int, context_id: int | None) -> ColumnElement[bool]:
    own = Upload.person_id == person_id
    if context_id is None:
        return own
    return own & Upload.activity_id.in_(select(Activity.id).where(Activity.context_id == context_id))


def found(file: StoredFile | None) -> StoredFile:
    """The file; raises `NotFound` for none."""
    if file is None:
        raise NotFound
    return file
