"""What an author reads about their work: the reviews of both rounds, the teacher's, their own, and the mark."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from lti_tools.kit.pseudonyms.pseudonyms import KeyedHash, order_for
from lti_tools.kit.schedule.schedule import phases_of
from lti_tools.pure.schedule import Stand, stand
from tools.peer_review import reviews, store
from tools.peer_review.domain.rubric.answers import Answer, read_answers
from tools.peer_review.domain.rubric.criteria import Rubric, read_rubric
from tools.peer_review.models import Appeal, Reaction, Review, RubricVersion, Work
from tools.peer_review.phases import FEEDBACK, REVISE
from tools.peer_review.roles import SECOND, ReviewRole
from tools.peer_review.service import comparing, reporting
from tools.peer_review.service.feedback import has_rated_all
from tools.peer_review.service.reading import Names, own_reactions
from tools.peer_review.settings import PeerSettings


@dataclass(frozen=True, kw_only=True)
class Received:
    """One review as its author reads it."""

    token: str
    reviewer: str
    rubric: Rubric
    answers: Mapping[str, Answer]
    shows_values: bool
    """Whether what the reviewer chose is told beside the words."""
    said: Reaction | None
    row: Review
    again: bool = False
    """Of the revised work."""
    hidden: bool = False
    """Somebody reported it, and staff has not decided that it stays."""

    @property
    def is_rated(self) -> bool:
        return self.said is not None and self.said.rated_at is not None


@dataclass(frozen=True)
class TeachersReview:
    """A teacher's own review as its author reads it: after the release, where there are marks."""

    rubric: Rubric
    answers: Mapping[str, Answer]


def _by_teachers(
    db: Session, work: Work, rubrics: Mapping[int, RubricVersion], settings: PeerSettings
) -> list[TeachersReview]:
    if settings.marked and work.released_at is None:
        return []
    found = [one for one in reviews.reviews_on(db, work.id, ReviewRole.TEACHER) if one.sent_at is not None]
    return [
        TeachersReview(read_rubric(rubrics[one.rubric_id or 0].criteria), read_answers(one.answers))
        for one in found
        if one.rubric_id in rubrics
    ]


@dataclass(frozen=True, kw_only=True)
class FeedbackPage:
    """What an author reads about their work."""

    settings: PeerSettings
    work: Work
    received: Sequence[Received]
    own: Mapping[str, Answer]
    """What they thought of it themselves."""
    appeal: Appeal | None
    is_open: bool
    is_revising: bool
    """Reviews of the first round can be read and answered, and the work handed in again."""
    rated_all: bool
    share: Decimal
    """How much of the mark comparisons are, 0..1."""
    by_teachers: Sequence[TeachersReview] = ()

    @property
    def mark(self) -> Decimal | None:
        return self.work.mark if self.work.released_at and self.rated_all and self.settings.marked else None


def feedback_page(
    db: Session, keyed_hash: KeyedHash, activity_id: int, person_id: int, now: datetime
) -> FeedbackPage | None:
    """None where this person has no work, or feedback is not open yet."""
    settings = store.settings_of(db, activity_id)
    phases = {one.key: one for one in phases_of(db, activity_id, person_id)}
    work, where = store.work_of(db, activity_id, person_id), stand(phases[FEEDBACK.key], now)
    roles = reporting.roles_to_read(phases.values(), now)
    if work is None or not roles:
        return None
    names = Names.before(db, keyed_hash, activity_id, person_id, settings)
    found = [one for one in reviews.reviews_on(db, work.id, *roles) if one.sent_at]
    said, rubrics = own_reactions(db, work, person_id), store.rubrics_of(db, activity_id)
    shown = {one.id for one in reporting.readable(db, found)}
    ordered = order_for(names.veil.key, "received", found, person_id, identity=lambda one: one.id)
    own = reviews.own_review(db, activity_id, person_id, work.id, ReviewRole.SELF)
    appeals = [one for one in reviews.appeals_on(db, work.id) if one.person_id == person_id]
    return FeedbackPage(
        settings=settings,
        work=work,
        received=[
            replace(_received(names, one, rubrics, said.get(one.id), settings), hidden=one.id not in shown)
            for one in ordered
        ],
        own=read_answers(own.answers) if own and own.sent_at else {},
        appeal=appeals[0] if appeals else None,
        is_open=where is Stand.OPEN,
        is_revising=REVISE.key in phases and stand(phases[REVISE.key], now) is Stand.OPEN,
        rated_all=has_rated_all([one for one in found if one.id in shown], said),
        share=comparing.questions(db, activity_id).share,
        by_teachers=_by_teachers(db, work, rubrics, settings),
    )


def _received(
    names: Names, review: Review, rubrics: Mapping[int, RubricVersion], said: Reaction | None, settings: PeerSettings
) -> Received:
    version = rubrics.get(review.rubric_id or 0)
    rated = said is not None and said.rated_at is not None
    return Received(
        token=names.token(review),
        reviewer=names.reviewer(review.reviewer_id),
        rubric=read_rubric(version.criteria) if version is not None else (),
        answers=read_answers(review.answers),
        shows_values=rated and (not settings.marked or settings.single_marks),
        said=said,
        row=review,
        again=review.role in SECOND,
    )
