"""How marks and points for reviewing stand in the gradebook."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from lti_tools.grades import outbox
from lti_tools.grades.words import grade_rows
from lti_tools.kit.audit.audit import note
from lti_tools.kit.audit.deeds import deed
from lti_tools.kit.audit.own import SENT_AGAIN
from lti_tools.kit.audit.resending import resend
from lti_tools.launches import Right, current_launch, now, require_right
from lti_tools.rights import reach
from lti_tools.suite import current_suite
from tools.peer_review import deeds, store
from tools.peer_review.service import posting
from tools.peer_review.service.posting import REVIEWING, WORK
from tools.peer_review.settings import read_settings


@require_right(Right.SEE_PEOPLE)
def show() -> str:
    launch = current_launch()
    with current_suite().database.read() as db:
        seen = reach(db, launch)
        scores = [score for score in outbox.standing(db, launch.activity) if seen.covers(score.person_id)]
        names = store.names(db, launch.context_id)
    return render_template(
        "peer-review/grades.html",
        settings=read_settings(launch.settings),
        works=grade_rows([one for one in scores if one.tag == WORK], names),
        reviewing=grade_rows([one for one in scores if one.tag == REVIEWING], names),
        reach=seen,
    )


@require_right(Right.RUN)
@deed(deeds.POINTS_SENT)
def send_late() -> Response:
    """Send the points for reviewing as they are now."""
    launch = current_launch()
    with current_suite().database.write() as db:
        works = posting.send_late(db, launch.activity, now())
        note(db, launch, deeds.POINTS_SENT, after={"works": works}, now=now())
    return redirect(url_for(".grades", said="peer-review-sending-points"), 303)


@require_right(Right.RUN)
@deed(SENT_AGAIN)
def send_again() -> Response:
    """Let what the gradebook refused try again: one person's scores, or all of them."""
    resend()
    return redirect(url_for(".grades", said="peer-review-sending"), 303)
