"""Points for reviewing and where they come from: everybody's for staff, one's own for a student."""

from flask import render_template, request
from werkzeug.wrappers import Response

from lti_tools.errors import NotFound
from lti_tools.launches import Right, Role, current_launch, now, require_right, require_role
from lti_tools.rights import reach
from lti_tools.suite import current_suite
from lti_tools.web.files import download
from lti_tools.web.paging import page_number, page_of
from tools.peer_review import store
from tools.peer_review.mark_export import SCRIPT, script
from tools.peer_review.service import comparing, crediting, reading
from tools.peer_review.settings import read_settings


@require_right(Right.SEE_PEOPLE)
def everybody() -> str:
    launch, settings = current_launch(), read_settings(current_launch().settings)
    with current_suite().database.read() as db:
        found = crediting.credits_of(db, launch.activity, settings)
        names, seen = store.names(db, launch.context_id), reach(db, launch)
        share = comparing.questions(db, launch.activity).share
    people = sorted((one for one in found if seen.covers(one)), key=lambda one: (names.get(one, "").casefold(), one))
    return render_template(
        "peer-review/credits.html",
        settings=settings,
        page=page_of(people, page_number(request.args.get("page"))),
        credits=found,
        share=share,
        names=names,
        reach=seen,
    )


@require_right(Right.SEE_PEOPLE)
def by_hand() -> Response:
    """The script that works out marks from the exported table."""
    return download(script(), SCRIPT)


@require_role(Role.LEARNER)
def own() -> str:
    """Open once one's own mark is released, as it stands now."""
    launch, settings = current_launch(), read_settings(current_launch().settings)
    if not settings.marked or not settings.pays_reviewing:
        raise NotFound("no points for reviewing")
    with current_suite().database.read() as db:
        desk = reading.desk(db, current_suite().keys.keyed_hash, launch.activity, launch.person_id, now(), settings)
        ready = bool(desk.work and desk.work.released_at)
        found = crediting.credits_of(db, launch.activity, settings).get(launch.person_id) if ready else None
    return render_template("peer-review/own_credit.html", settings=settings, credit=found, ready=ready)
