"""The vote's part of the class overview: who voted (the vote is named), their ballot, the wall of the classroom."""

from collections.abc import Sequence
from datetime import datetime

from flask import render_template
from sqlalchemy.orm import Session

from lti_tools.kit.overview.contract import Overview, OverviewColumn, Projection, Row, Settings, Value
from lti_tools.pure.schedule import Stand
from lti_tools.web.formats import format_instant
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from tools.co_curriculum import electorate, store, store_ballots
from tools.co_curriculum.ballot_forms import ballot_form
from tools.co_curriculum.service import deciding, participation, reading
from tools.co_curriculum.views.option_pictures import beside_options
from tools.co_curriculum.views.pictures import result
from tools.co_curriculum.views.steps import steps_of


def _columns(_settings: Settings) -> tuple[OverviewColumn, ...]:
    return (OverviewColumn("vote", lazy("Voting")), OverviewColumn("voted", lazy("Voted")))


def _rows(db: Session, activity_id: int, people: Sequence[int], now: datetime) -> dict[int, Row]:
    """A few queries however many people there are."""
    cast = store_ballots.voters(db, activity_id)
    vote = reading.read_vote(db, activity_id, now)
    if vote.is_hidden and vote.stand is not Stand.WAITING:
        return {person_id: Row({"vote": Value(_("Secret until the close"), 0, "plain")}) for person_id in people}
    waiting = vote.stand is Stand.WAITING
    shut = electorate.shut_out(db, activity_id, frozenset(people) - cast.keys())
    return {person_id: _left_out() if person_id in shut else _row(cast.get(person_id), waiting) for person_id in people}


def _left_out() -> Row:
    return Row({"vote": Value(_("Does not vote here"), 2, "plain")})


def _row(cast_at: datetime | None, waiting: bool) -> Row:
    if cast_at is not None:
        voted = Value(_("Has voted"), 1, "good")
        return Row({"vote": voted, "voted": Value(format_instant(cast_at), cast_at)}, done=True)
    return Row({"vote": Value(_("Has not voted"), 0, "plain")}, done=None if waiting else False)


def _person(db: Session, activity_id: int, person_id: int, now: datetime) -> str:
    vote = reading.read_vote(db, activity_id, now)
    own = store_ballots.ballot_of(db, activity_id, person_id)
    return render_template("topic-vote/person_block.html", vote=vote, own=own)


def _learner_page(db: Session, activity_id: int, person_id: int, now: datetime) -> str:
    vote, own = reading.read_vote_of(db, activity_id, person_id, now, store.settings_of(db, activity_id))
    tally = reading.count(db, activity_id, vote) if reading.may_see_count(vote) else None
    return render_template(
        "topic-vote/learner_content.html",
        vote=vote,
        own=own,
        form=ballot_form(vote, None, own.marks if own else None, own.words if own else ""),
        result=result(vote, tally, own) if tally else None,
        steps=steps_of(vote),
        pictures=beside_options(),
        talk=None,
        listing=None,
    )


def _projection(db: Session, activity_id: int, now: datetime) -> Projection:
    """Turnout, and the result once students may see it: the wall tells nobody more than their own page does."""
    vote = reading.read_vote(db, activity_id, now)
    tally = reading.count(db, activity_id, vote) if reading.may_see_count(vote) else None
    page = render_template(
        "topic-vote/wall.html",
        vote=vote,
        turnout=participation.turnout(db, activity_id),
        late=deciding.late(db, activity_id, vote),
        result=result(vote, tally) if tally else None,
    )
    return Projection(vote.settings.title, page)


OVERVIEW = Overview(columns=_columns, rows=_rows, person=_person, learner_page=_learner_page, projection=_projection)
