"""Pictures in an activity's file: as data beside the tool's own values, each for a thing that the tool names by a key.

They come out of a file as uploads that wait for the worker, which looks into them as into any other upload.
"""

import base64
import binascii
import hashlib
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from lti_tools.kit.activity_file import refusals
from lti_tools.kit.activity_file.content import Content, Values
from lti_tools.kit.activity_file.reading import Reader
from lti_tools.kit.uploads import store
from lti_tools.kit.uploads.kinds import KINDS, PICTURES
from lti_tools.kit.uploads.rules import LONGEST_ALT, State
from lti_tools.kit.uploads.tables import Upload
from lti_tools.suite import current_suite
from lti_tools.web.files import FileStore

PART = "pictures"
"""The part of a file's values that is the kit's, not the tool's."""
MOST_EACH, MOST_TOGETHER = 1_000_000, 4_000_000
"""Bytes. A larger picture goes along as lists show it; what is beyond all of them together stays behind."""
MOST = 200
LONGEST_KEY = 1000


def without(values: Values) -> Values:
    """The tool's own values."""
    return {name: value for name, value in values.items() if name != PART}


def dump(db: Session, content: Content, activity_id: int) -> Values:
    """The part with an activity's pictures; no part where it has none."""
    found: list[Values] = []
    room = MOST_TOGETHER
    for place, things_of in content.pictures.items():
        keys = {thing: key for key, thing in things_of(db, activity_id).items()}
        query = select(Upload).where(Upload.activity_id == activity_id, Upload.place == place, Upload.thing.in_(keys))
        kept = Upload.state.in_((State.READY, State.WAITING)) & Upload.kind.in_(PICTURES)
        for row in db.scalars(query.where(kept).order_by(Upload.id).options(undefer(Upload.content))):
            data = _data(row)
            if data and len(data) <= room and len(found) < MOST:
                room -= len(data)
                known = {"for": place, "key": keys[row.thing], "alt": row.alt, "kind": row.kind}
                found.append({**known, "data": base64.b64encode(data).decode()})
    return {PART: sorted(found, key=lambda one: (one["for"], one["key"]))} if found else {}


def _data(row: Upload) -> bytes:
    """The picture's bytes as others may have them; empty where there are none yet."""
    if row.content:
        return row.content
    files = FileStore(current_suite().settings.files)
    if row.from_file and row.size <= MOST_EACH and row.original:
        return files.get(row.original)
    if row.copy and row.copy_size <= MOST_EACH:
        return files.get(row.copy)
    return files.get(row.small) if row.small and row.small_size <= MOST_EACH else b""


def check(content: Content, values: Values) -> list[Upload]:
    """The pictures of a file, without activity and owner; raises `FileRefused` for what cannot be one."""
    parts = values.get(PART, [])
    if not isinstance(parts, list) or len(parts) > MOST or not all(isinstance(one, dict) for one in parts):
        raise refusals.wrong_part(PART)
    found = [_read(content, Reader(one)) for one in parts]
    if sum(one.size for one in found) > MOST_TOGETHER:
        raise refusals.wrong_part(PART)
    return found


def _read(content: Content, part: Reader) -> Upload:
    place = part.choice("for", tuple(content.pictures))
    key = part.text("key", most=LONGEST_KEY, least=1)
    alt = part.text("alt", most=LONGEST_ALT)
    kind = KINDS[part.choice("kind", PICTURES)]
    try:
        data = base64.b64decode(part.text("data", most=2 * MOST_EACH, least=1), validate=True)
    except (binascii.Error, ValueError) as error:
        raise refusals.wrong_part("data") from error
    part.finish()
    if not 0 < len(data) <= MOST_EACH:
        raise refusals.wrong_part("data")
    return Upload(
        place=place,
        thing=key,
        number=1,
        name=f"picture{kind.endings[0]}",
        alt=alt,
        state=State.WAITING,
        size=len(data),
        received=len(data),
        kind=kind.name,
        ending=kind.endings[0],
        sha256=hashlib.sha256(data).hexdigest(),
        content=data,
        from_file=True,
    )


def load(db: Session, content: Content, activity_id: int, values: Values, now: datetime, *, by: int) -> None:
    """Put a file's pictures in place of those that are there; they become `by`'s, as if they had sent them."""
    sent = check(content, values)
    for place, things_of in content.pictures.items():
        things = things_of(db, activity_id)
        store.put_away_things(db, activity_id, place, things.values())
        for row in sent:
            if row.place == place and row.thing in things:
                row.activity_id, row.person_id, row.thing, row.created_at = activity_id, by, things[row.thing], now
                db.add(row)
    db.flush()


def settings_of(content: Content, values: Values) -> Values:
    """The activity's settings out of a file's values; raises `FileRefused`."""
    return content.settings(without(values))


def load_content(db: Session, content: Content, activity_id: int, values: Values, now: datetime, *, by: int) -> None:
    """What stands beyond the settings, which are stored already: the tool's rows, and pictures as `by`'s."""
    content.load(db, activity_id, without(values))
    load(db, content, activity_id, values, now, by=by)
