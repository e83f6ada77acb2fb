"""What reviewers of the second round read beside a revised work: what changed, the work before, their own review."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tools.peer_review import reviews, store
from tools.peer_review.domain.rubric.answers import Answer, read_answers
from tools.peer_review.domain.rubric.criteria import Rubric
from tools.peer_review.models import Review, Work, WorkVersion
from tools.peer_review.roles import FIRST, ReviewRole
from tools.peer_review.service import reviewing


@dataclass(frozen=True)
class Revision:
    """A revised work beside what was reviewed first."""

    changed: str
    """What the author says they changed, the newest word."""
    before: WorkVersion | None
    rubric: Rubric
    own: Mapping[str, Answer]
    """The reader's review of the first round; empty where they did not review it."""
    first: Review | None
    """The same as a row, with its comments on places."""


def seen_by(db: Session, row: Review, work: Work) -> Revision:
    """For the reviewer of the second round."""
    versions = store.versions_of(db, work.id)
    first = next((one for role in FIRST if (one := _own(db, row, role)) is not None), None)
    return Revision(
        changed=next((one.changed for one in versions if one.changed), ""),
        before=next((one for one in versions if not one.changed), None),
        rubric=reviewing.rubric_for(db, first, row.activity_id).criteria,
        own=read_answers(first.answers) if first else {},
        first=first,
    )


def _own(db: Session, row: Review, role: ReviewRole) -> Review | None:
    found = reviews.own_review(db, row.activity_id, row.reviewer_id or 0, row.work_id, role)
    return found if found is not None and found.sent_at is not None else None
