"""What peer review tells people outside its pages, and when."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from lti_tools.kit.notices.kinds import Kind
from lti_tools.kit.notices.notices import notify, withdraw
from lti_tools.kit.schedule.plans import read_instant, write_instant
from lti_tools.kit.schedule.tables import PhaseRow
from lti_tools.web.formats import format_instant
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import ngettext
from tools.peer_review import reviews, store
from tools.peer_review.models import ReviewingStep
from tools.peer_review.reviews import Known
from tools.peer_review.rounds import BY_PHASE, FIRST_ROUND, SECOND_ROUND, OneRound, running
from tools.peer_review.service import owing
from tools.peer_review.service.owing import Owed

HOME = "peer-review.home"
HAND_IN, TO_REVIEW, CLOSING = "peer-review.hand-in", "peer-review.to-review", "peer-review.closing"
FEEDBACK_THERE, RELEASED, ANSWERED = "peer-review.feedback", "peer-review.released", "peer-review.answered"
ESCALATED = "peer-review.escalated"
MAY_SHOW = "peer-review.may-show"
TO_REVISE = "peer-review.to-revise"
BEFORE = timedelta(hours=24)
"""Slow reviewers are reminded so long before reviewing ends."""
AT_ONCE = 20


def _hand_in(arguments: Mapping[str, Any]) -> str:
    return _("You can hand in your work for “%(title)s”.", title=arguments["title"])


def _to_review(arguments: Mapping[str, Any]) -> str:
    return _("Works of others wait for your review in “%(title)s”.", title=arguments["title"])


def _to_revise(arguments: Mapping[str, Any]) -> str:
    return _("Read what others wrote about your work in “%(title)s”, and make it better.", title=arguments["title"])


def _closing(arguments: Mapping[str, Any]) -> str:
    closes_at = read_instant(arguments.get("closes_at"))
    if arguments.get("compares"):
        return _closing_to_compare(arguments["title"], closes_at)
    if closes_at is None:
        return _("Reviews of yours in “%(title)s” are not sent yet.", title=arguments["title"])
    return _(
        "Reviews of yours in “%(title)s” are not sent yet. Reviewing ends on %(when)s.",
        title=arguments["title"],
        when=format_instant(closes_at),
    )


def _closing_to_compare(title: str, closes_at: datetime | None) -> str:
    if closes_at is None:
        return _("In “%(title)s” pairs of works wait for you to say which is better.", title=title)
    return _(
        "In “%(title)s” pairs of works wait for you to say which is better. Reviewing ends on %(when)s.",
        title=title,
        when=format_instant(closes_at),
    )


def _feedback(arguments: Mapping[str, Any]) -> str:
    return _("You can read what others wrote about your work in “%(title)s”.", title=arguments["title"])


def _released(arguments: Mapping[str, Any]) -> str:
    return _("Your mark in “%(title)s” is there.", title=arguments["title"])


def _answered(arguments: Mapping[str, Any]) -> str:
    return _("Your teacher answered your question about “%(title)s”.", title=arguments["title"])


def _may_show(arguments: Mapping[str, Any]) -> str:
    return _("May the class learn from a review in “%(title)s”? You are asked.", title=arguments["title"])


def _escalated(arguments: Mapping[str, Any]) -> str:
    return ngettext(
        "%(num)s work in “%(title)s” has too few reviews. You can still do something about it.",
        "%(num)s works in “%(title)s” have too few reviews. You can still do something about it.",
        int(arguments.get("works") or 0),
        title=arguments["title"],
    )


KINDS = {
    HAND_IN: Kind(say=_hand_in, endpoint=HOME),
    TO_REVIEW: Kind(say=_to_review, endpoint=HOME),
    TO_REVISE: Kind(say=_to_revise, endpoint=HOME),
    CLOSING: Kind(say=_closing, endpoint=HOME),
    FEEDBACK_THERE: Kind(say=_feedback, endpoint=HOME),
    RELEASED: Kind(say=_released, endpoint=HOME),
    ESCALATED: Kind(say=_escalated, endpoint=HOME),
    MAY_SHOW: Kind(say=_may_show, endpoint="peer-review.best"),
    ANSWERED: Kind(say=_answered, endpoint=HOME),
}


def tell_hand_in(db: Session, activity_id: int, now: datetime) -> None:
    """The course's learners who have not handed in."""
    people = store.learners(db, store.context_of(db, activity_id))
    authors = {person for one in store.works_of(db, activity_id) for person in one.authors}
    notify(db, activity_id, people - authors, HAND_IN, now)


