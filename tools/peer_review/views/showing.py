"""Good reviews for the class to learn from: the teacher asks, reviewer and authors agree, the class reads."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tools.kit.audit.deeds import harmless
from lti_tools.kit.pseudonyms.pseudonyms import Veil
from lti_tools.launches import Right, Role, current_launch, now, require_right, require_role
from lti_tools.rights import reach
from lti_tools.suite import current_suite
from tools.peer_review import store
from tools.peer_review.service import showing
from tools.peer_review.service.reading import Names
from tools.peer_review.settings import read_settings
from tools.peer_review.views.tokens import review_id


@require_role(Role.LEARNER)
def show() -> str:
    launch, suite = current_launch(), current_suite()
    with suite.database.read() as db:
        names = Names(
            Veil.over(db, suite.keys.keyed_hash, launch.activity), {}, launch.person_id, read_settings(launch.settings)
        )
        asked = showing.questions(db, launch.activity, launch.person_id)
        found = showing.shown(db, launch.activity)
    tokens = {one.words.review.id: names.token(one.words.review) for one in asked}
    return render_template("peer-review/best.html", asked=asked, shown=found, tokens=tokens)


@require_role(Role.LEARNER)
def say(token: str) -> Response:
    with current_suite().database.write() as db:
        showing.say(db, current_launch(), review_id(token), request.form.get("agreed") == "yes", now())
    return redirect(url_for(".best", said="peer-review-consent"), 303)


@require_right(Right.SEE_PEOPLE)
def everything() -> str:
    launch = current_launch()
    with current_suite().database.read() as db:
        found = showing.candidates(db, launch.activity)
        seen, names = reach(db, launch), store.names(db, launch.context_id)
    mine = [one for one in found if seen.covers(one.words.review.reviewer_id)]
    return render_template(
        "peer-review/best_staff.html", settings=read_settings(launch.settings), found=mine, names=names, reach=seen
    )


@require_right(Right.RUN)
@harmless("asks reviewer and authors whether a review may be shown; nothing is shown without their yes")
def ask(review: int) -> Response:
    with current_suite().database.write() as db:
        showing.ask(db, current_launch().activity, review, now())
    return redirect(url_for(".best_reviews", said="peer-review-may-show"), 303)


@require_right(Right.RUN)
@harmless("shows a review to the class no longer; it can be asked about again")
def drop(review: int) -> Response:
    with current_suite().database.write() as db:
        showing.drop(db, current_launch().activity, review)
    return redirect(url_for(".best_reviews", said="peer-review-not-shown"), 303)
