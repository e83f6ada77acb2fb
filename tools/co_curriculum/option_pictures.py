"""A picture for each option: the teacher adds it with words for those who cannot see it, students see it small."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.kit.uploads.files import files_of
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


def pictures_of(suite: Suite, db: Session, launch: CurrentLaunch) -> dict[int, ShownFile]:
    """Option id -> its picture as this reader sees it, in one query."""
    files = files_of(db, launch.activity, PLACE)
    return {int(file.thing): shown for file in files for shown in shown_files(suite, db, launch, [file])}
