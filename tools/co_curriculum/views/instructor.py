"""What teachers see and do: state, turnout, result, who voted for what; open, close, another closing time."""

from collections.abc import Sequence

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tools.errors import WrongRole
from lti_tools.kit.audit.audit import note
from lti_tools.kit.audit.deeds import Affected, ask_deed, deed, done, harmless
from lti_tools.kit.duplicates.duplicates import look_alike
from lti_tools.launches import Right, Role, current_launch, now, require_right, require_role
from lti_tools.pure.schedule import End, Start
from lti_tools.rights import reach
from lti_tools.suite import current_suite
from lti_tools.web.confirm import confirmed
from lti_tools.web.locale import gettext as _
from lti_tools.web.paging import page_number, page_of
from lti_tools.web.versions import FIELD as VERSION
from lti_tools.web.versions import TAKE, Clash, made_from, read_of, settle
from tools.co_curriculum import deeds, refusals, store_proposals
from tools.co_curriculum.domain.proposals import State
from tools.co_curriculum.forms_closing import ClosingForm
from tools.co_curriculum.notices import remind as remind_missing
from tools.co_curriculum.service import closing as closing_service
from tools.co_curriculum.service import deciding, going_public, participation, reading, talking
from tools.co_curriculum.service.reading import Vote, read_vote
from tools.co_curriculum.views.current import current_vote
from tools.co_curriculum.views.pictures import result
from tools.co_curriculum.views.steps import steps_of

REOPENS = "reopens"
"""In the form of a closed vote: who chose a time while it was open is asked before it opens again."""

MOST_ALIKE = 3
"""Pairs of options that look alike which the teacher's page shows."""


def overview() -> str:
    launch = current_launch()
    with current_suite().database.read() as db:
        vote = current_vote(db)
        turnout = participation.turnout(db, launch.activity)
        tally = reading.count(db, launch.activity, vote)
        by_group = participation.turnout_by_group(db, launch.activity)
        talk = talking.numbers(db, launch, vote)
        late = deciding.late(db, launch.activity, vote)
        token = going_public.token_of(db, launch.activity) if vote.is_over else ""
        waiting = store_proposals.count_in(db, launch.activity, State.WAITING) if vote.settings.proposing else 0
    texts = list(vote.options.values())
    alike = [] if vote.is_closed else [(texts[one], texts[other]) for one, other in look_alike(texts)]
    shown = result(vote, tally) if not vote.is_hidden and (tally.ballots or vote.is_closed) else None
    return render_template(
        "topic-vote/overview.html",
        vote=vote,
        turnout=turnout,
        by_group=by_group,
        result=shown,
        late=late,
        public=url_for("topic-vote-open.result", token=token, _external=True) if token else "",
        alike=alike[:MOST_ALIKE],
        talk=talk,
        waiting=waiting,
        steps=steps_of(vote),
    )


@require_right(Right.SEE_PEOPLE)
def ballots() -> str:
    """Who voted for what, and who has not voted; the vote is named, and its page said so."""
    launch = current_launch()
    with current_suite().database.read() as db:
        vote = current_vote(db)
        turnout = participation.turnout(db, launch.activity)
        voters = participation.roll(db, launch.activity)
        seen = reach(db, launch)
    page = page_of([one for one in voters if seen.covers(one.person_id)], page_number(request.args.get("page")))
    return render_template("topic-vote/ballots.html", vote=vote, turnout=turnout, page=page, reach=seen)


@require_role(*Role)
def ballot(person_id: int) -> str:
    """One person's ballot: for staff, or one's own. The gradebook's "review" leads here."""
    launch = current_launch()
    if not launch.is_staff and launch.person_id != person_id:
        raise WrongRole
    with current_suite().database.read() as db:
        reach(db, launch).check(person_id)
        vote = current_vote(db)
        voter = participation.voter(db, launch.activity, person_id)
    return render_template("topic-vote/ballot.html", vote=vote, voter=voter)


@require_right(Right.RUN)
@deed(deeds.OPENED)
def open_vote() -> Response:
    launch = current_launch()
    with current_suite().database.write() as db:
        activity = deeds.held(db, launch.context_id, launch.activity)
        closing_service.check_opening(db, launch.activity, now())
        closing_service.end_earlier_phases(db, launch.activity, now())
        deeds.change_plan(db, activity, now(), start=Start.NOW, opens_at=None)
        number = note(db, launch, deeds.OPENED, now=now())
    return done(".home", "topic-vote-opened", number)


