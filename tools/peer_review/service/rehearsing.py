"""What to expect of a round before it opens: for the numbers of reviews a teacher may choose from, side by side."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from lti_tools.kit.groups import groups
from lti_tools.kit.schedule.schedule import class_phases
from tools.peer_review import course, store
from tools.peer_review.domain.rehearsal.rehearsal import (
    ABSENT,
    HELPING,
    Outlook,
    Rehearsal,
    rehearse,
    usual_error,
)
from tools.peer_review.models import Review
from tools.peer_review.phases import REVIEW
from tools.peer_review.service import marking, pooling
from tools.peer_review.settings import ACROSS, WITHIN, PeerSettings

CHOICES = (2, 3, 4, 5, 6)
LEAST_EARLIER = 20
"""Reviews given out in earlier rounds from which their numbers are used."""


@dataclass(frozen=True)
class Rehearsed:
    """The page: one outlook for each number of reviews, the settings' own among them."""

    settings: PeerSettings
    plan: Rehearsal
    """With the settings' own number of reviews."""
    outlooks: Sequence[tuple[int, Outlook]]
    own: Outlook
    from_earlier: bool
    """Whether absences and errors are those of earlier rounds of the course."""


def rehearsal(db: Session, activity_id: int, absent: float | None = None) -> Rehearsed:
    """Foretell the round for the course's learners; `absent` replaces the share of those who do not come."""
    settings = store.settings_of(db, activity_id)
    plan, from_earlier = _history(db, activity_id, _plan(db, activity_id, settings))
    if absent is not None:
        plan = replace(plan, absent=absent)
    numbers = sorted({*CHOICES, settings.k})
    return Rehearsed(
        settings=settings,
        plan=plan,
        outlooks=[(k, rehearse(replace(plan, k=k))) for k in numbers],
        own=rehearse(plan),
        from_earlier=from_earlier,
    )


def _plan(db: Session, activity_id: int, settings: PeerSettings) -> Rehearsal:
    learners = store.learners(db, store.context_of(db, activity_id))
    teams = [learners & set(one.member_ids) for one in groups.groups_of(db, activity_id)]
    teams = [team for team in teams if team]
    grouped: set[int] = set().union(*teams) if teams else set()
    people = max(len(grouped) if settings.by_group else len(learners), 1)
    works = max(len(teams) if settings.by_group else people, 1)
    pools = Counter(pooling.pool_of(db, activity_id, settings, learners).values())
    sizes = [len(team) for team in teams]
    return Rehearsal(
        people=people,
        works=works,
        k=settings.k,
        least_choices=min(_least_choices(settings, sizes, people, works), _least_in_pool(settings, pools, works)),
        circles=len(pools) or _circles_of_groups(settings, sizes),
        hours=_hours(db, activity_id),
        helping=HELPING if settings.extra else 0.0,
    )


def _least_choices(settings: PeerSettings, sizes: Sequence[int], people: int, works: int) -> int:
    """Works that the reviewer with the fewest may get."""
    if settings.by_group or not sizes or settings.pairs not in (ACROSS, WITHIN):
        return works - 1
    return min(sizes) - 1 if settings.pairs == WITHIN else people - max(sizes)


def _least_in_pool(settings: PeerSettings, pools: Mapping[int, int], works: int) -> int:
    """The same where works stay in pools, of so many people each."""
    return min(pools.values()) - 1 if pools and not settings.by_group else works - 1


def _circles_of_groups(settings: PeerSettings, sizes: Sequence[int]) -> int:
    """Parts of the class that never review each other because of its groups; 1 is all together."""
    return max(len(sizes), 1) if settings.pairs == WITHIN and not settings.by_group else 1


def _hours(db: Session, activity_id: int) -> float | None:
    """Length of the reviewing phase, where both ends are dates."""
    phase = next(one for one in class_phases(db, activity_id) if one.key == REVIEW.key)
    return (phase.ends - phase.starts).total_seconds() / 3600 if phase.starts and phase.ends else None


def _history(db: Session, activity_id: int, plan: Rehearsal) -> tuple[Rehearsal, bool]:
    """The plan with the course's own numbers, where earlier rounds gave enough of them."""
    earlier = [one for one in course.reviews_until(db, activity_id) if one.activity_id != activity_id]
    if len(earlier) < LEAST_EARLIER:
        return plan, False
    newest = max(one.activity_id for one in earlier)
    error = plan.error
    marked = marking.mark_everything(db, newest, store.settings_of(db, newest))
    if marked.reviewers is not None and marked.reviewers.estimated:
        error = usual_error(marked.reviewers)
    return replace(plan, absent=_absent(earlier), error=error), True


def _absent(earlier: Sequence[Review]) -> float:
    """The share of reviewers who sent nothing of what they were given."""
    given = {(one.activity_id, one.reviewer_id) for one in earlier if one.reviewer_id}
    came = {(one.activity_id, one.reviewer_id) for one in earlier if one.sent_at is not None}
    return 1 - len(came & given) / len(given) if given else ABSENT
