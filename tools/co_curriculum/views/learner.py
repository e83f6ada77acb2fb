"""What students see: the question, their ballot, and the result once they may see it. Guests see question and state."""

from secrets import token_hex

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tools.kit.once.once import first_time
from lti_tools.launches import Role, current_launch, now, require_role
from lti_tools.suite import current_suite
from lti_tools.web.confirm import confirmed
from tools.co_curriculum.ballot_forms import BallotForm, ballot_form
from tools.co_curriculum.service import deciding, reading, talking, voting
from tools.co_curriculum.service.reading import Vote
from tools.co_curriculum.store_ballots import CastBallot
from tools.co_curriculum.views.current import current_vote, current_vote_and_ballot
from tools.co_curriculum.views.option_pictures import beside_options
from tools.co_curriculum.views.pictures import result
from tools.co_curriculum.views.proposal_lists import Listing, proposal_page
from tools.co_curriculum.views.steps import steps_of


def ballot_page() -> str:
    launch = current_launch()
    with current_suite().database.single() as db:
        vote, own = current_vote_and_ballot(db)
        tally = reading.count(db, launch.activity, vote) if reading.may_see_count(vote) else None
        late = deciding.late(db, launch.activity, vote)
        listing = _listing(vote)
        talk = listing.talk if listing else talking.numbers(db, launch, vote)
    form = ballot_form(vote, None, own.marks if own else None, own.words if own else "")
    shown = result(vote, tally, own) if tally else None
    return render_template(
        "topic-vote/learner.html",
        vote=vote,
        own=own,
        form=form,
        result=shown,
        pictures=beside_options() if vote.is_open else {},
        steps=steps_of(vote),
        talk=talk,
        late=late,
        listing=listing,
    )


def _listing(vote: Vote) -> Listing | None:
    """The list of proposals, before the vote."""
    if not vote.settings.proposing or not vote.shows_list or vote.is_frozen:
        return None
    with current_suite().database.read() as db:
        return proposal_page(db, current_launch(), vote, 1)


def onlooker_page() -> str:
    with current_suite().database.read() as db:
        vote = current_vote(db)
    return render_template("topic-vote/onlooker.html", vote=vote)


@require_role(Role.LEARNER)
def cast() -> Response | str | tuple[str, int]:
    """Save the ballot; a faulty one comes back with what is wrong, and a late one is told so.

    A secret one is shown once more with its receipt first, a named one where its voter asks for that.
    """
    launch = current_launch()
    with current_suite().database.single() as db:
        vote, own = current_vote_and_ballot(db)
    form = ballot_form(vote, request.form)
    good = not vote.is_open or form.validate()
    if not good or request.form.get("again"):
        page = render_template(
            "topic-vote/learner.html",
            vote=vote,
            own=own,
            form=form,
            result=None,
            pictures=beside_options(),
            steps=steps_of(vote),
            talk=None,
            listing=None,
        )
        return page if good else (page, 422)
    if vote.is_secret:
        return _cast_secretly(vote, form)
    if vote.is_open and request.form.get("look"):
        return _once_more(vote, form)
    with current_suite().database.write() as db:
        if first_time(db, launch, request.form, now()):
            voting.cast(
                db,
                launch.activity,
                launch.person_id,
                form.marks,
                no_preference=form.undecided,
                now=now(),
                words=form.reason,
            )
    said = "topic-vote-no-preference" if form.undecided else "topic-vote-saved"
    return redirect(url_for(".home", said=said), 303)


def _cast_secretly(vote: Vote, form: BallotForm) -> Response | str:
    """Nothing but the locked ballot is written: no note that this form came, which would stand beside a name."""
    launch = current_launch()
    if vote.is_open and not confirmed():
        return _once_more(vote, form, new_receipt())
    with current_suite().database.write() as db:
        voting.cast(
            db,
            launch.activity,
            launch.person_id,
            form.marks,
            no_preference=form.undecided,
            now=now(),
            words=form.reason,
            receipt=request.form.get("receipt", "")[:100],
        )
    return redirect(url_for(".home", said="topic-vote-secret-saved"), 303)


def _once_more(vote: Vote, form: BallotForm, receipt: str = "") -> str:
    """The page that shows a ballot before it counts."""
    shown = CastBallot(0, None, None, {} if form.undecided else form.marks, form.reason)
    fields = [pair for pair in request.form.items(multi=True) if pair[0] not in NOT_REPEATED]
    return render_template("topic-vote/confirm.html", vote=vote, ballot=shown, fields=fields, receipt=receipt)


NOT_REPEATED = ("csrf_token", "confirmed", "receipt", "again", "look")


def new_receipt() -> str:
    """A code for a voter without scripts; where they run, the browser makes another one."""
    code = token_hex(8).upper()
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))