def tell_to_review(db: Session, activity_id: int, now: datetime) -> None:
    withdraw(db, activity_id, HAND_IN)
    notify(db, activity_id, _slow(db, activity_id, FIRST_ROUND), TO_REVIEW, now)


def tell_to_revise(db: Session, activity_id: int, now: datetime) -> None:
    """The authors of works with a review to read: there is a step in which they can use it."""
    withdraw(db, activity_id, TO_REVIEW, CLOSING)
    notify(db, activity_id, _read(db, activity_id), TO_REVISE, now)


def tell_to_review_again(db: Session, activity_id: int, now: datetime) -> None:
    withdraw(db, activity_id, TO_REVISE)
    notify(db, activity_id, _slow(db, activity_id, SECOND_ROUND), TO_REVIEW, now, key="again")


def _read(db: Session, activity_id: int) -> set[int]:
    """The authors of works that a review was sent of."""
    read = {one.work_id for one in reviews.reviews_of(db, activity_id) if one.sent_at is not None}
    return {person for one in store.works_of(db, activity_id) if one.row.id in read for person in one.authors}


def tell_feedback(db: Session, activity_id: int, now: datetime) -> None:
    """The authors of works with a review to read."""
    withdraw(db, activity_id, TO_REVIEW, TO_REVISE, CLOSING)
    notify(db, activity_id, _read(db, activity_id), FEEDBACK_THERE, now)


def tell_released(db: Session, activity_id: int, people: Collection[int], now: datetime) -> None:
    notify(db, activity_id, people, RELEASED, now)


def tell_answered(db: Session, activity_id: int, person_id: int, now: datetime) -> None:
    notify(db, activity_id, [person_id], ANSWERED, now)


def remind(db: Session, activity_id: int, now: datetime, people: Collection[int] | None = None) -> int:
    """Remind slow reviewers (of these people), at most once a day; return how many there are."""
    which = running(one.role for one in reviews.known_reviews(db, activity_id))
    slow = _slow(db, activity_id, which)
    slow = slow if people is None else {person: owed for person, owed in slow.items() if person in people}
    ends = db.scalar(select(PhaseRow.ends).where(PhaseRow.activity_id == activity_id, PhaseRow.key == which.phase))
    _tell_closing(db, activity_id, slow, ends, now.date().isoformat(), now)
    return len(slow)


def remind_before_close(db: Session, now: datetime) -> None:
    """The worker's reminder, a day before a round of reviews ends, once for each end."""
    found = db.execute(
        select(ReviewingStep, PhaseRow.ends)
        .join(PhaseRow, (PhaseRow.activity_id == ReviewingStep.activity_id) & (PhaseRow.key == ReviewingStep.phase))
        .where(
            PhaseRow.starts <= now,
            PhaseRow.ends > now,
            PhaseRow.ends <= now + BEFORE,
            or_(ReviewingStep.reminded_for.is_(None), ReviewingStep.reminded_for != PhaseRow.ends),
        )
        .order_by(ReviewingStep.activity_id, ReviewingStep.phase)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True, of=ReviewingStep)
        .execution_options(populate_existing=True)
    ).all()
    for step, ends in found:
        step.reminded_for = ends
        slow = _slow(db, step.activity_id, BY_PHASE[step.phase])
        _tell_closing(db, step.activity_id, slow, ends, write_instant(ends), now)
    db.flush()


def _tell_closing(
    db: Session, activity_id: int, slow: Mapping[int, Owed[Known]], ends: datetime | None, key: str, now: datetime
) -> None:
    """Reviews come first: of comparing alone those hear who have sent everything."""
    writing = {person for person, owed in slow.items() if owed.to_send}
    arguments = {"closes_at": write_instant(ends)}
    notify(db, activity_id, writing, CLOSING, now, arguments=arguments, key=key)
    notify(db, activity_id, slow.keys() - writing, CLOSING, now, arguments={**arguments, "compares": True}, key=key)


def _slow(db: Session, activity_id: int, which: OneRound) -> dict[int, Owed[Known]]:
    """Who has reviews to send, or works to compare."""
    return {person: owed for person, owed in owing.owed_in(db, activity_id, which).items() if not owed.is_done}
