"""What became of one's own reviews: thanks, answers, how helpful they were."""

from flask import render_template

from lti_tools.launches import Role, current_launch, require_role
from lti_tools.suite import current_suite
from lti_tools.web.charts import Bar, bar_chart
from lti_tools.web.formats import format_number
from tools.peer_review.service import outcomes


@require_role(Role.LEARNER)
def show() -> str:
    launch, suite = current_launch(), current_suite()
    with suite.database.read() as db:
        page = outcomes.outcomes(db, suite.keys.keyed_hash, launch.activity, launch.person_id)
    picture = bar_chart([Bar(one.criterion, one.mean, format_number(one.mean, 1)) for one in page.helped], most=5)
    rows = [(one.criterion, format_number(one.mean, 1), format_number(one.ratings)) for one in page.helped]
    return render_template("peer-review/outcomes.html", page=page, picture=picture, rows=rows)
