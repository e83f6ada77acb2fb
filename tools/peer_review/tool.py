"""Peer review, as the suite knows it."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from lti_tools.tool import Column, Settings, Tool
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from tools.peer_review import uploads
from tools.peer_review.deeds import ACTIONS
from tools.peer_review.exports import EXPORTS
from tools.peer_review.forms import SettingsForm, from_settings, to_settings, without_dates
from tools.peer_review.notices import KINDS
from tools.peer_review.phases import PHASES
from tools.peer_review.service import configuring, example_files, mentors, personal_data, running
from tools.peer_review.service.calibrating import CALIBRATED
from tools.peer_review.service.content import content
from tools.peer_review.service.feedback import HELPFUL, RATED
from tools.peer_review.service.handing_in import SUBMITTED
from tools.peer_review.service.posting import REVIEWING, WORK
from tools.peer_review.service.reporting import MODERATED
from tools.peer_review.service.reviewing import REVIEWED
from tools.peer_review.service.running import SLUG
from tools.peer_review.settings import read_settings
from tools.peer_review.views import make_blueprint
from tools.peer_review.views.class_overview import OVERVIEW


def _configure(db: Session, activity_id: int, settings: Settings) -> None:
    configuring.configure(db, activity_id, read_settings(settings), datetime.now(UTC))


def _columns(settings: dict[str, Any]) -> tuple[Column, ...]:
    """The work's column comes first: the LMS couples it to the link."""
    wanted = read_settings(settings)
    if not wanted.marked:
        return ()
    work = Column(WORK, wanted.title, wanted.points)
    if wanted.grading.one_column or not wanted.reviewing_points:
        return (work,)
    return (work, Column(REVIEWING, _reviewing_label(wanted.title), wanted.reviewing_points))


def _reviewing_label(title: str) -> str:
    return _("Reviewing: %(title)s", title=title)


tool = Tool(
    slug=SLUG,
    title=lazy("Peer review"),
    summary=lazy("Students hand in work, review each other's by a rubric, and learn from both."),
    table_prefix="peer_",
    package="tools.peer_review",
    blueprint=make_blueprint,
    settings_form=SettingsForm,
    to_settings=to_settings,
    from_settings=from_settings,
    configure=_configure,
    without_dates=without_dates,
    columns=_columns,
    erase=personal_data.erase,
    export=personal_data.export,
    tick=running.tick,
    content=content,
    notices=KINDS,
    private_actions=frozenset({SUBMITTED, REVIEWED, RATED, HELPFUL, CALIBRATED}),
    about_learner=mentors.about_learner,
    phases=PHASES,
    phase_effect=running.effect,
    phase_check=running.check_opening,
    overview=OVERVIEW,
    review_endpoint=f"{SLUG}.person",
    actions=ACTIONS,
    exports=EXPORTS,
    uploads=uploads.places,
    copied=example_files.copied,
    moderated=MODERATED,
)
