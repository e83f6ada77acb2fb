"""How one saw one's own work before and after reading the reviews, beside what reviewers gave."""

from flask import redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from lti_tools.errors import NotFound
from lti_tools.kit.once.once import first_time
from lti_tools.launches import Role, current_launch, now, require_role
from lti_tools.suite import current_suite
from lti_tools.web.charts import Bar, bar_chart
from lti_tools.web.formats import format_number
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from tools.peer_review.domain.calibration.calibration import Tendency
from tools.peer_review.service import intending, own_view
from tools.peer_review.service.own_view import Row
from tools.peer_review.writing_forms import IntentionForm

WORDS = {
    Tendency.SAME: lazy("You see it as they do"),
    Tendency.STRICTER: lazy("You are stricter than they are"),
    Tendency.MILDER: lazy("You are milder than they are"),
    Tendency.MIXED: lazy("Now stricter, now milder"),
}


@require_role(Role.LEARNER)
def show() -> str:
    launch = current_launch()
    with current_suite().database.read() as db:
        page = own_view.own_view(db, launch.activity, launch.person_id, now())
    if page is None:
        raise NotFound("nobody judges their own work here")
    pictures = [(row, _picture(row)) for row in page.rows]
    return render_template("peer-review/own_view.html", page=page, pictures=pictures, words=WORDS)


def _picture(row: Row) -> Markup:
    bars = (
        (_("You, before reading"), row.before, "bar-soft"),
        (_("You, after reading"), row.after, "bar"),
        (_("Your reviewers"), row.others, "c3"),
    )
    return bar_chart(
        [
            Bar(label, value, _("%(percent)s%%", percent=format_number(value, 0)), css)
            for label, value, css in bars
            if value is not None
        ],
        most=100,
    )


@require_role(Role.LEARNER)
def intend() -> Response:
    """Keep what one wants to change next time."""
    form = IntentionForm(request.form)
    text = form.change.data if form.validate() else (form.change.data or "")[: intending.LONGEST]
    with current_suite().database.write() as db:
        if first_time(db, current_launch(), request.form, now()):
            intending.write(db, current_launch(), text or "", now())
    return redirect(url_for(".feedback", said="peer-review-intended"), 303)


@require_role(Role.LEARNER)
def say_kept(intention: int) -> Response:
    """Whether one did what one wanted to change."""
    with current_suite().database.write() as db:
        intending.say_kept(db, current_launch(), intention, request.form.get("kept", ""))
    return redirect(url_for(".growth", said="peer-review-kept-word"), 303)
