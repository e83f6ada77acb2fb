"""A peer review as staff see it: what waits for them, and the class in one table."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from lti_tools.kit.schedule.schedule import class_phases
from lti_tools.pure.schedule import Phase, Stand, class_stand
from tools.peer_review import reviews, store
from tools.peer_review.domain.aggregation.marks import ENOUGH, Mark
from tools.peer_review.domain.comparison.marks import Standing
from tools.peer_review.models import Appeal, Work
from tools.peer_review.phases import FEEDBACK, REVIEW, SUBMIT
from tools.peer_review.reviews import Known
from tools.peer_review.rounds import OneRound, running
from tools.peer_review.service import again, allocating, escalating, marking, owing, reporting
from tools.peer_review.service.asked import Works, is_asked, works_now
from tools.peer_review.service.owing import Owed
from tools.peer_review.settings import PeerSettings


@dataclass(frozen=True, kw_only=True)
class Line:
    """One work, or one learner without a work, in the teacher's table."""

    work: Work | None
    people: tuple[int, ...]
    names: tuple[str, ...]
    sent: int
    """Reviews that these people sent."""
    given: int
    """Reviews that are asked of them."""
    received: int
    """Reviews that count in its mark: of the second round once there are enough of them, else of the first."""
    under_way: int
    """Reviews of the work that are held and not sent."""
    mark: Mark | None
    standing: Standing | None
    """By comparisons; None where nobody compared the work, or nothing is compared."""
    share: Decimal
    """How much of a mark comparisons are, 0..1; 0 where nothing is marked."""
    final: Decimal | None
    releasable: bool
    said_empty: int
    asks: bool
    """A question to the teacher waits."""
    reported: int
    """Reviews of the work, and answers to them, that were reported and wait for a decision."""

    @property
    def name(self) -> str:
        return ", ".join(self.names)

    @property
    def is_left_out(self) -> bool:
        return self.work is not None and self.work.unfit

    @property
    def few(self) -> bool:
        """Fewer reviews than a mark needs."""
        return self.work is not None and not self.work.unfit and self.share < 1 and self.received < ENOUGH

    @property
    def few_comparisons(self) -> bool:
        """Fewer comparisons than a mark needs."""
        is_fit = self.work is not None and not self.work.unfit
        return is_fit and self.share > 0 and (self.standing is None or self.standing.provisional)


@dataclass(frozen=True, kw_only=True)
class Class:
    """The class at a glance."""

    settings: PeerSettings
    phases: Sequence[Phase]
    stands: Mapping[str, Stand]
    lines: Sequence[Line]
    allocated_at: datetime | None
    urgent: frozenset[int]
    """Works with too few reviews in the round that runs, once the set time has come and while the round is open."""
    appeals: Sequence[Appeal]
    lapsed: int
    """Reviews that nobody holds any more: they are on offer to others."""
    round: OneRound
    """The round that runs, or ran last."""
    owed: Mapping[int, Owed[Known]]
    """Person -> what is asked of them in that round."""
    marking: marking.Marking
    names: Mapping[int, str]
    """Everybody of the course."""

    def is_open(self, phase: str) -> bool:
        return self.stands.get(phase) is Stand.OPEN

    @property
    def works(self) -> list[Line]:
        return [line for line in self.lines if line.work is not None]

    @property
    def missing(self) -> list[Line]:
        return [line for line in self.lines if line.work is None]

    @property
    def reviews_given(self) -> int:
        return sum(line.given for line in self.lines)

    @property
    def reviews_sent(self) -> int:
        return sum(line.sent for line in self.lines)

    def owed_by(self, line: Line) -> list[Owed[Known]]:
        """What is asked of these people in the round that runs."""
        return [self.owed[one] for one in line.people if one in self.owed]

    @property
    def pairs(self) -> int:
        """Pairs of works that are to be compared in the round that runs."""
        return sum(len(one.pairs) for one in self.owed.values())

    @property
    def compared(self) -> int:
        return self.pairs - sum(len(one.to_compare) for one in self.owed.values())

    @property
    def waits_for_works(self) -> bool:
        """Reviewing is open, and there is too little to give out."""
        return self.allocated_at is None and self.stands[REVIEW.key] is Stand.OPEN

    @property
    def short(self) -> list[Line]:
        """Works that have too few reviews for a mark, while reviewing nears its end or is over."""
        return [line for line in self.works if line.few] if self.stands[REVIEW.key] is not Stand.WAITING else []

    @property
    def short_of_comparisons(self) -> list[Line]:
        """Works that have too few comparisons for a mark, from when reviewing has begun."""
        has_begun = self.stands[REVIEW.key] is not Stand.WAITING
        return [line for line in self.works if line.few_comparisons] if has_begun else []

    @property
    def share(self) -> Decimal:
        """How much of a mark comparisons are, 0..1."""
        return self.marking.side.asked.share

    @property
    def escalated(self) -> list[Line]:
        """Works with too few reviews, from the set time on until the round ends."""
        return [line for line in self.works if line.work and line.work.id in self.urgent]

    @property
    def empty(self) -> list[Line]:
        return [line for line in self.works if line.said_empty and line.work and not line.work.unfit]

    @property
    def asking(self) -> list[Line]:
        return [line for line in self.works if line.asks]

    @property
    def reported(self) -> list[Line]:
        return [line for line in self.works if line.reported]

    @property
    def to_release(self) -> list[Line]:
        return [line for line in self.works if line.releasable and line.work and line.work.released_at is None]

    @property
    def released(self) -> list[Line]:
        return [line for line in self.works if line.work and line.work.released_at is not None]

    @property
    def is_setting_up(self) -> bool:
        return self.stands[SUBMIT.key] is Stand.WAITING

    @property
    def has_feedback(self) -> bool:
        return self.stands[FEEDBACK.key] is not Stand.WAITING


