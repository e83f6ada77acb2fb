"""Quests, as the suite knows it."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from lti_tools.suite import current_suite
from lti_tools.tool import Column, Settings, Tool
from lti_tools.web.locale import lazy
from tools.gamification import evidence_files, story_pictures
from tools.gamification.badges import deeds as badge_deeds
from tools.gamification.badges import portable
from tools.gamification.badges.open_views import make_open_blueprint
from tools.gamification.badges.pictures import files
from tools.gamification.dates import views as dates
from tools.gamification.deeds import ACTIONS
from tools.gamification.exports import EXPORTS
from tools.gamification.forms.activity import SettingsForm, from_settings, to_settings
from tools.gamification.notices import KINDS
from tools.gamification.outside.intake_views import make_intake_blueprint
from tools.gamification.profiles import deeds as profile_deeds
from tools.gamification.service import configuring, events, grading, mentors, personal_data, watching
from tools.gamification.service.content import content
from tools.gamification.settings import read_settings
from tools.gamification.teams import deeds as team_deeds
from tools.gamification.views import SLUG, make_blueprint
from tools.gamification.views.class_overview import OVERVIEW


def _configure(db: Session, activity_id: int, _settings: Settings) -> None:
    configuring.configure(db, activity_id, datetime.now(UTC))


def _columns(settings: dict[str, Any]) -> tuple[Column, ...]:
    return grading.columns_of(read_settings(settings))


def _same(settings: Settings) -> Settings:
    """Nothing in the settings is a date; those of the quests lie in the questline."""
    return settings


def _copied(db: Session, source_id: int, target_id: int, now: datetime) -> None:
    story_pictures.copy_pictures(db, source_id, target_id, now)
    portable.copy_pictures(files(current_suite()), db, source_id, target_id)


tool = Tool(
    slug=SLUG,
    title=lazy("Quests"),
    summary=lazy("A unit as quests: play, challenges and goals that a team reaches only together."),
    table_prefix="quest_",
    package="tools.gamification",
    blueprint=make_blueprint,
    open_pages=make_open_blueprint,
    intake=make_intake_blueprint,
    settings_form=SettingsForm,
    to_settings=to_settings,
    from_settings=from_settings,
    configure=_configure,
    without_dates=_same,
    columns=_columns,
    consumers=events.CONSUMERS,
    erase=personal_data.erase,
    export=personal_data.export,
    tick=watching.tick,
    content=content,
    copied=_copied,
    notices=KINDS,
    about_learner=mentors.about_learner,
    overview=OVERVIEW,
    review_endpoint=f"{SLUG}.person",
    actions=(*ACTIONS, *badge_deeds.ACTIONS, *profile_deeds.ACTIONS, *team_deeds.ACTIONS, *dates.ACTIONS),
    exports=EXPORTS,
    uploads=evidence_files.places,
)
