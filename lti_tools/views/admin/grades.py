"""The grade outbox: what waits, what was refused and why, "send again"."""

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tools.admin.deeds import ADMIN
from lti_tools.errors import NotFound
from lti_tools.grades import outbox
from lti_tools.grades.terms import Refusal, State
from lti_tools.grades.words import REFUSALS, STATES
from lti_tools.launches import now
from lti_tools.store import ledger_pages as ledger
from lti_tools.store.audits import note
from lti_tools.store.tables.activities import LineItem
from lti_tools.store.tables.grades import GradeWish
from lti_tools.suite import current_suite
from lti_tools.views.admin.door import blueprint, row_id
from lti_tools.web.locale import gettext as _
from lti_tools.web.paging import page_number

FILTERS = {"refused": (State.REFUSED,), "waiting": ledger.ON_THEIR_WAY}


@dataclass(frozen=True)
class ScoreRow:
    """One score with its words."""

    wish: GradeWish
    item: LineItem
    name: str
    word: str
    tone: str
    reason: str


@blueprint.get("/grades")
def grades() -> str:
    state, platform = request.args.get("state", ""), row_id(request.args.get("platform"))
    with current_suite().database.read() as db:
        page = ledger.activities(
            db,
            states=FILTERS.get(state, ()),
            platform_id=platform,
            number=page_number(request.args.get("page")),
        )
        resting = ledger.paused(db, now())
    tabs = [
        (label, url_for("admin.grades", state=name or None, platform=platform), name == state)
        for name, label in (("", _("All")), ("refused", _("Refused")), ("waiting", _("On their way")))
    ]
    return render_template(
        "lti/admin/grades.html", page=page, tabs=tabs, state=state, platform=platform, resting=resting
    )


@blueprint.get("/grades/<int:activity_id>")
def grades_activity(activity_id: int) -> str:
    with current_suite().database.read() as db:
        head = ledger.head(db, activity_id)
        if head is None:
            raise NotFound
        page = ledger.scores(db, activity_id, page_number(request.args.get("page")))
        refused = ledger.refused_count(db, activity_id)
    rows = [_row(wish, item, name) for wish, item, name in page.items]
    return render_template("lti/admin/grades_activity.html", head=head, page=page, rows=rows, refused=refused)


@blueprint.post("/grades/<int:activity_id>/send-again")
def grades_send_again(activity_id: int) -> Response:
    """One person's refused scores (`person`), or all of the activity."""
    person = row_id(request.form.get("person"))
    if "person" in request.form and person is None:
        raise NotFound
    with current_suite().database.write() as db:
        count = outbox.send_again(db, activity_id=activity_id, now=now(), person_id=person)
        if count:
            note(db, ADMIN, "grades.send-again", now(), activity=activity_id, scores=count)
    said = "admin-sent-again" if count else "admin-nothing-to-send"
    return redirect(url_for("admin.grades_activity", activity_id=activity_id, said=said), 303)


def _row(wish: GradeWish, item: LineItem, name: str) -> ScoreRow:
    word, tone = STATES[State(wish.state)]
    reason = REFUSALS[Refusal(wish.refusal)] if wish.state == State.REFUSED else ""
    return ScoreRow(wish, item, name, str(word), tone, str(reason))
