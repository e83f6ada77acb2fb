"""A peer review as a student's pages show it: their work, what they have to review, what was written about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.kit.pseudonyms.pseudonyms import KeyedHash, Veil, order_for, token_for
from lti_tools.kit.schedule.schedule import phases_of
from lti_tools.pure.schedule import Phase, Stand, stand
from tools.peer_review import reviews, store
from tools.peer_review.models import Reaction, Review, Work
from tools.peer_review.phases import FEEDBACK, REVIEW, REVISE, SUBMIT
from tools.peer_review.roles import ON_TOP, SECOND, ReviewRole
from tools.peer_review.rounds import SECOND_ROUND
from tools.peer_review.service import allocating, calibrating, comparing, offering, reporting, showing
from tools.peer_review.service.asked import is_asked, works_now
from tools.peer_review.service.feedback import has_rated_all
from tools.peer_review.service.reviewing import phase_of
from tools.peer_review.settings import PeerSettings

REVIEW_TOKEN = "review"  # noqa: S105 - what the token stands for, not a secret


@dataclass(frozen=True)
class Names:
    """What people are called before one viewer, and what stands for reviews in their addresses."""

    veil: Veil
    real: Mapping[int, str]
    viewer: int
    settings: PeerSettings
    told: bool = False
    """The teacher has told the names."""

    @classmethod
    def before(
        cls, db: Session, keyed_hash: KeyedHash, activity_id: int, viewer: int, settings: PeerSettings
    ) -> "Names":
        told = settings.reveal and store.round_of(db, activity_id).revealed_at is not None
        hidden = settings.author_hidden and settings.reviewer_hidden and not told
        real = {} if hidden else store.names(db, store.context_of(db, activity_id))
        return cls(Veil.over(db, keyed_hash, activity_id), real, viewer, settings, told)

    def author(self, authors: frozenset[int]) -> str:
        """Of a work: one name that stands for a group too where names are hidden."""
        if (self.settings.author_hidden and not self.told) or not authors:
            return self.veil.name(min(authors, default=None), self.viewer)
        return ", ".join(self.real.get(one, "") or self.veil.name(one, self.viewer) for one in sorted(authors))

    def reviewer(self, person_id: int | None) -> str:
        if (self.settings.reviewer_hidden and not self.told) or person_id is None:
            return self.veil.name(person_id, self.viewer)
        return self.real.get(person_id, "") or self.veil.name(person_id, self.viewer)

    def token(self, review: Review) -> str:
        return token_for(self.veil.key, REVIEW_TOKEN, review.id, self.viewer)


@dataclass(frozen=True, kw_only=True)
class ToReview:
    """One review that somebody has to write, or has written."""

    token: str
    author: str
    sent_at: datetime | None
    saved_at: datetime | None
    said_empty: bool
    reported: bool
    """The work is hidden until staff has decided."""
    is_asked: bool
    """False for what nobody need review: it is empty, reported or left out."""
    held_until: datetime
    is_held: bool
    extra: bool
    again: bool
    """Of a work that was revised."""
    phase: str
    """Key of the step in which it is written."""
    is_open: bool
    """It can be written now."""

    @property
    def is_done(self) -> bool:
        return self.sent_at is not None or not self.is_asked


@dataclass(frozen=True, kw_only=True)
class ToCompare:
    """Two works that somebody compares."""

    tokens: tuple[str, str]
    authors: tuple[str, str]
    is_open: bool
    """Both reviews are sent."""
    is_done: bool
    again: bool
    """Of works that were revised."""
    phase: str


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Everything that a student's first page tells."""

    settings: PeerSettings
    phases: Mapping[str, Phase]
    stands: Mapping[str, Stand]
    work: Work | None
    to_review: Sequence[ToReview]
    on_offer: int
    """Works that this person could review on top."""
    self_sent: bool
    feedback: int
    """Reviews of their work that they can read now."""
    rated_all: bool
    allocated: bool
    has_best: bool
    """Good reviews to read, or a question about showing one."""
    is_reported: bool
    """Somebody reported their work."""
    examples_left: int
    """Examples to review before the works of others."""
    to_compare: Sequence[ToCompare]

    @property
    def is_handing_in(self) -> bool:
        return self.stands[SUBMIT.key] is Stand.OPEN

    @property
    def is_reviewing(self) -> bool:
        return self.stands[REVIEW.key] is Stand.OPEN

    @property
    def is_reading(self) -> bool:
        reached = (self.stands.get(key, Stand.WAITING) for key in (FEEDBACK.key, REVISE.key))
        return any(one is not Stand.WAITING for one in reached)

    @property
    def is_revising(self) -> bool:
        return self.work is not None and self.stands.get(REVISE.key) is Stand.OPEN

    @property
    def left(self) -> int:
        """Reviews still to write."""
        return sum(not one.is_done for one in self.to_review)

    def to_do(self, phase: str) -> tuple[int, int]:
        """Reviews to send, and pairs of works to compare, in a step that is open."""
        reviews_left = sum(one.phase == phase and one.is_open and not one.is_done for one in self.to_review)
        return reviews_left, sum(one.phase == phase and not one.is_done for one in self.to_compare)

    @property
    def compared(self) -> int:
        """Pairs of which they said which is better."""
        return sum(one.is_done for one in self.to_compare)

    @property
    def mark_is_shown(self) -> bool:
        return bool(self.settings.marked and self.work and self.work.released_at and self.rated_all)


