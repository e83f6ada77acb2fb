"""A picture for each option: the teacher adds it with words for those who cannot see it, students see it small."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.kit.uploads.files import copy_things, files_of
from lti_tools.kit.uploads.kinds import PICTURES
from lti_tools.kit.uploads.rules import Place, Sight, StoredFile
from lti_tools.kit.uploads.showing import ShownFile, shown_files
from lti_tools.launches import CurrentLaunch, Right
from lti_tools.suite import Suite
from tools.co_curriculum import store

PLACE = "option-picture"


def _may_add(db: Session, launch: CurrentLaunch, thing: str) -> None:
    ids = {str(option.id) for option in store.options_of(db, launch.activity)}
    if not launch.may(Right.SETTINGS) or thing not in ids:
        raise NotFound(f"no option {thing!r} for a picture")


def _may_see(_db: Session, launch: CurrentLaunch, _file: StoredFile) -> Sight:
    return Sight.ALL if launch.is_staff else Sight.COPY


def places(_settings: dict[str, Any]) -> Mapping[str, Place]:
    """What a vote takes files for: one picture an option."""
    place = Place(
        may_add=_may_add, may_see=_may_see, kinds=PICTURES, most_bytes=15_000_000, replaces=True, describe=True
    )
    return {PLACE: place}


def copied(db: Session, source_id: int, target_id: int, now: datetime) -> None:
    """A copied vote has the pictures of its options, which are told apart by their texts."""
    here = {option.text: str(option.id) for option in store.options_of(db, target_id)}
    things = {str(one.id): here[one.text] for one in store.options_of(db, source_id) if one.text in here}
    copy_things(db, source_id, target_id, PLACE, things, now)


def pictures_of(suite: Suite, db: Session, launch: CurrentLaunch) -> dict[int, ShownFile]:
    """Option id -> its picture as this reader sees it, in one query."""
    files = files_of(db, launch.activity, PLACE)
    return {int(file.thing): shown for file in files for shown in shown_files(suite, db, launch, [file])}
