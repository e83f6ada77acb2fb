"""What the builder's pages share: the draft, changing it, and the frame of a page."""

from collections.abc import Callable
from typing import Any

from flask import render_template

from lti_tools.errors import NotFound
from lti_tools.launches import current_launch
from lti_tools.suite import current_suite
from tools.gamification.domain.questline.line import Questline
from tools.gamification.service import building
from tools.gamification.store import lines
from tools.gamification.views.current import current_settings, words
from tools.gamification.views.words import WAYS

DRAFT_ONLY = "changes the draft alone; students see nothing of it before it is published"


def the_draft() -> Questline:
    with current_suite().database.read() as db:
        return lines.draft_of(db, current_launch().activity)[0]


def change_draft(change: Callable[[Questline], Questline]) -> Questline:
    with current_suite().database.write() as db:
        return building.change(db, current_launch().activity, change)


def page(template: str, **values: Any) -> str:
    settings = current_settings()
    return render_template(f"quests/{template}.html", settings=settings, words=words(settings), ways=WAYS, **values)


def found(item: Any) -> Any:
    if item is None:
        raise NotFound
    return item
