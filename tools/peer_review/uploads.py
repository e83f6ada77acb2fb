"""Files of works: authors send them, their reviewers read copies without names, staff see all. And of examples, which
a teacher sends and students read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.kit.uploads.drawn import Drawn, drawn_files
from lti_tools.kit.uploads.files import files_of
from lti_tools.kit.uploads.rules import Drawing, Place, Sight, StoredFile
from lti_tools.kit.uploads.showing import ShownFile, shown_files
from lti_tools.launches import CurrentLaunch, Right, Role
from lti_tools.suite import Suite
from tools.peer_review import store
from tools.peer_review.models import Review, Work
from tools.peer_review.service import calibrating, handing_in, preparing
from tools.peer_review.service.handing_in import PLACE
from tools.peer_review.settings import FILES, read_settings

MOST_FILES = 5


def _may_add(db: Session, launch: CurrentLaunch, thing: str) -> None:
    handing_in.check_thing(db, launch, thing, datetime.now(UTC))


def _may_see(db: Session, launch: CurrentLaunch, file: StoredFile) -> Sight:
    """Authors of the work all of it, its reviewers the copy, nobody else anything."""
    if launch.is_staff or launch.person_id == file.person_id:
        return Sight.ALL
    if launch.role is not Role.LEARNER:
        return Sight.NOTHING
    work = store.work_of(db, launch.activity, file.person_id)
    if work is None:
        return Sight.NOTHING
    if launch.person_id in store.authors_of_work(db, work.id):
        return Sight.ALL
    mine = select(Review.id).where(Review.work_id == work.id, Review.reviewer_id == launch.person_id)
    return Sight.COPY if db.scalar(mine.limit(1)) is not None else Sight.NOTHING


def _example(thing: str) -> int:
    return int(thing) if thing.isascii() and thing.isdigit() and len(thing) <= 15 else 0


def _may_add_to_example(db: Session, launch: CurrentLaunch, thing: str) -> None:
    if not launch.may(Right.SETTINGS):
        raise NotFound(f"no example {thing} to change")
    preparing.check_unused(db, launch.activity, _example(thing))


def _may_see_of_example(db: Session, launch: CurrentLaunch, file: StoredFile) -> Sight:
    """Staff; and students once the teacher's review makes it an example."""
    if launch.is_staff or launch.person_id == file.person_id:
        return Sight.ALL
    ready = {str(one.id) for one in calibrating.examples_of(db, launch.activity)}
    return Sight.COPY if launch.role is Role.LEARNER and file.thing in ready else Sight.NOTHING


def places(stored: dict[str, Any]) -> Mapping[str, Place]:
    """What a peer review takes files for: works, and examples where students practise."""
    settings = read_settings(stored)
    work = Place(
        may_add=_may_add, may_see=_may_see, most_files=MOST_FILES, pages=True, names_hidden=settings.author_hidden
    )
    example = Place(may_add=_may_add_to_example, may_see=_may_see_of_example, most_files=MOST_FILES)
    found = {PLACE: work} if FILES in settings.parts else {}
    return {**found, preparing.PLACE: example} if settings.practises else found


@dataclass(frozen=True)
class NamedFile:
    """A file of a work by the name that is the same for every reader."""

    id: int
    name: str
    shown: ShownFile
    pictures: Mapping[int, Drawn] = field(default_factory=dict)
    """What can be pointed at in it, by page."""
    drawn: Drawing = Drawing.NOT
    """How far its pages are on their way to pictures."""


def named_files(suite: Suite, db: Session, launch: CurrentLaunch, work: Work) -> list[NamedFile]:
    """The files of a work that this reader sees."""
    thing = handing_in.thing_of(work, store.authors_of_work(db, work.id))
    if FILES not in read_settings(launch.settings).parts or not thing:
        return []
    found = [
        (one, shown)
        for one in files_of(db, launch.activity, PLACE, [thing])
        for shown in shown_files(suite, db, launch, [one])
        if shown.address
    ]
    drawn = drawn_files(suite, db, launch, found)
    return [
        NamedFile(one.id, one.neutral_name, shown, pictures, one.drawn)
        for (one, shown), pictures in zip(found, drawn, strict=True)
    ]


def files_of_work(suite: Suite, db: Session, launch: CurrentLaunch, work: Work) -> list[ShownFile]:
    """The files of a work as this reader sees them."""
    if FILES not in read_settings(launch.settings).parts:
        return []
    thing = handing_in.thing_of(work, store.authors_of_work(db, work.id))
    return shown_files(suite, db, launch, files_of(db, launch.activity, PLACE, [thing])) if thing else []


def files_of_example(suite: Suite, db: Session, launch: CurrentLaunch, example_id: int) -> list[ShownFile]:
    """The files of an example as this reader sees them."""
    if not read_settings(launch.settings).practises:
        return []
    return shown_files(suite, db, launch, files_of(db, launch.activity, preparing.PLACE, [str(example_id)]))
