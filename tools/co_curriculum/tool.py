"""Topic vote, as the suite knows it."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from lti_tools.tool import Column, Settings, Tool
from lti_tools.web.locale import lazy
from tools.co_curriculum import notices_merging, notices_placing, option_pictures, placing_deeds
from tools.co_curriculum.deeds import ACTIONS
from tools.co_curriculum.exports import EXPORTS
from tools.co_curriculum.forms import SettingsForm
from tools.co_curriculum.forms_values import from_settings, to_settings, without_dates
from tools.co_curriculum.notices import KINDS
from tools.co_curriculum.phases import PHASES, PLACE, VOTE
from tools.co_curriculum.placing_exports import EXPORTS as PLACES_OUT
from tools.co_curriculum.service import (
    closing,
    configuring,
    deciding,
    mentors,
    personal_data,
    placing_plans,
    placing_step,
    proposing,
    sealing,
    talking,
)
from tools.co_curriculum.service.closing import SLUG
from tools.co_curriculum.service.content import content
from tools.co_curriculum.settings import read_settings
from tools.co_curriculum.views import make_blueprint
from tools.co_curriculum.views.class_overview import OVERVIEW
from tools.co_curriculum.views.public_page import make_open_blueprint


def _configure(db: Session, activity_id: int, settings: Settings) -> None:
    configuring.configure(db, activity_id, read_settings(settings), datetime.now(UTC))


def _check_opening(db: Session, activity_id: int, phase: str, now: datetime) -> None:
    if phase == VOTE.key:
        closing.check_opening(db, activity_id, now)
    if phase == PLACE.key:
        placing_step.check_opening(db, activity_id, now)


def _columns(settings: dict[str, Any]) -> tuple[Column, ...]:
    wanted = read_settings(settings)
    return (Column(closing.TAG, wanted.title, wanted.points),) if wanted.graded else ()


tool = Tool(
    slug=SLUG,
    title=lazy("Topic vote"),
    summary=lazy("Students decide together: topics, assignments, formats. Everybody sees how the result came about."),
    table_prefix="vote_",
    package="tools.co_curriculum",
    blueprint=make_blueprint,
    settings_form=SettingsForm,
    to_settings=to_settings,
    from_settings=from_settings,
    configure=_configure,
    without_dates=without_dates,
    columns=_columns,
    erase=personal_data.erase,
    export=personal_data.export,
    open_pages=make_open_blueprint,
    tick=closing.tick,
    scrub=sealing.scrub,
    content=content,
    notices=KINDS | notices_merging.KINDS | notices_placing.KINDS,
    private_actions=frozenset({deciding.ACCEPTED, proposing.PROPOSED, sealing.VOTED}),
    about_learner=mentors.about_learner,
    phases=PHASES,
    overview=OVERVIEW,
    phase_effect=closing.work_out,
    phase_check=_check_opening,
    review_endpoint=f"{SLUG}.ballot",
    comment_subject=talking.subject,
    comment_names=talking.author_names,
    actions=ACTIONS + placing_deeds.ACTIONS,
    exports=EXPORTS + PLACES_OUT,
    jobs=placing_plans.JOBS,
    uploads=option_pictures.places,
    copied=option_pictures.copied,
)
