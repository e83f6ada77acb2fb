"""What quests take files for: evidence for an objective, seen by its owner and by staff, and pictures of stories."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.kit.uploads.rules import Place
from lti_tools.launches import CurrentLaunch, Right
from tools.gamification import refusals, story_pictures
from tools.gamification.domain.questline.line import Way
from tools.gamification.service import playing


def _may_add(db: Session, launch: CurrentLaunch, thing: str) -> None:
    key, _dot, person = thing.rpartition(".")
    if not launch.may(Right.TAKE_PART) or person != str(launch.person_id):
        raise NotFound(f"nobody's place for files: {thing!r}")
    player = playing.read_player(db, launch.activity, launch.person_id, datetime.now(UTC))
    _quest, state = player.objective(key)
    if state.objective.way is not Way.FILE:
        raise refusals.other_way()
    if not state.can_act:
        raise refusals.not_open()


def places(_settings: dict[str, Any]) -> Mapping[str, Place]:
    evidence = Place(may_add=_may_add, most_files=5, most_bytes=50_000_000)
    return {playing.PLACE: evidence, story_pictures.PLACE: story_pictures.STORY}
