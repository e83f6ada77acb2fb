"""One student's way over the course's peer reviews: what reviewers gave them, criterion by criterion.

Only what the student may see anyway is in it: released marks whose reviews they have rated, and where single marks are
not shown, means over enough reviews to be tied to no reviewer.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tools.store.tables.activities import Activity
from lti_tools.web.locale import gettext as _
from tools.peer_review import course
from tools.peer_review.domain.aggregation.marks import ENOUGH
from tools.peer_review.domain.growth.growth import Line, Received, growth, same
from tools.peer_review.domain.rubric.answers import Answer, read_answers
from tools.peer_review.domain.rubric.criteria import Criterion, read_rubric
from tools.peer_review.models import Review, RubricVersion, Work
from tools.peer_review.roles import SECOND
from tools.peer_review.service import reporting
from tools.peer_review.service.feedback import has_rated_all
from tools.peer_review.service.intending import Intended, intentions
from tools.peer_review.settings import PeerSettings, read_settings


@dataclass(frozen=True)
class Growth:
    """The page: the lines, and what the activities are called."""

    lines: Sequence[Line]
    titles: Mapping[int, str]
    """Activity, or below zero its second round -> title, oldest first; those with something to show alone."""
    said: Mapping[str, Sequence[tuple[str, str]]]
    """Criterion, as its newest line says it -> (activity's title, comment) of reviewers, the newest first."""
    intentions: Sequence[Intended]


def own_growth(db: Session, activity_id: int, person_id: int) -> Growth:
    """The person's lines over all peer reviews of the course; a constant number of queries."""
    works = course.works_by(db, activity_id, person_id)
    activities = {one.id: one for one in db.scalars(select(Activity).where(Activity.id.in_(_activities(works))))}
    rubrics = course.rubrics_of(db, activities)
    sent: dict[int, list[Review]] = defaultdict(list)
    for one in reporting.readable(db, course.reviews_on(db, [work.id for work in works])):
        sent[one.work_id].append(one)
    said = {one.review_id: one for one in course.reactions_by(db, [work.id for work in works], person_id)}
    received: list[Received] = []
    said_of: list[tuple[str, str, str]] = []
    for work in works:
        settings = read_settings(activities[work.activity_id].settings)
        if has_rated_all(sent[work.id], said) and (work.released_at is not None or not settings.marked):
            for again in (False, True):
                received += _received(work, settings, sent[work.id], rubrics, again)
            said_of += _comments(activities[work.activity_id].title, sent[work.id], rubrics)
    shown = {one.activity for one in received}
    titles = {
        key: title for work in works for key, title in _titles(activities[work.activity_id]).items() if key in shown
    }
    lines = growth(received)
    words = {line.criterion: _said_of(line.criterion, said_of) for line in lines if line.keeps_coming}
    return Growth(lines, titles, words, intentions(db, activity_id, person_id, works))


def _titles(activity: Activity) -> dict[int, str]:
    """Of the first round and of the second, which stands under the number below zero."""
    return {activity.id: activity.title, -activity.id: _("%(title)s, revised", title=activity.title)}


def _comments(
    title: str, found: Sequence[Review], rubrics: Mapping[int, RubricVersion]
) -> Iterator[tuple[str, str, str]]:
    """(criterion, activity's title, comment) of every comment of these reviews."""
    for review in found:
        version, answers = rubrics.get(review.rubric_id or 0), read_answers(review.answers)
        for criterion in read_rubric(version.criteria) if version else ():
            if answers.get(criterion.key, Answer()).comment:
                yield criterion.title, title, answers[criterion.key].comment


def _said_of(criterion: str, said: Sequence[tuple[str, str, str]]) -> list[tuple[str, str]]:
    return [(title, comment) for about, title, comment in reversed(said) if same(about, criterion)]


def _activities(works: Sequence[Work]) -> list[int]:
    return [work.activity_id for work in works]


def _received(
    work: Work, settings: PeerSettings, found: Sequence[Review], rubrics: Mapping[int, RubricVersion], again: bool
) -> Iterator[Received]:
    """Each criterion's mean in one round; with fewer reviews than hide who gave what, nothing."""
    of_round = [one for one in found if (one.role in SECOND) is again]
    least = 1 if settings.single_marks or not settings.marked else ENOUGH
    given: dict[str, list[float]] = defaultdict(list)
    for review in of_round:
        version = rubrics.get(review.rubric_id or 0)
        for criterion in read_rubric(version.criteria) if version else ():
            percent = _percent(criterion, read_answers(review.answers).get(criterion.key, Answer()))
            if percent is not None:
                given[criterion.title].append(percent)
    at = work.handed_in_at if again or not work.revised_at else min(one.given_at for one in found)
    key = -work.activity_id if again else work.activity_id
    for title, percents in given.items():
        if len(percents) >= least:
            yield Received(at, key, title, fmean(percents), len(percents))


def _percent(criterion: Criterion, answer: Answer) -> float | None:
    if not criterion.has_value or answer.value is None or not 0 <= answer.value <= criterion.highest:
        return None
    return criterion.percent(answer.value)
