"""Bringing proposals from a table or an earlier vote: first what would come, then, asked for, those chosen."""

from flask import render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from lti_tools.kit.audit.audit import note
from lti_tools.kit.audit.deeds import deed, done
from lti_tools.kit.groups.forms import sent_table
from lti_tools.launches import Right, current_launch, now, require_right
from lti_tools.suite import current_suite
from lti_tools.web.forms import refusals_shown_in
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import ngettext
from tools.co_curriculum import deeds, refusals, store_bringing
from tools.co_curriculum.domain.proposals import Fault
from tools.co_curriculum.forms_bringing import BringForm, lines_of
from tools.co_curriculum.service import bringing
from tools.co_curriculum.service.bringing import Line
from tools.co_curriculum.views.current import current_vote
from tools.co_curriculum.views.who import proposer


@require_right(Right.RUN)
def show() -> str:
    """The empty form."""
    with current_suite().database.read() as db:
        return _page(db, _form(db), None)


@require_right(Right.RUN)
@deed(deeds.BROUGHT)
def bring() -> Response | str | tuple[str, int]:
    """Look at what would come, or with `apply` put the chosen lines on the list."""
    launch = current_launch()
    with current_suite().database.read() as db:
        form, found = _form(db, sent=True), None
        if form.validate():
            with refusals_shown_in(form):
                found = bringing.looked_at(db, launch.activity, _lines(db, form))
        if form.errors or form.form_errors:
            return _page(db, form, None), 422
        if found is None or request.form.get("apply") != "1":
            return _page(db, form, found)
        lines = _lines(db, form)
    chosen = {int(one) for one in request.form.getlist("take") if one.isascii() and one.isdigit() and len(one) <= 9}
    with current_suite().database.write() as db:
        ids = bringing.add(db, proposer(), lines, chosen, now())
        number = note(db, launch, deeds.BROUGHT, subject={"proposals": ids}, after={"brought": len(ids)}, now=now())
    return done(".proposals", "topic-vote-brought", number)


def _form(db: Session, *, sent: bool = False) -> BringForm:
    launch = current_launch()
    form = BringForm(sent_table() if sent else None)
    votes = store_bringing.earlier_votes(db, launch.context_id, launch.activity)
    form.source.choices = {"0": _("– choose –")} | {
        str(number): ngettext("%(title)s (%(num)s option)", "%(title)s (%(num)s options)", count, title=title)
        for number, (title, count) in votes.items()
    }
    return form


def _lines(db: Session, form: BringForm) -> list[Line]:
    launch = current_launch()
    if not form.source.data:
        return lines_of(str(form.table.data))
    found = bringing.from_vote(db, launch.context_id, launch.activity, form.source.data)
    return [Line(number=number, words=words, title=words.text) for number, words in found]


def _page(db: Session, form: BringForm, found: list[Line] | None) -> str:
    vote = current_vote(db)
    if vote.is_frozen:
        raise refusals.proposal_refused(Fault.FROZEN)
    return render_template("topic-vote/bring.html", vote=vote, form=form, found=found)
