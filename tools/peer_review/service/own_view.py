"""How somebody saw their own work before and after reading the reviews, beside what reviewers gave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

from sqlalchemy.orm import Session

from lti_tools.kit.schedule.schedule import phases_of
from lti_tools.pure.schedule import Stand, stand
from tools.peer_review import reviews, store
from tools.peer_review.domain.aggregation.marks import ENOUGH
from tools.peer_review.domain.calibration.calibration import Example, Tendency, learn
from tools.peer_review.domain.rubric.answers import read_answers
from tools.peer_review.domain.rubric.criteria import Rubric, read_rubric
from tools.peer_review.models import Review, RubricVersion, Work
from tools.peer_review.phases import FEEDBACK
from tools.peer_review.roles import ReviewRole
from tools.peer_review.service import reporting
from tools.peer_review.service.feedback import has_rated_all
from tools.peer_review.service.reading import own_reactions
from tools.peer_review.settings import PeerSettings


@dataclass(frozen=True)
class Row:
    """One criterion in percent of its scale; None where there is nothing to show."""

    criterion: str
    before: float | None
    after: float | None
    others: float | None
    tendency: Tendency | None
    """How one's newest view lies beside the reviewers'; None where one of them is missing."""


@dataclass(frozen=True)
class OwnView:
    """The page."""

    rows: Sequence[Row]
    has_before: bool
    has_after: bool
    may_judge_again: bool
    """Feedback is open and read, so that one's view after it can be written or changed."""
    all_rated: bool
    waits_for_release: bool
    """Marks are made of the reviews and not released, so that reviewers' numbers are not shown yet."""


def own_view(db: Session, activity_id: int, person_id: int, now: datetime) -> OwnView | None:
    """None where nobody judges their own work, without a work, or before feedback opens."""
    settings, work = store.settings_of(db, activity_id), store.work_of(db, activity_id, person_id)
    phase = next(one for one in phases_of(db, activity_id, person_id) if one.key == FEEDBACK.key)
    where = stand(phase, now)
    if not settings.self_review or work is None or where is Stand.WAITING:
        return None
    rubrics = store.rubrics_of(db, activity_id)
    before, after = (_own(db, work, person_id, role, rubrics) for role in (ReviewRole.SELF, ReviewRole.SELF_AFTER))
    found = reporting.readable(db, [one for one in reviews.reviews_on(db, work.id) if one.sent_at])
    rated = has_rated_all(found, own_reactions(db, work, person_id))
    waits = settings.marked and work.released_at is None
    others = _others(found, rubrics, settings) if rated and not waits else {}
    titles = dict.fromkeys([*before, *after, *others])
    return OwnView(
        rows=[_row(title, before, after, others) for title in titles],
        has_before=bool(before),
        has_after=bool(after),
        may_judge_again=where is Stand.OPEN and rated and bool(found),
        all_rated=rated,
        waits_for_release=waits,
    )


def _own(
    db: Session, work: Work, person_id: int, role: ReviewRole, rubrics: Mapping[int, RubricVersion]
) -> dict[str, float]:
    found = reviews.own_review(db, work.activity_id, person_id, work.id, role)
    return percents(found, rubrics) if found is not None and found.sent_at is not None else {}


def percents(review: Review, rubrics: Mapping[int, RubricVersion]) -> dict[str, float]:
    """Title of each criterion with a value -> percent of its scale."""
    version, answers = rubrics.get(review.rubric_id or 0), read_answers(review.answers)
    rubric: Rubric = read_rubric(version.criteria) if version else ()
    found = {}
    for one in rubric:
        answer = answers.get(one.key)
        if one.has_value and answer is not None and answer.value is not None and 0 <= answer.value <= one.highest:
            found[one.title] = one.percent(answer.value)
    return found


def _others(found: Sequence[Review], rubrics: Mapping[int, RubricVersion], settings: PeerSettings) -> dict[str, float]:
    """Means over the reviews; with fewer than hide who gave what, nothing."""
    least = 1 if settings.single_marks or not settings.marked else ENOUGH
    given: dict[str, list[float]] = {}
    for review in found:
        for title, percent in percents(review, rubrics).items():
            given.setdefault(title, []).append(percent)
    return {title: fmean(numbers) for title, numbers in given.items() if len(numbers) >= least}


def _row(title: str, before: Mapping[str, float], after: Mapping[str, float], others: Mapping[str, float]) -> Row:
    own = after.get(title, before.get(title))
    tendency = None
    if own is not None and title in others:
        tendency = learn([Example({title: own}, {title: others[title]})]).lessons[0].tendency
    return Row(title, before.get(title), after.get(title), others.get(title), tendency)
