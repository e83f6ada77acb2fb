"""Staff: who waits for whom, by name, and a reminder for those whom they choose."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tools.kit.audit.deeds import harmless
from lti_tools.launches import Right, current_launch, now, require_right
from lti_tools.rights import reach
from lti_tools.suite import current_suite
from lti_tools.web.paging import page_number, page_of
from tools.peer_review import notices
from tools.peer_review.service import waiting
from tools.peer_review.settings import read_settings


@require_right(Right.SEE_PEOPLE)
def show() -> str:
    launch = current_launch()
    with current_suite().database.read() as db:
        found = waiting.who_waits(db, launch.activity, now())
        seen = reach(db, launch)
    short = [one for one in found.short if any(seen.covers(person) for person in one.people)]
    behind = [one for one in found.behind if seen.covers(one.person)]
    return render_template(
        "peer-review/waiting.html",
        settings=read_settings(launch.settings),
        found=found,
        names=found.names,
        short=page_of(short, page_number(request.args.get("works"))),
        behind=page_of(behind, page_number(request.args.get("reviewers"))),
        reach=seen,
    )


@require_right(Right.RUN)
@harmless("a reminder in the inbox of those whose reviews are not sent, at most one a day")
def remind() -> Response:
    """Remind the chosen reviewers; where nobody is chosen, all that are behind."""
    launch = current_launch()
    chosen = {int(one) for one in request.form.getlist("person") if one.isascii() and one.isdigit() and len(one) <= 15}
    with current_suite().database.write() as db:
        notices.remind(db, launch.activity, now(), chosen or None)
    return redirect(url_for(".waiting", said="peer-review-reminded"), 303)
