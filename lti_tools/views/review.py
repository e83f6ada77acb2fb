"""Submission review: from the gradebook to one person's work in the tool (LtiSubmissionReviewRequest)."""

from flask import Blueprint, redirect, render_template, url_for
from sqlalchemy import or_, select
from werkzeug.wrappers import Response

from lti_tools.errors import WrongRole
from lti_tools.launches import current_launch
from lti_tools.store.tables.people import Membership, Person
from lti_tools.suite import current_suite

blueprint = Blueprint("review", __name__, url_prefix="/s/<launch_session>/-")


@blueprint.get("/review")
def show() -> Response | str:
    """Staff see anybody of this context, everybody else themselves alone."""
    launch = current_launch()
    tool = current_suite().tool(launch.tool)
    query = (
        select(Person.id)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.context_id == launch.context_id,
            Person.platform_id == launch.platform_id,
            or_(Person.id == launch.message.get("review_person", 0), Person.sub == launch.message.get("for_user", "")),
        )
    )
    with current_suite().database.read() as db:
        person_id = db.scalar(query)
    if not launch.is_staff and person_id != launch.person_id:
        raise WrongRole
    if person_id is None or tool is None or not tool.review_endpoint:
        return render_template("lti/review_nobody.html")
    return redirect(url_for(tool.review_endpoint, person_id=person_id), 303)
