"""A teacher's marks: releasing them to students and the gradebook, and giving another one with a reason."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from lti_tools.grades.outbox import wish_all
from lti_tools.grades.score import Wish
from lti_tools.roster import languages
from lti_tools.web.formats import format_number
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import ngettext, speaking_to
from tools.peer_review import refusals, store
from tools.peer_review.domain.aggregation.marks import Mark
from tools.peer_review.domain.reviewing_grade.grade import ReviewingGrade
from tools.peer_review.models import Work
from tools.peer_review.notices import tell_released
from tools.peer_review.service import marking
from tools.peer_review.service.crediting import credits_of
from tools.peer_review.settings import PeerSettings
from tools.peer_review.store import OneWork

WORK, REVIEWING = "work", "reviewing"
"""Tags of the columns in the gradebook."""


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


def override(db: Session, activity_id: int, work_id: int, mark: Decimal | None, now: datetime) -> Decimal | None:
    """Give a work another mark, in percent, None for that of its reviews; return the one before.

    A released mark changes for its authors and in the gradebook at once.
    """
    store.round_of(db, activity_id, to_change=True)
    work = store.work_with_id(db, activity_id, work_id, to_change=True)
    before, work.override = work.override, mark
    if work.released_at is not None:
        settings = store.settings_of(db, activity_id)
        found = marking.mark_everything(db, activity_id, settings)
        _fix(work, found.of(work), now)
        db.flush()
        send_marks(db, activity_id, settings, [OneWork(work, store.authors_of_work(db, work.id))], now)
    db.flush()
    return before


def send_marks(
    db: Session, activity_id: int, settings: PeerSettings, works: Collection[OneWork], now: datetime
) -> None:
    """Wish the released marks of these works for the gradebook."""
    locales = languages(db, store.context_of(db, activity_id))
    maximum = Decimal(settings.points)
    wishes = [
        Wish(
            tag=WORK,
            person_id=person,
            score=one.row.mark * maximum / 100,
            maximum=maximum,
            comment=_mark_comment(one.row, settings, locales.get(person, "")),
            submitted_at=one.row.handed_in_at,
        )
        for one in works
        for person in one.authors
        if one.row.mark is not None
    ]
    wish_all(db, activity_id=activity_id, tag=WORK, wishes=wishes, now=now)


def send_reviewing(
    db: Session, activity_id: int, settings: PeerSettings, people: Collection[int], now: datetime
) -> None:
    """Wish the points for reviewing of these people."""
    if not settings.reviewing_points:
        return
    locales = languages(db, store.context_of(db, activity_id))
    maximum, credited = Decimal(settings.reviewing_points), credits_of(db, activity_id, settings)
    wishes = [
        Wish(
            tag=REVIEWING,
            person_id=person,
            score=maximum * credited[person].grade.grade / 100,
            maximum=maximum,
            comment=_reviewing_comment(credited[person].grade, locales.get(person, "")),
        )
        for person in people
        if person in credited
    ]
    wish_all(db, activity_id=activity_id, tag=REVIEWING, wishes=wishes, now=now)


def _mark_comment(work: Work, settings: PeerSettings, locale: str) -> str:
    """What stands beside the mark, in the student's own language."""
    with speaking_to(locale):
        where = _("Open “%(title)s” in your course to read the feedback.", title=settings.title)
        if work.override is not None:
            return _("Mark given by your teacher.") + " " + where
        by = ngettext("Mark from %(num)s review.", "Mark from %(num)s reviews.", work.reviews)
        if work.low is None or work.high is None:
            return f"{by} {where}"
        between = _("It lies between %(low)s and %(high)s of 100.", low=_whole(work.low), high=_whole(work.high))
        return f"{by} {between} {where}"


def _reviewing_comment(grade: ReviewingGrade, locale: str) -> str:
    with speaking_to(locale):
        sent = _(
            "You sent %(sent)s of %(asked)s reviews.", sent=format_number(grade.done), asked=format_number(grade.due)
        )
        parts = _(
            "Of 100: sending them %(sent)s of 40, accuracy %(accuracy)s of 40, helpfulness %(helpful)s of 20.",
            sent=format_number(grade.completion.gives, 1),
            accuracy=format_number(grade.accuracy.gives, 1),
            helpful=format_number(grade.helpfulness.gives, 1),
        )
        return f"{sent} {parts}"


def _whole(mark: Decimal) -> str:
    return format_number(mark, 0)
