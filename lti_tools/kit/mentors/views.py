"""The one page of mentors: what they may read about their own learners in this activity, and nothing to do there."""

from decimal import Decimal

from flask import Blueprint, render_template

from lti_tools.errors import NotFound
from lti_tools.kit.mentors import mentors
from lti_tools.launches import Role, current_launch, now, require_role
from lti_tools.suite import current_suite
from lti_tools.tool import Fact
from lti_tools.web.formats import format_number
from lti_tools.web.locale import gettext as _


def make_blueprint() -> Blueprint:
    blueprint = Blueprint("kit-mentors", __name__)
    blueprint.add_url_rule("/", "home", home)
    return blueprint


@require_role(Role.OBSERVER)
def home() -> str:
    """Whose page it is comes from the session alone; it takes no id."""
    launch, suite = current_launch(), current_suite()
    ids = mentors.learner_ids(launch.message)
    tool = suite.tool(launch.tool)
    if not ids or tool is None:
        raise NotFound
    with suite.database.read() as db:
        own = mentors.learners(db, launch.tenant_id, launch.context_id, ids)
        taken = mentors.points(db, launch.activity, [learner.person_id for learner in own])
        shown = [
            (learner, [*tool.about_learner(db, launch.activity, learner.person_id, now()), *_points(taken, learner)])
            for learner in own
        ]
    return render_template("lti/mentors/home.html", shown=shown, tool=tool)


def _points(taken: dict[int, list[tuple[str, Decimal, Decimal]]], learner: mentors.Learner) -> list[Fact]:
    return [
        Fact(
            _("Points in the gradebook: %(column)s", column=label) if label else _("Points in the gradebook"),
            _("%(score)s of %(maximum)s", score=format_number(score), maximum=format_number(maximum)),
        )
        for label, score, maximum in taken.get(learner.person_id, [])
    ]
