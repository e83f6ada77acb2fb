"""The pages of proposals: the list, one proposal, writing and changing one."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tools.kit.audit.deeds import harmless
from lti_tools.kit.once.once import first_time
from lti_tools.kit.uploads.files import field_of
from lti_tools.launches import Right, current_launch, now, require_role
from lti_tools.store import drafts
from lti_tools.suite import current_suite
from lti_tools.web.confirm import ask, confirmed
from lti_tools.web.forms import refusals_shown_in
from lti_tools.web.locale import gettext as _
from lti_tools.web.paging import page_number
from tools.co_curriculum import refusals
from tools.co_curriculum.domain.proposals import Fault
from tools.co_curriculum.forms_proposals import ProposalForm, form_of
from tools.co_curriculum.option_pictures import PLACE
from tools.co_curriculum.service import deciding, proposing, talking
from tools.co_curriculum.service.reading import Vote
from tools.co_curriculum.views.current import current_vote
from tools.co_curriculum.views.merging import ties_of
from tools.co_curriculum.views.proposal_lists import alike, one_proposal, proposal_page
from tools.co_curriculum.views.who import READERS, WRITERS, proposer

DRAFT = "proposal"


@require_role(*READERS)
def show_list() -> str:
    launch, words = current_launch(), request.args.get("words", "")[:100]
    with current_suite().database.read() as db:
        vote = current_vote(db)
        refusals.check_shown(vote, launch)
        listing = proposal_page(db, launch, vote, page_number(request.args.get("page")), words)
        late = deciding.late(db, launch.activity, vote)
    return render_template("topic-vote/proposals.html", vote=vote, listing=listing, late=late)


@require_role(*READERS)
def show(option_id: int) -> str:
    launch, suite = current_launch(), current_suite()
    with suite.database.read() as db:
        vote = current_vote(db)
        proposal, history = one_proposal(db, launch, vote, option_id)
        talk = talking.numbers(db, launch, vote)
        ties = ties_of(db, launch, vote, option_id)
    label = _("Another picture instead") if proposal.picture else _("A picture")
    field = field_of(suite, launch, PLACE, str(option_id), label) if proposal.may_change else None
    return render_template(
        "topic-vote/proposal.html", vote=vote, proposal=proposal, history=history, field=field, talk=talk, ties=ties
    )


@require_role(*WRITERS)
def write() -> str:
    """An empty form, with what was typed before and not sent."""
    launch = current_launch()
    with current_suite().database.read() as db:
        vote = current_vote(db)
        _check_open(vote)
        typed = drafts.drafts(db, launch.activity, launch.person_id).get(DRAFT, "")
    return _form_page(vote, ProposalForm(body=typed))


@require_role(*WRITERS)
@harmless("a proposal of one's own, which its author can withdraw and a teacher can refuse")
def propose() -> Response | tuple[str, int]:
    """Save a proposal; where one looks like it the writer is asked first."""
    launch, form = current_launch(), ProposalForm(request.form)
    with current_suite().database.read() as db:
        vote = current_vote(db)
        good = form.validate()
        found = alike(db, launch.activity, form.text.data or "") if good and "anyway" not in request.form else []
    if not good or found:
        return _form_page(vote, form, found), 422
    with refusals_shown_in(form), current_suite().database.write() as db:
        number = 0
        if first_time(db, launch, request.form, now()):
            number = proposing.propose(db, proposer(), form.words, now()).id
            drafts.forget(db, launch.activity, launch.person_id, DRAFT)
    if form.errors or form.form_errors:
        return _form_page(vote, form), 409
    if not number:
        return redirect(url_for(".proposals"), 303)
    return redirect(url_for(".proposal", option_id=number, said="topic-vote-proposed"), 303)


@require_role(*WRITERS)
def edit(option_id: int) -> str:
    with current_suite().database.read() as db:
        vote = current_vote(db)
        row = proposing.own_proposal(db, proposer(), option_id)
    return _form_page(vote, form_of(row), changing=option_id)


@require_role(*WRITERS)
@harmless("the words before stay in the proposal's history, which everybody reads")
def change(option_id: int) -> Response | tuple[str, int]:
    form = ProposalForm(request.form)
    with current_suite().database.read() as db:
        vote = current_vote(db)
        proposing.own_proposal(db, proposer(), option_id)
    if not form.validate():
        return _form_page(vote, form, changing=option_id), 422
    with refusals_shown_in(form), current_suite().database.write() as db:
        if first_time(db, current_launch(), request.form, now()):
            proposing.change(db, proposer(), option_id, form.words, now())
    if form.form_errors:
        return _form_page(vote, form, changing=option_id), 409
    return redirect(url_for(".proposal", option_id=option_id, said="topic-vote-changed"), 303)


@require_role(*WRITERS)
@harmless("withdraws a proposal of one's own")
def withdraw(option_id: int) -> Response | str:
    if not confirmed():
        with current_suite().database.read() as db:
            row = proposing.own_proposal(db, proposer(), option_id)
        return ask(
            _("Withdraw “%(title)s”?", title=row.text),
            yes=_("Withdraw it"),
            detail=_("It leaves the list. You can propose it anew as long as proposals are taken."),
            back_url=url_for(".proposal", option_id=option_id),
        )
    with current_suite().database.write() as db:
        proposing.withdraw(db, proposer(), option_id, now())
    return redirect(url_for(".proposal", option_id=option_id, said="topic-vote-withdrawn"), 303)


@require_role(*WRITERS)
@harmless("says what looks alike, and stores nothing")
def look_alike() -> dict[str, list[dict[str, str]]]:
    """What on the list looks like a title that somebody is typing: for the script beside the field."""
    launch = current_launch()
    with current_suite().database.read() as db:
        _check_open(current_vote(db))
        found = alike(db, launch.activity, request.form.get("text", "")[:200])
    return {"alike": [{"title": title, "url": url_for(".proposal", option_id=number)} for number, title in found]}


def _check_open(vote: Vote) -> None:
    """Say it before somebody types a page for nothing."""
    if vote.is_frozen:
        raise refusals.proposal_refused(Fault.FROZEN)
    if not (vote.can_propose or current_launch().may(Right.RUN)):
        raise refusals.proposal_refused(Fault.NOT_OPEN)


def _form_page(vote: Vote, form: ProposalForm, found: list[tuple[int, str]] | None = None, changing: int = 0) -> str:
    return render_template("topic-vote/propose.html", vote=vote, form=form, found=found or [], changing=changing)
