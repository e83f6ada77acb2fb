"""Pictures beside the story of a quest: the teacher adds them, with words for those who cannot see them."""

from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.kit.uploads.files import copy_things, files_of
from lti_tools.kit.uploads.kinds import PICTURES
from lti_tools.kit.uploads.rules import Place, Sight, StoredFile
from lti_tools.kit.uploads.showing import ShownFile, shown_files
from lti_tools.launches import CurrentLaunch, Right
from lti_tools.suite import Suite
from tools.gamification.domain.facts import Key
from tools.gamification.store import lines

PLACE = "story"


def _may_add(db: Session, launch: CurrentLaunch, thing: str) -> None:
    if not launch.may(Right.SETTINGS) or lines.draft_of(db, launch.activity)[0].quest(thing) is None:
        raise NotFound(f"no quest {thing!r} for a picture")


def _may_see(_db: Session, launch: CurrentLaunch, _file: StoredFile) -> Sight:
    return Sight.ALL if launch.is_staff else Sight.COPY


STORY = Place(may_add=_may_add, may_see=_may_see, kinds=PICTURES, most_files=4, most_bytes=15_000_000, describe=True)


def quests_by_key(db: Session, activity_id: int) -> dict[str, str]:
    """What a file calls each quest, which is its key: a copy keeps the keys."""
    return {quest.key: quest.key for _chapter, quest in lines.draft_of(db, activity_id)[0].quests()}


def copy_pictures(db: Session, source_id: int, target_id: int, now: datetime) -> None:
    """A copied activity has the pictures of its quests."""
    copy_things(db, source_id, target_id, PLACE, quests_by_key(db, source_id), now)


def pictures_of(suite: Suite, db: Session, launch: CurrentLaunch, quest: Key) -> list[ShownFile]:
    """A quest's pictures as this reader sees them."""
    return shown_files(suite, db, launch, files_of(db, launch.activity, PLACE, [quest]))
