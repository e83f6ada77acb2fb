"""Staff: what to look at first, and hints about reviewers."""

from flask import render_template

from lti_tools.launches import Right, current_launch, now, require_right
from lti_tools.rights import reach
from lti_tools.suite import current_suite
from lti_tools.web.locale import lazy
from tools.peer_review.domain.aggregation.favours import RARE
from tools.peer_review.domain.aggregation.marks import Method
from tools.peer_review.domain.triage.triage import Reason
from tools.peer_review.service import triaging
from tools.peer_review.views import spreads

REASONS = {
    Reason.NO_REVIEW: lazy("No review"),
    Reason.FEW_REVIEWS: lazy("Few reviews"),
    Reason.NOT_COMPARED: lazy("Not compared yet"),
    Reason.FEW_COMPARISONS: lazy("Few comparisons"),
    Reason.DISAGREEMENT: lazy("Reviewers disagree"),
    Reason.FAR: lazy("One review is far from the others"),
    Reason.UNSURE: lazy("Wide interval"),
    Reason.APPEAL: lazy("Question"),
    Reason.FLAG: lazy("Reported"),
}
FEW = (Reason.NO_REVIEW, Reason.FEW_REVIEWS, Reason.NOT_COMPARED, Reason.FEW_COMPARISONS)
TONES = {**dict.fromkeys(FEW, "warn"), Reason.APPEAL: "info"}


@require_right(Right.SEE_PEOPLE)
def show() -> str:
    launch = current_launch()
    with current_suite().database.read() as db:
        page = triaging.triage(db, launch.activity, now())
        seen = reach(db, launch)
    tasks = [one for one in page.tasks if any(seen.covers(person) for person in one.line.people or (None,))]
    works = [one for one in page.found.works if any(seen.covers(person) for person in one.people or (None,))]
    return render_template(
        "peer-review/triage.html",
        spread=spreads.of_marks(works),
        apart=spreads.of_disagreement(works),
        page=page,
        settings=page.found.settings,
        tasks=tasks,
        alike=[one for one in page.alike if seen.covers(one.person)],
        weighs=page.found.settings.method is Method.WEIGHTED,
        honest=RARE,
        rings=[
            (ring[0], " → ".join(page.names.get(person, "") for person in ring))
            for ring in page.rings
            if all(seen.covers(person) for person in ring)
        ],
        reach=seen,
        reasons=REASONS,
        tones=TONES,
    )
