"""The door: files on their way in, what an activity has of them, and taking them away again.

A tool says in `Tool.uploads` what it takes files for. Its page draws `field_of(...)` with the macro `upload_field`, and
what has come with `files_of(...)` and `file_list`; sending, scrubbing, showing and limits are this package's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.kit.uploads import store
from lti_tools.kit.uploads.copies import put_away, work
from lti_tools.kit.uploads.copying import copy_things
from lti_tools.kit.uploads.receiving import append, begin, finish, send
from lti_tools.kit.uploads.rules import Sight, State, StoredFile
from lti_tools.kit.uploads.store import file_of, files_of, found
from lti_tools.kit.uploads.taking import field_of, place_of
from lti_tools.launches import CurrentLaunch
from lti_tools.lti.roles import Role
from lti_tools.rights import reach
from lti_tools.suite import Suite

__all__ = [
    "MOST_PIECE",
    "append",
    "begin",
    "copy_things",
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

MOST_PIECE = 4 << 20
"""Bytes of the largest piece that is taken."""


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
        file = found(file_of(db, launch.activity, upload_id))
        place = place_of(suite, launch, file.place)
        if launch.person_id != file.person_id and not (place.replaces and launch.is_staff):
            raise NotFound(f"file {upload_id} is somebody else's")
        place.may_add(db, launch, file.thing)
        store.change(db, upload_id, list(State), state=State.GONE)
        place.after(db, launch, replace(file, state=State.GONE))
    put_away(suite, file)