def read_class(db: Session, activity_id: int, now: datetime) -> Class:
    """Everything of an activity for its staff; a constant number of queries."""
    settings, context_id = store.settings_of(db, activity_id), store.context_of(db, activity_id)
    phases = class_phases(db, activity_id)
    names, learners = store.names_and_learners(db, context_id)
    works, known = store.works_of(db, activity_id), reviews.known_reviews(db, activity_id)
    appeals = reviews.appeals_of(db, activity_id)
    found = marking.mark_everything(db, activity_id, settings, known)
    asking = {one.work_id for one in appeals if one.answered_at is None}
    kept = reporting.counting(db, activity_id, known)
    tally = _Tally.of(known, now, reporting.open_reports(db, activity_id), kept, works_now(db, activity_id))
    share = found.side.asked.share if settings.marked else Decimal(0)
    lines = [_line(one.row, one.authors, names, tally, found, asking, share) for one in works]
    authors = {person for one in works for person in one.authors}
    lines += [_line(None, frozenset({person}), names, tally, found, asking, share) for person in learners - authors]
    round_ = store.round_of(db, activity_id)
    which, stands = running(one.role for one in known), {phase.key: class_stand(phase, now) for phase in phases}
    lapsed = sum(one.role in which.roles and not allocating.is_held(one, now) and not one.said_empty for one in known)
    is_due = stands.get(which.phase) is Stand.OPEN and escalating.is_due(db, activity_id, which, now)
    to_get = escalating.wanted(works, known, settings, which) if is_due else {}
    return Class(
        settings=settings,
        phases=phases,
        stands=stands,
        lines=sorted(lines, key=lambda line: (not line.name, line.name.casefold(), line.people)),
        allocated_at=round_.allocated_at,
        urgent=escalating.too_few(to_get, kept, which),
        round=which,
        owed=owing.owed_in(db, activity_id, which, known),
        appeals=appeals,
        lapsed=lapsed,
        marking=found,
        names=names,
    )


@dataclass(frozen=True)
class _Tally:
    """Numbers of reviews by person and by work."""

    sent: Mapping[int, int]
    given: Mapping[int, int]
    received: Mapping[int, int]
    under_way: Mapping[int, int]
    said_empty: Mapping[int, int]
    reported: Mapping[int, int]

    @classmethod
    def of(
        cls, known: Sequence[Known], now: datetime, reported: Mapping[int, int], kept: Sequence[Known], fit: Works
    ) -> "_Tally":
        """`kept` are the reviews that staff has not removed: the others are as if they were not sent."""
        counting = {one.id for one in kept}
        sent: dict[int, int] = {}
        given: dict[int, int] = {}
        under_way: dict[int, int] = {}
        empty: dict[int, int] = {}
        for one in known:
            is_sent = one.sent_at is not None and one.id in counting
            if one.reviewer_id is not None:
                sent[one.reviewer_id] = sent.get(one.reviewer_id, 0) + is_sent
                given[one.reviewer_id] = given.get(one.reviewer_id, 0) + is_asked(one, fit)
            held = one.sent_at is None and allocating.is_held(one, now)
            under_way[one.work_id] = under_way.get(one.work_id, 0) + held
            empty[one.work_id] = empty.get(one.work_id, 0) + one.said_empty
        received = Counter(one.work_id for one in again.current(kept) if one.sent_at is not None)
        return cls(sent, given, received, under_way, empty, reported)


def _line(
    work: Work | None,
    authors: frozenset[int],
    names: Mapping[int, str],
    tally: _Tally,
    found: marking.Marking,
    asking: set[int],
    share: Decimal,
) -> Line:
    people = tuple(sorted(authors, key=lambda one: names.get(one, "").casefold()))
    mark = found.of(work) if work else None
    return Line(
        work=work,
        people=people,
        names=tuple(names.get(one, "") for one in people),
        sent=sum(tally.sent.get(one, 0) for one in people),
        given=sum(tally.given.get(one, 0) for one in people),
        received=tally.received.get(work.id, 0) if work else 0,
        under_way=tally.under_way.get(work.id, 0) if work else 0,
        mark=mark,
        standing=found.side.whole.get(work.id) if work else None,
        share=share,
        final=marking.final(work, mark) if work else None,
        releasable=work is not None and marking.may_be_released(work, mark),
        said_empty=tally.said_empty.get(work.id, 0) if work else 0,
        asks=bool(work and work.id in asking),
        reported=tally.reported.get(work.id, 0) if work else 0,
    )
