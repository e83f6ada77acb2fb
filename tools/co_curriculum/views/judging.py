"""A teacher publishes a proposal, or refuses it with a reason."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tools.kit.audit.audit import note
from lti_tools.kit.audit.deeds import deed, done, harmless
from lti_tools.launches import Right, current_launch, now, require_right
from lti_tools.suite import current_suite
from tools.co_curriculum import deeds, store_proposals
from tools.co_curriculum.domain.proposals import State
from tools.co_curriculum.forms_proposals import ReasonForm, SummaryForm
from tools.co_curriculum.service import proposing


def _judge(option_id: int, state: State, reason: str, action: str) -> int | None:
    launch = current_launch()
    with current_suite().database.write() as db:
        row = store_proposals.get(db, launch.activity, option_id)
        before = {"state": row.state, "why": row.reason}
        proposing.judge(db, launch.activity, option_id, state, reason, now())
        return note(
            db,
            launch,
            action,
            subject={"proposal": option_id},
            before=before,
            after={"state": state.value},
            reason=reason,
            now=now(),
        )


@require_right(Right.RUN)
@deed(deeds.PUBLISHED)
def publish(option_id: int) -> Response:
    number = _judge(option_id, State.PUBLISHED, "", deeds.PUBLISHED)
    return done(".proposal", "topic-vote-published", number, option_id=option_id)


@require_right(Right.RUN)
def refuse_form(option_id: int) -> str:
    with current_suite().database.read() as db:
        row = store_proposals.get(db, current_launch().activity, option_id)
    return render_template("topic-vote/refuse.html", proposal=row, form=ReasonForm())


@require_right(Right.RUN)
@deed(deeds.REFUSED)
def refuse(option_id: int) -> Response | tuple[str, int]:
    form = ReasonForm(request.form)
    if not form.validate():
        with current_suite().database.read() as db:
            row = store_proposals.get(db, current_launch().activity, option_id)
        return render_template("topic-vote/refuse.html", proposal=row, form=form), 422
    number = _judge(option_id, State.REFUSED, form.reason.data or "", deeds.REFUSED)
    return done(".proposal", "topic-vote-refused", number, option_id=option_id)


@require_right(Right.RUN)
def summary_form(option_id: int) -> str:
    return _summary_page(option_id, None)


def _summary_page(option_id: int, typed: SummaryForm | None) -> str:
    with current_suite().database.read() as db:
        row = store_proposals.get(db, current_launch().activity, option_id)
    form = typed or SummaryForm(summary=row.summary)
    return render_template("topic-vote/summary.html", proposal=row, form=form)


@require_right(Right.RUN)
@harmless("sums up for everybody what was said, which stays below it")
def sum_up(option_id: int) -> Response | tuple[str, int]:
    form = SummaryForm(request.form)
    if not form.validate():
        return _summary_page(option_id, form), 422
    with current_suite().database.write() as db:
        row = store_proposals.get(db, current_launch().activity, option_id, to_change=True)
        row.summary = form.summary.data or ""
    return redirect(url_for(".proposal", option_id=option_id, said="topic-vote-summed-up"), 303)