@require_right(Right.RUN)
@deed(deeds.CLOSED)
def close() -> Response | str:
    launch = current_launch()
    if not confirmed():
        with current_suite().database.read() as db:
            missing = participation.not_voted(db, launch.activity)
            hidden = participation.is_hidden(db, launch.activity)
        names = [voter.name or _("Person %(number)s", number=voter.person_id) for voter in missing]
        return ask_deed(
            deeds.CLOSED,
            _("Close the vote now?"),
            yes=_("Close the vote"),
            detail=_("The votes are sealed then and cannot be opened again. Nobody can vote afterwards.")
            if hidden
            else _("Nobody can vote or change a vote afterwards. You can open it again."),
            affected=[Affected(_("They have not voted yet"), names)],
            back_url=url_for(".home"),
        )
    with current_suite().database.write() as db:
        closing_service.close(db, launch.activity, now())
        number = note(
            db, launch, deeds.CLOSED, after={"ballots": participation.turnout(db, launch.activity).voted}, now=now()
        )
    return done(".home", "topic-vote-closed", number)


@require_right(Right.RUN)
def closing() -> str:
    with current_suite().database.read() as db:
        vote = current_vote(db)
    form = _closing_form(vote)
    return _closing_page(vote, form, made_from(form, current_launch().activity_version))


@require_right(Right.RUN)
@deed(deeds.REOPENED, deeds.CLOSING_CHANGED)
def change_closing() -> Response | tuple[str, int]:
    """Another closing time for a vote that is open or to come; a closed one opens again with it."""
    launch = current_launch()
    if request.form.getlist(TAKE):  # the one field shall stay as somebody else left it
        return redirect(url_for(".home"), 303)
    with current_suite().database.read() as db:
        vote = current_vote(db)
    form = ClosingForm(request.form)
    if not form.validate():
        return _closing_page(vote, form, request.form.get(VERSION, "")), 422
    if vote.is_closed and VERSION in request.form and REOPENS not in request.form:
        return _closing_page(vote, form, request.form[VERSION]), 409
    with current_suite().database.write() as db:
        activity = deeds.held(db, launch.context_id, launch.activity)
        stored = _closing_form(read_vote(db, launch.activity, now()))
        clashes = settle(form, stored, read_of(request.form), activity.version)
        if clashes:
            return _closing_page(vote, form, made_from(stored, activity.version), clashes), 409
        at, before = form.closes_at.data, deeds.closing_time(activity)
        was_closed = read_vote(db, launch.activity, now()).is_closed
        if was_closed:
            closing_service.reopen(db, launch.activity, now())
        deeds.change_plan(db, activity, now(), end=End.DATE if at else End.HAND, closes_at=at)
        action = deeds.REOPENED if was_closed else deeds.CLOSING_CHANGED
        number = note(db, launch, action, before=before, after=deeds.closing_time(activity), now=now())
    if was_closed:
        return redirect(url_for(".home", said="topic-vote-reopened"), 303)
    return done(".home", "topic-vote-date-saved", number)


@require_role(Role.INSTRUCTOR)
@harmless("a reminder in the inbox of those who have not voted, at most one a day")
def remind() -> Response:
    """Sent blind: nobody learns from it who has not voted."""
    launch = current_launch()
    with current_suite().database.write() as db:
        if not current_vote(db).is_open:
            raise refusals.nothing_to_remind_of()
        remind_missing(db, launch.activity, now())
    return redirect(url_for(".home", said="topic-vote-reminded"), 303)


def _closing_form(vote: Vote) -> ClosingForm:
    return ClosingForm(data={"closes_at": None if vote.is_closed else vote.phase.ends})


def _closing_page(vote: Vote, form: ClosingForm, origin: str, clashes: Sequence[Clash] = ()) -> str:
    """`origin`: what the form is made from; `clashes`: a time that somebody else has saved meanwhile."""
    return render_template("topic-vote/closing.html", vote=vote, form=form, version=origin, clashes=clashes)
