"""What comparisons say of works, as they stand now: nothing here is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from tools.peer_review import comparisons
from tools.peer_review.domain.aggregation.marks import Mark
from tools.peer_review.domain.comparison.again import newest
from tools.peer_review.domain.comparison.marks import Said, Scale, Standing, together, with_compared
from tools.peer_review.domain.rounds import Given, renewed
from tools.peer_review.domain.rubric.criteria import Criterion
from tools.peer_review.reviews import Known
from tools.peer_review.roles import ON_TOP, SECOND
from tools.peer_review.service.comparing import NONE, Questions, every_pair, questions

NOTHING = Mark(0, None, None, None, (), True)


@dataclass(frozen=True)
class Compared:
    """Works by each question, and by all that count together."""

    asked: Questions
    by_question: Sequence[tuple[Criterion, Mapping[int, Standing]]]
    whole: Mapping[int, Standing]
    """Work -> standing by the questions with a weight."""
    said: Sequence[tuple[str, Said]]
    """Every comparison that counts, with its question."""


NO_COMPARISONS = Compared(NONE, (), {}, ())


def compared(db: Session, activity_id: int, counting: Sequence[Known], scale: Scale) -> Compared:
    """`counting` are the reviews that count: a comparison does where both of its reviews do, and are sent."""
    asked = questions(db, activity_id)
    if not asked.asked:
        return NO_COMPARISONS
    sent = {one.id: one for one in counting if one.sent_at is not None}
    keys = {one.key for one in asked.asked}
    said = [
        (one.question, _said(sent[one.review_id], sent[one.other_id], prefers_other=one.prefers_other))
        for one in comparisons.comparisons_of(db, activity_id)
        if one.review_id in sent and one.other_id in sent and one.question in keys
    ]
    new = _renewed(db, activity_id, counting, asked)
    found = [(each, newest([one for key, one in said if key == each.key], scale, new)) for each in asked.asked]
    whole = together([(standing, each.weight) for each, standing in found if each.weight])
    return Compared(asked, found, whole, said)


def _renewed(db: Session, activity_id: int, counting: Sequence[Known], asked: Questions) -> set[int]:
    """Works that enough of those who are asked to compare them after they were revised did compare."""
    again = [one for one in counting if one.role in SECOND]
    if not again:
        return set()
    compared_in: dict[int, bool] = {}
    for pairs in every_pair(db, activity_id, again, asked).values():
        for pair in pairs:
            for one in pair.two:
                compared_in[one.id] = compared_in.get(one.id, False) or pair.is_done
    return renewed(
        Given(one.work_id, True, compared_in[one.id], one.role in ON_TOP) for one in again if one.id in compared_in
    )


def _said(one: Known, other: Known, *, prefers_other: bool) -> Said:
    better, worse = (other, one) if prefers_other else (one, other)
    return Said(better.work_id, worse.work_id, one.reviewer_id or 0, one.role in SECOND)


def join(made: Mapping[int, Mark], found: Compared) -> dict[int, Mark]:
    """The marks of reviews with those of comparisons. What has one without the other is provisional."""
    share = found.asked.share
    if not share:
        return dict(made)
    alone = {
        work: replace(mark, provisional=True, compared_share=share)
        for work, mark in made.items()
        if work not in found.whole
    }
    both = {work: with_compared(made.get(work, NOTHING), one, share) for work, one in found.whole.items()}
    return {**alone, **both}
