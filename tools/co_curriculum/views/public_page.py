"""The page of a result for anybody with its address, and where a teacher shows and hides it."""

from flask import Blueprint, make_response, render_template
from werkzeug.wrappers import Response

from lti_tools.kit.audit.audit import note
from lti_tools.kit.audit.deeds import deed, done
from lti_tools.launches import Right, current_launch, now, require_right
from lti_tools.suite import current_suite
from tools.co_curriculum import deeds
from tools.co_curriculum.service import going_public
from tools.co_curriculum.views.pictures import result

OPEN = "topic-vote-open"


def make_open_blueprint() -> Blueprint:
    """The routes, below `/open/topic-vote`."""
    blueprint = Blueprint(OPEN, __name__)
    blueprint.add_url_rule("/results/<token>", "result", shown)
    return blueprint


def shown(token: str) -> Response:
    with current_suite().database.read() as db:
        vote, count = going_public.shown_under(db, token, now())
    page = render_template("topic-vote/public.html", vote=vote, result=result(vote, count))
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_right(Right.RUN)
@deed(deeds.RESULT_SHOWN)
def show() -> Response:
    launch = current_launch()
    with current_suite().database.write() as db:
        going_public.show(db, launch.activity, now())
        number = note(db, launch, deeds.RESULT_SHOWN, before={"public": False}, after={"public": True}, now=now())
    return done(".home", "topic-vote-public", number)


@require_right(Right.RUN)
@deed(deeds.RESULT_HIDDEN)
def hide() -> Response:
    launch = current_launch()
    with current_suite().database.write() as db:
        going_public.hide(db, launch.activity)
        number = note(db, launch, deeds.RESULT_HIDDEN, before={"public": True}, after={"public": False}, now=now())
    return done(".home", "topic-vote-not-public", number)
