"""What a round will probably be like with these settings and this class, and what speaks against them.

Everything is foretold from a few numbers: people, works, reviews each, how many usually do not come and how many help
out, and how far one review is usually off. Where the course has earlier rounds the numbers are theirs.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import ceil, sqrt

import numpy as np

from tools.peer_review.domain.aggregation.marks import ENOUGH
from tools.peer_review.domain.aggregation.reviewers import Reviewers
from tools.peer_review.domain.rehearsal.counts import missing, received
from tools.peer_review.domain.triage.triage import BUDGET, MINUTES

ERROR = 11.0
"""Points that one review is usually off (standard deviation), where no earlier round tells."""
ABSENT, HELPING = 0.15, 0.6
APPEALS = 0.05
REVIEW_MINUTES = 20.0
LEAST_HOURS_A_REVIEW = 12.0
"""A phase of less time for each review is tight: people have other things to do."""
LEAST_HOURS = 48.0
MOST_MINUTES = 180.0
"""Reviewing for longer than this is much for one student."""


class Warning(StrEnum):
    """What a teacher should think about before opening."""

    TOO_FEW_WORKS = "too_few_works"
    """Somebody cannot get k works at all."""
    CLOSED_CIRCLES = "closed_circles"
    """Groups that review only among themselves: a strict group cannot be told from a weak one."""
    TIGHT = "tight"
    FEW_REVIEWS = "few_reviews"
    """So few reviews each that one that is missing leaves the mark to the teacher."""
    MUCH_WORK = "much_work"


@dataclass(frozen=True, kw_only=True)
class Rehearsal:
    """The numbers that the round is foretold from. Shares are 0 to 1."""

    people: int
    works: int
    k: int
    least_choices: int
    """Works that the reviewer with the fewest may get."""
    circles: int = 1
    """Groups of people that hang together by reviews at most."""
    hours: float | None = None
    """Length of the reviewing phase; None without an end."""
    absent: float = ABSENT
    helping: float = HELPING
    """0 where nobody is offered more."""
    error: float = ERROR
    review_minutes: float = REVIEW_MINUTES


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """What to expect, on average."""

    missing: float
    """Reviews that nobody writes."""
    short: float
    """Works with fewer reviews than make a mark."""
    error: float | None
    """Points that a mark is off (root mean square); None where there is no review at all."""
    minutes: float
    """That a student reviews who does come."""
    tasks: float
    """Works for the teacher to look at."""
    hours: float
    """Of the teacher."""
    warnings: tuple[Warning, ...]


def rehearse(plan: Rehearsal) -> Outlook:
    """Foretell the round; raises `ValueError` without people or works."""
    if plan.people < 1 or plan.works < 1 or plan.k < 1:
        raise ValueError("a round has people, works and reviews")
    k = min(plan.k, max(plan.least_choices, 0))
    due = plan.people * k / plan.works
    shares = received(plan.people, plan.works, k, plan.absent, plan.helping) if k else np.ones(1)
    lost = plan.works * missing(shares, due)
    short = plan.works * float(shares[:ENOUGH].sum())
    looked_at = max(short, ceil(BUDGET * plan.works))
    tasks = looked_at + APPEALS * (plan.works - looked_at)
    coming = plan.people * (1 - plan.absent)
    written = plan.people * k - lost
    return Outlook(
        missing=lost,
        short=short,
        error=_error(shares, plan.error),
        minutes=plan.review_minutes * written / coming if coming else 0.0,
        tasks=tasks,
        hours=tasks * MINUTES / 60,
        warnings=_warnings(plan),
    )


def usual_error(reviewers: Reviewers) -> float:
    """How far one review of an earlier round was off, as it enters a weighted mark (standard deviation)."""
    return float(np.sqrt(1 / np.mean(1 / (reviewers.noise_variance + reviewers.bias_variance))))


def _error(shares: np.ndarray, error: float) -> float | None:
    marked = float(shares[1:].sum())
    if marked <= 0:
        return None
    return error * sqrt(sum(float(share) / number for number, share in enumerate(shares) if number) / marked)


def _warnings(plan: Rehearsal) -> tuple[Warning, ...]:
    found = {
        Warning.TOO_FEW_WORKS: plan.k > plan.least_choices,
        Warning.CLOSED_CIRCLES: plan.circles > 1,
        Warning.TIGHT: plan.hours is not None and plan.hours < max(LEAST_HOURS, LEAST_HOURS_A_REVIEW * plan.k),
        Warning.FEW_REVIEWS: plan.people * plan.k < (ENOUGH + 1) * plan.works,
        Warning.MUCH_WORK: plan.k * plan.review_minutes > MOST_MINUTES,
    }
    return tuple(warning for warning, applies in found.items() if applies)
