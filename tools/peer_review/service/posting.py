"""Released marks and points for reviewing on their way to the gradebook, with their comments.

What authors say about reviews after a release counts when reading feedback ends: points that rose at the minute of a
rating would tell who rated.
"""

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
from tools.peer_review import store
from tools.peer_review.domain.reviewing_grade.grade import ReviewingGrade, joined
from tools.peer_review.models import Work
from tools.peer_review.service.crediting import credits_of
from tools.peer_review.settings import PeerSettings
from tools.peer_review.store import OneWork

WORK, REVIEWING = "work", "reviewing"
"""Tags of the columns in the gradebook."""


def send_late(db: Session, activity_id: int, now: datetime) -> int:
    """Send what came after the release: points for reviewing as they are now, of everybody whose mark is released.

    Returns of how many works.
    """
    settings = store.settings_of(db, activity_id)
    released = [one for one in store.works_of(db, activity_id) if one.row.released_at is not None]
    if settings.marked and released:
        if settings.grading.one_column:
            send_marks(db, activity_id, settings, released, now)
        else:
            send_reviewing(db, activity_id, settings, {person for one in released for person in one.authors}, now)
    return len(released) if settings.marked else 0


def send_marks(
    db: Session, activity_id: int, settings: PeerSettings, works: Collection[OneWork], now: datetime
) -> None:
    """Wish the released marks of these works for the gradebook, joined with the reviewing where it is one grade."""
    locales = languages(db, store.context_of(db, activity_id))
    maximum = Decimal(settings.points)
    joins = settings.grading.one_column and settings.pays_reviewing
    grades = {key: one.grade for key, one in credits_of(db, activity_id, settings).items()} if joins else {}
    wishes = [
        Wish(
            tag=WORK,
            person_id=person,
            score=joined(one.row.mark, grades.get(person), settings.grading.reviewing_share) * maximum / 100,
            maximum=maximum,
            comment=_comment(one.row, settings, grades.get(person), locales.get(person, "")),
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
    if not settings.reviewing_points or settings.grading.one_column:
        return
    locales = languages(db, store.context_of(db, activity_id))
    maximum, credited = Decimal(settings.reviewing_points), credits_of(db, activity_id, settings)
    wishes = [
        Wish(
            tag=REVIEWING,
            person_id=person,
            score=maximum * credited[person].grade.grade / 100,
            maximum=maximum,
            comment=_reviewing_comment(credited[person].grade, settings, locales.get(person, "")),
        )
        for person in people
        if person in credited
    ]
    wish_all(db, activity_id=activity_id, tag=REVIEWING, wishes=wishes, now=now)


def _comment(work: Work, settings: PeerSettings, grade: ReviewingGrade | None, locale: str) -> str:
    """What stands beside the grade; of one that joins both, what each of them gives."""
    said = _mark_comment(work, settings, locale)
    if grade is None or work.mark is None:
        return said
    with speaking_to(locale):
        parts = _(
            "Work %(work)s of 100, reviewing %(reviewing)s of 100, which counts %(share)s%%.",
            work=format_number(work.mark, 1),
            reviewing=format_number(grade.grade, 1),
            share=format_number(settings.grading.reviewing_share),
        )
    return f"{parts} {said} {_reviewing_comment(grade, settings, locale)}"


def _mark_comment(work: Work, settings: PeerSettings, locale: str) -> str:
    """What stands beside the mark, in the student's own language."""
    with speaking_to(locale):
        where = _("Open “%(title)s” in your course to read the feedback.", title=settings.title)
        if work.override is not None:
            return _("Mark given by your teacher.") + " " + where
        if work.by_teacher and work.low is None:
            return _("Your teacher reviewed this work; that is the mark.") + " " + where
        by = ngettext("Mark from %(num)s review.", "Mark from %(num)s reviews.", work.reviews)
        if work.by_teacher:
            by += " " + _("Your teacher's own review counts in it too.")
        if work.low is None or work.high is None:
            return f"{by} {where}"
        between = _("It lies between %(low)s and %(high)s of 100.", low=_whole(work.low), high=_whole(work.high))
        return f"{by} {between} {where}"


def _reviewing_comment(grade: ReviewingGrade, settings: PeerSettings, locale: str) -> str:
    shares = settings.grading.shares
    with speaking_to(locale):
        sent = _(
            "You sent %(sent)s of %(asked)s reviews.", sent=format_number(grade.done), asked=format_number(grade.due)
        )
        parts = _(
            "Of 100: sending them %(sent)s of %(sent_most)s, accuracy %(accuracy)s of %(accuracy_most)s, "
            "helpfulness %(helpful)s of %(helpful_most)s.",
            sent=format_number(grade.completion.gives, 1),
            accuracy=format_number(grade.accuracy.gives, 1),
            helpful=format_number(grade.helpfulness.gives, 1),
            sent_most=format_number(shares.completion),
            accuracy_most=format_number(shares.accuracy),
            helpful_most=format_number(shares.helpfulness),
        )
        return f"{sent} {parts}"


def _whole(mark: Decimal) -> str:
    return format_number(mark, 0)
