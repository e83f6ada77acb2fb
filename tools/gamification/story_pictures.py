"""Pictures beside the story of a chapter or quest: the teacher adds them, with words for those who cannot see them."""

from collections.abc import Iterable
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
from tools.gamification.domain.questline.line import Questline
from tools.gamification.store import lines

PLACE = "story"


def _may_add(db: Session, launch: CurrentLaunch, thing: str) -> None:
    line = lines.draft_of(db, launch.activity)[0]
    if not launch.may(Right.SETTINGS) or not (line.quest(thing) or line.chapter(thing)):
        raise NotFound(f"no story {thing!r} for a picture")


def _may_see(_db: Session, launch: CurrentLaunch, _file: StoredFile) -> Sight:
    return Sight.ALL if launch.is_staff else Sight.COPY


STORY = Place(may_add=_may_add, may_see=_may_see, kinds=PICTURES, most_files=4, most_bytes=15_000_000, describe=True)


def stories_by_key(db: Session, activity_id: int) -> dict[str, str]:
    """What a file calls each chapter and quest, which is its key: a copy keeps the keys."""
    return {key: key for key in _stories(lines.draft_of(db, activity_id)[0])}


def _stories(line: Questline) -> list[Key]:
    return [*(one.key for one in line.chapters), *(quest.key for _chapter, quest in line.quests())]


def copy_pictures(db: Session, source_id: int, target_id: int, now: datetime) -> None:
    """A copied activity has the pictures of its stories."""
    copy_things(db, source_id, target_id, PLACE, stories_by_key(db, source_id), now)


def pictures_of(suite: Suite, db: Session, launch: CurrentLaunch, story: Key) -> list[ShownFile]:
    """The pictures of a chapter or quest as this reader sees them."""
    return shown_files(suite, db, launch, files_of(db, launch.activity, PLACE, [story]))


def pictures_in(suite: Suite, db: Session, launch: CurrentLaunch, stories: Iterable[Key]) -> dict[Key, list[ShownFile]]:
    """Chapter or quest -> its pictures, where there are any."""
    found: dict[Key, list[StoredFile]] = {}
    for file in files_of(db, launch.activity, PLACE, list(stories)):
        found.setdefault(file.thing, []).append(file)
    return {story: shown_files(suite, db, launch, files) for story, files in found.items()}


def all_pictures(suite: Suite, db: Session, launch: CurrentLaunch, line: Questline) -> dict[Key, list[ShownFile]]:
    """Chapter or quest of a questline -> its pictures."""
    return pictures_in(suite, db, launch, _stories(line))
