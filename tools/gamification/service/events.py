"""What people did in sibling activities of the course, as evidence. Others see neither source nor time of it."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from lti_tools.events import ActivityEvent
from lti_tools.web.locale import lazy
from tools.gamification.domain.evidence import Entry, Kind
from tools.gamification.domain.questline.line import Way
from tools.gamification.service import ledger
from tools.gamification.service.ledger import New
from tools.gamification.store import lines

ACTIONS = {
    "topic-vote.voted": lazy("Voted in a topic vote"),
    "topic-vote.accepted": lazy("A proposal of theirs was accepted in a topic vote"),
    "peer-review.submitted": lazy("Handed in work for peer review"),
    "peer-review.reviewed": lazy("Reviewed classmates' work"),
    "peer-review.helpful": lazy("A review of theirs was rated helpful"),
}
"""Action of an event -> what somebody did, in words."""


def take(db: Session, event: ActivityEvent) -> None:
    """Count an event for every objective of the course that asks for it. The same event again changes nothing."""
    if event.actor_id is None:
        return
    now = datetime.now(UTC)
    for activity_id in lines.lines_in(db, event.context_id):
        place = lines.published(db, activity_id)
        keys = [one.key for _, one in place.line.objectives() if (one.way, one.action) == (Way.EVENT, event.action)]
        news = [
            New(event.actor_id, Entry(f"event:{event.id}:{key}", event.occurred_at, Kind.ACCEPTED, key)) for key in keys
        ]
        if news:
            ledger.record(db, activity_id, news, source=str(Way.EVENT), now=now)


CONSUMERS = dict.fromkeys(ACTIONS, take)
