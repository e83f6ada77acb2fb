"""What students see: the question, their ballot, and the result once they may see it. Guests see question and state."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tools.kit.once.once import first_time
from lti_tools.launches import Role, current_launch, now, require_role
from lti_tools.suite import current_suite
from tools.co_curriculum.ballot_forms import ballot_form
from tools.co_curriculum.service import reading, talking, voting
from tools.co_curriculum.service.reading import Vote
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
        talk = talking.numbers(db, launch, vote)
    listing = _listing(vote)
    form = ballot_form(vote, None, own.marks if own else None, own.words if own else "")
    shown = result(vote, tally, own) if tally else None
    return render_template(
        "topic-vote/learner.html",
        vote=vote,
        own=own,
        form=form,
        result=shown,
        pictures=beside_options(),
        steps=steps_of(vote),
        talk=talk,
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
def cast() -> Response | tuple[str, int]:
    """Save the ballot; a faulty one comes back with what is wrong, and a late one is told so."""
    launch = current_launch()
    with current_suite().database.single() as db:
        vote, own = current_vote_and_ballot(db)
    form = ballot_form(vote, request.form)
    if vote.is_open and not form.validate():
        return render_template(
            "topic-vote/learner.html",
            vote=vote,
            own=own,
            form=form,
            result=None,
            pictures=beside_options(),
            steps=steps_of(vote),
            talk=None,
            listing=None,
        ), 422
    undecided, marks, words = form.undecided, form.marks, form.reason
    with current_suite().database.write() as db:
        if first_time(db, launch, request.form, now()):
            voting.cast(db, launch.activity, launch.person_id, marks, no_preference=undecided, now=now(), words=words)
    said = "topic-vote-no-preference" if undecided else "topic-vote-saved"
    return redirect(url_for(".home", said=said), 303)
