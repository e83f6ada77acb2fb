"""A teacher's marks: releasing them to students and the gradebook, and giving another one with a reason."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from tools.peer_review import refusals, store
from tools.peer_review.domain.aggregation.marks import Mark
from tools.peer_review.models import Work
from tools.peer_review.notices import tell_released
from tools.peer_review.service import marking
from tools.peer_review.service.posting import send_marks, send_reviewing
from tools.peer_review.store import OneWork


def release(db: Session, activity_id: int, works: Collection[int] | None, now: datetime) -> list[int]:
    """Release the marks of these works (None: of all) that can be; return the works. Raises a `Refusal` for none.

    Students see them from now on, once they have rated their reviews; the gradebook gets them, and the points for
    reviewing of the authors (None: of everybody).
    """
    store.round_of(db, activity_id, to_change=True)
    settings = store.settings_of(db, activity_id)
    found = marking.mark_everything(db, activity_id, settings)
    chosen = [
        one
        for one in store.works_of(db, activity_id)
        if (works is None or one.row.id in works) and marking.may_be_released(one.row, found.of(one.row))
    ]
    if not settings.marked or not chosen:
        raise refusals.nothing_to_release()
    for one in chosen:
        _fix(one.row, found.of(one.row), now)
    db.flush()
    send_marks(db, activity_id, settings, chosen, now)
    everybody = store.works_of(db, activity_id) if works is None else chosen
    send_reviewing(db, activity_id, settings, {person for one in everybody for person in one.authors}, now)
    tell_released(db, activity_id, {person for one in chosen for person in one.authors}, now)
    return [one.row.id for one in chosen]


def _fix(work: Work, mark: Mark | None, now: datetime) -> None:
    """What students see is what the teacher released, whatever comes in later."""
    work.released_at = work.released_at or now
    work.mark = marking.final(work, mark)
    work.low = mark.low if mark and work.override is None else None
    work.high = mark.high if mark and work.override is None else None
    work.reviews = len(mark.rows) if mark else 0
    work.by_teacher = mark is not None and mark.teacher is not None and work.override is None


def override(db: Session, activity_id: int, work_id: int, mark: Decimal | None, now: datetime) -> Decimal | None:
    """Give a work another mark, in percent, None for that of its reviews; return the one before.

    A released mark changes for its authors and in the gradebook at once.
    """
    store.round_of(db, activity_id, to_change=True)
    work = store.work_with_id(db, activity_id, work_id, to_change=True)
    before, work.override = work.override, mark
    renew_released(db, activity_id, work, now)
    return before


def renew_released(db: Session, activity_id: int, work: Work, now: datetime) -> None:
    """After a teacher's word about a released mark: its authors and the gradebook get it as it is now."""
    if work.released_at is not None:
        settings = store.settings_of(db, activity_id)
        found = marking.mark_everything(db, activity_id, settings)
        _fix(work, found.of(work), now)
        db.flush()
        send_marks(db, activity_id, settings, [OneWork(work, store.authors_of_work(db, work.id))], now)
    db.flush()
