"""Works that come while others are reviewed: when there are enough to begin, who comes next, and when all are there."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, case, func, select
from sqlalchemy.orm import Session, aliased

from lti_tools.kit.schedule.schedule import class_phase
from lti_tools.kit.schedule.tables import PhaseRow
from lti_tools.pure.schedule import Stand, class_stand
from lti_tools.retries import not_resting
from tools.peer_review import reviews, store
from tools.peer_review.domain.allocation.changes import Change, enter
from tools.peer_review.domain.allocation.flow import join, settle
from tools.peer_review.domain.allocation.problem import Pair, Wanted
from tools.peer_review.models import Review, Round, Work
from tools.peer_review.phases import REVIEW, SUBMIT
from tools.peer_review.roles import FIRST
from tools.peer_review.service import allocating, asked
from tools.peer_review.settings import PeerSettings

OPENING = "peer-review.opening"
"""Names the work for `lti_tools.retries`."""
AT_ONCE = 20


def fit_works() -> ScalarSelect[int]:
    """How many works of a `Round` can be reviewed, for a query."""
    query = select(func.count()).select_from(Work).where(Work.activity_id == Round.activity_id, Work.unfit.is_(False))
    return query.scalar_subquery()


def least_works(now: datetime) -> ColumnElement[int]:
    """With how many works a `Round` begins: any two once handing in is over, enough for all before."""
    submit = aliased(PhaseRow)
    is_over = select(submit.id).where(submit.activity_id == Round.activity_id, submit.key == SUBMIT.key)
    return case((is_over.where(submit.ends <= now).exists(), allocating.LEAST_WORKS), else_=Round.starts_with)


def ready_to_open(db: Session, now: datetime) -> list[int]:
    """Activities whose reviewing opens by itself and has works enough."""
    query = (
        select(Round.activity_id)
        .join(PhaseRow, (PhaseRow.activity_id == Round.activity_id) & (PhaseRow.key == REVIEW.key))
        .where(Round.opens_with <= fit_works(), Round.allocated_at.is_(None))
        .where(PhaseRow.starts.is_(None) | (PhaseRow.starts > now), not_resting(OPENING, Round.activity_id, now))
        .order_by(Round.activity_id)
        .limit(AT_ONCE)
    )
    return list(db.scalars(query))


def is_handing_in(db: Session, activity_id: int, now: datetime) -> bool:
    """Whether the class can still hand in."""
    return class_stand(class_phase(db, activity_id, SUBMIT.key), now) is Stand.OPEN


def welcome(db: Session, round_: Round, work: Work, person_id: int, settings: PeerSettings, now: datetime) -> None:
    """A work has come: where reviewing is under way, it and its author enter at once."""
    flows = is_handing_in(db, round_.activity_id, now)
    if round_.allocated_at is None:
        is_open = class_stand(class_phase(db, round_.activity_id, REVIEW.key), now) is Stand.OPEN
        least = round_.starts_with if flows else allocating.LEAST_WORKS
        if is_open and len(asked.fit_works(db, round_.activity_id)) >= least:
            allocating.give_out(db, round_.activity_id, now)
        return
    wanted = allocating.wanted_of(db, round_.activity_id, settings)
    if work.id in wanted.authors and person_id in wanted.reviewers:
        rule = join if flows else enter
        seed = f"{round_.seed}-{work.id}"
        _change(db, round_, wanted, lambda known, started: rule(wanted, known, started, person_id, seed), now)


def settle_all(db: Session, activity_id: int, now: datetime) -> None:
    """Handing in is over: reviews that nobody has begun go to the works that are short of them."""
    round_ = store.round_of(db, activity_id, to_change=True)
    if round_.allocated_at is None:
        return
    wanted = allocating.wanted_of(db, activity_id, store.settings_of(db, activity_id))
    _change(db, round_, wanted, lambda known, started: settle(wanted, known, started, f"{round_.seed}-over"), now)


def _change(
    db: Session, round_: Round, wanted: Wanted, rule: Callable[[list[Pair], list[Pair]], Change], now: datetime
) -> None:
    """Bring the stored reviews in line with a change of the pairs; one that is begun stays."""
    known = reviews.reviews_of(db, round_.activity_id, *FIRST)
    started = [one for one in known if one.saved_at is not None or one.role != "given"]
    change = rule(allocating.pairs_of(known, wanted), allocating.pairs_of(started, wanted))
    for one in known:
        if _pair(one) in change.removed:
            db.delete(one)
    db.flush()
    allocating.add_pairs(db, round_.activity_id, change.added, now)


def _pair(review: Review) -> tuple[int | None, int]:
    return review.reviewer_id, review.work_id
