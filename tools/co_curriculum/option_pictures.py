"""A picture for each option: the teacher adds it with words for those who cannot see it, students see it small."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.kit.uploads.files import copy_things, files_of
from lti_tools.kit.uploads.kinds import PICTURES
from lti_tools.kit.uploads.rules import Place, Sight, StoredFile
from lti_tools.kit.uploads.showing import ShownFile, shown_files
from lti_tools.launches import CurrentLaunch, Right, Role
from lti_tools.suite import Suite
from tools.co_curriculum import refusals, store, store_proposals
from tools.co_curriculum.domain.proposals import CHANGEABLE, Fault, State
from tools.co_curriculum.service.reading import read_vote_of
from tools.co_curriculum.settings import read_settings

PLACE = "option-picture"


def _may_add(db: Session, launch: CurrentLaunch, thing: str) -> None:
    """Teachers to whatever is proposed, students to their own as long as they may change it."""
    row = store_proposals.get(db, launch.activity, int(thing)) if re.fullmatch("[0-9]{1,18}", thing) else None
    if row is None:
        raise NotFound(f"no option {thing!r} for a picture")
    if launch.may(Right.SETTINGS):
        return
    vote = read_vote_of(db, launch.activity, launch.person_id, datetime.now(UTC), read_settings(launch.settings))[0]
    if row.author_id != launch.person_id or launch.role is not Role.LEARNER:
        raise NotFound(f"no proposal {thing!r} of this person's")
    if not vote.can_change or State(row.state) not in CHANGEABLE:
        raise refusals.proposal_refused(Fault.FROZEN if vote.is_frozen else Fault.NOT_OPEN)


def _may_see(_db: Session, launch: CurrentLaunch, file: StoredFile) -> Sight:
    return Sight.ALL if launch.is_staff or launch.person_id == file.person_id else Sight.COPY


def places(_settings: dict[str, Any]) -> Mapping[str, Place]:
    """What a vote takes files for: one picture an option."""
    place = Place(
        may_add=_may_add, may_see=_may_see, kinds=PICTURES, most_bytes=15_000_000, replaces=True, describe=True
    )
    return {PLACE: place}


def options_by_text(db: Session, activity_id: int) -> dict[str, str]:
    """Options are told apart by their texts, in a copy and in a file: text -> thing."""
    return {option.text: str(option.id) for option in store.options_of(db, activity_id)}


def copied(db: Session, source_id: int, target_id: int, now: datetime) -> None:
    """A copied vote has the pictures of its options."""
    here = options_by_text(db, target_id)
    things = {thing: here[text] for text, thing in options_by_text(db, source_id).items() if text in here}
    copy_things(db, source_id, target_id, PLACE, things, now)


def pictures_of(suite: Suite, db: Session, launch: CurrentLaunch) -> dict[int, ShownFile]:
    """Option id -> its picture as this reader sees it, in one query."""
    files = files_of(db, launch.activity, PLACE)
    return {int(file.thing): shown for file in files for shown in shown_files(suite, db, launch, [file])}
