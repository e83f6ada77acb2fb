"""What follows when a phase opens or ends, and what the worker looks after."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tools import retries
from lti_tools.kit.private_events.private_events import release
from lti_tools.kit.schedule import transitions
from lti_tools.kit.schedule.declared import Transition
from lti_tools.kit.schedule.plans import read_plans, with_plan
from lti_tools.kit.schedule.schedule import open_by_hand
from lti_tools.kit.schedule.tables import PhaseRow
from lti_tools.pure.schedule import Moment, Start
from lti_tools.retries import not_resting
from lti_tools.store.tables.activities import Activity
from tools.peer_review import notices, refusals
from tools.peer_review.models import Round
from tools.peer_review.phases import AGAIN, CALIBRATE, FEEDBACK, PHASES, REVIEW, REVISE, SUBMIT
from tools.peer_review.service import again, allocating, asked, calibrating, configuring, escalating, incoming, posting
from tools.peer_review.settings import read_settings

SLUG = "peer-review"
GIVING_OUT = "peer-review.giving-out"
"""Names the work for `lti_tools.retries`."""
AT_ONCE = 20


def check_opening(db: Session, activity_id: int, phase: str, now: datetime) -> None:
    """Raise a `Refusal` where a phase cannot be opened by hand: there is too little to review."""
    if phase == REVIEW.key and len(asked.fit_works(db, activity_id)) < allocating.LEAST_WORKS:
        raise refusals.too_few_works()
    if phase == AGAIN.key and not any(one.row.revised_at for one in asked.fit_works(db, activity_id)):
        raise refusals.nothing_revised()
    if phase == CALIBRATE.key and not calibrating.examples_of(db, activity_id):
        raise refusals.no_example()


def effect(db: Session, transition: Transition) -> None:
    """The phases' effect; safe to repeat."""
    activity_id, now = transition.activity_id, transition.now
    if transition.moment is Moment.OVER:
        release(db, activity_id, now)
        if transition.phase == FEEDBACK.key:
            posting.send_late(db, activity_id, now)
    elif transition.moment is Moment.CLOSED and transition.phase == SUBMIT.key:
        incoming.settle_all(db, activity_id, now)
    elif transition.moment is not Moment.OPENED:
        return
    elif transition.phase == SUBMIT.key:
        notices.tell_hand_in(db, activity_id, now)
    elif transition.phase == REVIEW.key and allocating.give_out(db, activity_id, now):
        notices.tell_to_review(db, activity_id, now)
    elif transition.phase == REVISE.key:
        notices.tell_to_revise(db, activity_id, now)
    elif transition.phase == AGAIN.key and again.give_out(db, activity_id, now):
        notices.tell_to_review_again(db, activity_id, now)
    elif transition.phase == FEEDBACK.key:
        notices.tell_feedback(db, activity_id, now)


def tick(db: Session, now: datetime) -> None:
    """Run what phases have reached, remind slow reviewers, give out works where there were too few before."""
    transitions.run_due(db, SLUG, now, effect, limit=AT_ONCE)
    notices.remind_before_close(db, now)
    escalating.tick(db, now)
    for activity_id in incoming.ready_to_open(db, now):
        retries.attempt(db, incoming.OPENING, activity_id, now, partial(_open, db, activity_id, now))
    for activity_id in _waiting(db, now):
        retries.attempt(db, GIVING_OUT, activity_id, now, partial(_give_out, db, activity_id, now))


def _waiting(db: Session, now: datetime) -> list[int]:
    """Activities that are reviewing, have works enough, and have not given them out."""
    query = (
        select(Round.activity_id)
        .join(PhaseRow, (PhaseRow.activity_id == Round.activity_id) & (PhaseRow.key == REVIEW.key))
        .where(Round.allocated_at.is_(None), PhaseRow.starts <= now, PhaseRow.ends.is_(None) | (PhaseRow.ends > now))
        .where(not_resting(GIVING_OUT, Round.activity_id, now), incoming.fit_works() >= incoming.least_works(now))
        .order_by(Round.activity_id)
        .limit(AT_ONCE)
    )
    return list(db.scalars(query))


def _open(db: Session, activity_id: int, now: datetime) -> None:
    """Open reviewing as a teacher would by hand; who comes later enters at once."""
    open_by_hand(db, activity_id, REVIEW.key, now)
    activity = db.get_one(Activity, activity_id, populate_existing=True)
    plan = next(one for one in read_plans(PHASES, activity.settings) if one.key == REVIEW.key)
    activity.settings = with_plan(activity.settings, replace(plan, start=Start.NOW, opens_at=None))
    configuring.configure(db, activity_id, read_settings(activity.settings), now)
    transitions.run_due(db, SLUG, now, effect, activity_id=activity_id)


def _give_out(db: Session, activity_id: int, now: datetime) -> None:
    if allocating.give_out(db, activity_id, now):
        notices.tell_to_review(db, activity_id, now)