def desk(
    db: Session, keyed_hash: KeyedHash, activity_id: int, person_id: int, now: datetime, settings: PeerSettings
) -> Desk:
    """What this person has to do and to read. Who has done nothing yet costs three queries, nobody more than a few."""
    phases = {one.key: one for one in phases_of(db, activity_id, person_id)}
    stands = {key: stand(phase, now) for key, phase in phases.items()}
    work = store.work_of(db, activity_id, person_id)
    written = reviews.reviews_by(db, activity_id, person_id)
    is_reviewing = stands[REVIEW.key] is Stand.OPEN
    roles = reporting.roles_to_read(phases.values(), now)
    received = [one for one in reviews.reviews_on(db, work.id, *roles) if one.sent_at] if work and roles else []
    received = reporting.readable(db, received)
    said = own_reactions(db, work, person_id) if work and received else {}
    to_write: Sequence[ToReview] = ()
    pairs: Sequence[ToCompare] = ()
    if written:
        names = Names.before(db, keyed_hash, activity_id, person_id, settings)
        to_write = to_review(db, names, activity_id, written, now, stands)
        pairs = to_compare(db, names, activity_id, written, stands)
    may_offer = all(one.is_done for one in to_write if one.is_open) and all(one.is_done for one in pairs)
    which = offering.round_for(written, phases.values(), now) if may_offer else None
    own = reviews.own_review(db, activity_id, person_id, work.id, ReviewRole.SELF) if work and is_reviewing else None
    return Desk(
        settings=settings,
        phases=phases,
        stands=stands,
        work=work,
        to_review=to_write,
        to_compare=pairs,
        on_offer=len(offering.offers_for(db, activity_id, person_id, settings, now, which)) if which else 0,
        self_sent=own is not None and own.sent_at is not None,
        feedback=len(received),
        rated_all=has_rated_all(received, said),
        has_best=stands[FEEDBACK.key] is not Stand.WAITING and showing.has_any(db, activity_id, person_id),
        is_reported=work is not None and work.id in reporting.hidden_works(db, activity_id),
        examples_left=calibrating.left(db, activity_id, person_id) if settings.practises else 0,
        allocated=bool(written) or (work is not None and is_reviewing and _is_given_out(db, activity_id)),
    )


def _is_given_out(db: Session, activity_id: int) -> bool:
    return store.round_of(db, activity_id).allocated_at is not None


def to_review(
    db: Session,
    names: Names,
    activity_id: int,
    written: Sequence[Review],
    now: datetime,
    stands: Mapping[str, Stand],
) -> list[ToReview]:
    """Those that can be written now first; each in an order of the viewer's own, which says nothing of who was when."""
    authors = store.authors_of(db, activity_id) if written else {}
    works = works_now(db, activity_id)
    ordered = order_for(names.veil.key, "to-review", written, names.viewer, identity=lambda one: one.id)
    found = [
        ToReview(
            token=names.token(one),
            author=names.author(authors.get(one.work_id, frozenset())),
            sent_at=one.sent_at,
            saved_at=one.saved_at,
            said_empty=one.said_empty,
            reported=one.work_id in works.hidden,
            is_asked=is_asked(one, works),
            held_until=one.held_until,
            is_held=allocating.is_held(one, now),
            extra=one.role in ON_TOP,
            again=one.role in SECOND,
            phase=phase_of(one.role),
            is_open=stands.get(phase_of(one.role)) is Stand.OPEN,
        )
        for one in ordered
    ]
    return sorted(found, key=lambda one: not one.is_open)


def to_compare(
    db: Session, names: Names, activity_id: int, written: Sequence[Review], stands: Mapping[str, Stand]
) -> list[ToCompare]:
    """The pairs of works that the viewer is asked to compare now; empty where nothing is compared."""
    every = comparing.own_pairs(db, activity_id, names.viewer, written)
    pairs = [one for one in every if stands.get(one.round.phase) is Stand.OPEN]
    authors = store.authors_of(db, activity_id) if pairs else {}
    return [
        ToCompare(
            tokens=(names.token(one.two[0]), names.token(one.two[1])),
            authors=(_author(names, authors, one.two[0]), _author(names, authors, one.two[1])),
            is_open=one.is_open,
            is_done=one.is_done,
            again=one.round is SECOND_ROUND,
            phase=one.round.phase,
        )
        for one in pairs
    ]


def _author(names: Names, authors: Mapping[int, frozenset[int]], review: Review) -> str:
    return names.author(authors.get(review.work_id, frozenset()))


def own_reactions(db: Session, work: Work, person_id: int) -> dict[int, Reaction]:
    """Review -> what this person said about it."""
    return {one.review_id: one for one in reviews.reactions_on(db, work.id) if one.person_id == person_id}
