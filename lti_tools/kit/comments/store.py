"""Queries about comments."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, case, delete, func, literal, or_, select, update
from sqlalchemy.orm import Session, aliased

from lti_tools.errors import NotFound
from lti_tools.kit.comments.tables import Comment, Thanks, Wording
from lti_tools.kit.comments.telling import tell_answered
from lti_tools.kit.moderation.store import forget_items
from lti_tools.kit.moderation.tables import Case
from lti_tools.store.database import Runner
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.people import Person

KIND = "comment"
"""What moderation calls them."""


def on_subjects(
    db: Session, activity_id: int, kind: str, subject_ids: Collection[str], person_id: int
) -> Sequence[Row[Any]]:
    """Comments on subjects with name, thanks and moderation state, oldest first; one query.

    Columns: Comment, name, thanks, thanked, state, hidden, reason, case_id.
    """
    counted = select(func.count()).where(Thanks.comment_id == Comment.id).correlate(Comment).scalar_subquery()
    own = select(Thanks.comment_id).where(Thanks.comment_id == Comment.id, Thanks.person_id == person_id)
    query = (
        select(
            Comment,
            Person.name,
            counted.label("thanks"),
            case((own.correlate(Comment).exists(), 1), else_=0).label("thanked"),
            Case.state,
            Case.hidden,
            Case.reason,
            Case.id.label("case_id"),
        )
        .outerjoin(Person, Person.id == Comment.author_id)
        .outerjoin(Case, and_(*_its_case()))
        .where(Comment.activity_id == activity_id, Comment.subject_kind == kind)
        .where(Comment.subject_id.in_(subject_ids), or_(Comment.send_at.is_(None), Comment.author_id == person_id))
    )
    return db.execute(query.order_by(Comment.created_at, Comment.id)).all()


def _its_case() -> tuple[Any, ...]:
    return (
        Case.activity_id == Comment.activity_id,
        Case.kind == literal(KIND),
        Case.item_id == Comment.id,
    )


def counts(db: Runner, activity_id: int, kind: str) -> Mapping[str, int]:
    """Subject id -> how many comments everybody sees there; one query."""
    query = (
        select(Comment.subject_id, func.count())
        .outerjoin(Case, and_(*_its_case()))
        .where(Comment.activity_id == activity_id, Comment.subject_kind == kind)
        .where(Comment.send_at.is_(None), Comment.deleted_at.is_(None), Comment.text != "")
        .where(or_(Case.hidden.is_(None), Case.hidden.is_(False)))
        .group_by(Comment.subject_id)
    )
    return {row[0]: row[1] for row in db.execute(query)}


def find(db: Session, activity_id: int, comment_id: int, *, held: bool = False) -> Comment:
    """A comment of an activity; raises `NotFound`."""
    query = select(Comment).where(Comment.id == comment_id, Comment.activity_id == activity_id)
    found = db.scalar(query.with_for_update().execution_options(populate_existing=True) if held else query)
    if found is None:
        raise NotFound(f"comment {comment_id}")
    return found


def tool_of(db: Session, activity_id: int) -> str:
    """The slug of an activity's tool."""
    return db.scalar(select(Activity.tool).where(Activity.id == activity_id)) or ""


def lately(db: Session, activity_id: int, author_id: int, now: datetime, within: timedelta) -> int:
    """How many comments somebody has written in an activity within a time."""
    query = select(func.count()).where(Comment.activity_id == activity_id, Comment.author_id == author_id)
    return db.scalar(query.where(Comment.created_at > now - within)) or 0


def wordings(db: Session, comment_id: int) -> Sequence[Wording]:
    """Earlier texts, newest first."""
    query = select(Wording).where(Wording.comment_id == comment_id)
    return db.scalars(query.order_by(Wording.until.desc(), Wording.id.desc())).all()


def send_due(db: Session, now: datetime) -> int:
    """Send what has cooled off, and tell whom it answers; how many. Any number of workers may do it at once."""
    due = update(Comment).where(Comment.send_at <= now)
    sent = db.scalars(due.values(created_at=Comment.send_at, send_at=None).returning(Comment.id))
    found = sent.all()
    tell_answered(db, found, now)
    return len(found)


def remove(db: Session, comment: Comment, now: datetime) -> None:
    """Empty a comment and its earlier wordings; only what was reported and decided about is kept, for staff."""
    reported = select(Case.id).where(Case.kind == KIND, Case.item_id == comment.id)
    if db.scalar(reported) is None:
        db.execute(delete(Wording).where(Wording.comment_id == comment.id))
    else:
        db.add(Wording(comment_id=comment.id, text=comment.text, until=now))
    comment.text, comment.deleted_at, comment.send_at = "", now, None
    db.flush()


def items(db: Session, ids: Collection[int]) -> Sequence[Row[Comment, str]]:
    """(Comment, name) by ids, over activities."""
    query = select(Comment, Person.name).outerjoin(Person, Person.id == Comment.author_id)
    return db.execute(query.where(Comment.id.in_(ids))).all()


def erase(db: Session, person_id: int, context_id: int | None) -> None:
    """Remove somebody's comments; where answers of others stand below, an empty place without a name stays."""
    own = [Comment.author_id == person_id]
    if context_id is not None:
        own.append(Comment.activity_id.in_(select(Activity.id).where(Activity.context_id == context_id)))
    answer = aliased(Comment)
    others = or_(answer.author_id != person_id, answer.author_id.is_(None))
    answered = select(answer.id).where(answer.parent_id == Comment.id, others).exists()
    ids = list(db.scalars(select(Comment.id).where(*own)))
    db.execute(delete(Wording).where(Wording.comment_id.in_(ids)))
    gone = list(db.scalars(select(Comment.id).where(*own, ~answered)))
    forget_items(db, KIND, gone)
    db.execute(delete(Thanks).where(or_(Thanks.comment_id.in_(gone), _thanks_of(person_id, context_id))))
    db.execute(delete(Comment).where(Comment.id.in_(gone), Comment.parent_id.is_not(None)))
    db.execute(delete(Comment).where(Comment.id.in_(gone)))
    kept = update(Comment).where(Comment.id.in_(ids))
    db.execute(kept.values(author_id=None, text="", send_at=None))


def _thanks_of(person_id: int, context_id: int | None) -> Any:
    own = Thanks.person_id == person_id
    if context_id is None:
        return own
    activities = select(Activity.id).where(Activity.context_id == context_id)
    return and_(own, Thanks.comment_id.in_(select(Comment.id).where(Comment.activity_id.in_(activities))))


def authors(db: Session, activity_id: int, kind: str) -> set[int]:
    """Who, not of staff, has written a comment on subjects of this kind that stands there for everybody."""
    hidden = select(Case.id).where(*_its_case(), Case.hidden.is_(True)).exists()
    query = select(Comment.author_id).where(
        Comment.activity_id == activity_id,
        Comment.subject_kind == kind,
        Comment.by_staff.is_(False),
        Comment.deleted_at.is_(None),
        Comment.send_at.is_(None),
        ~hidden,
    )
    return {person for person in db.scalars(query) if person is not None}


def export(db: Session, person_id: int, context_id: int | None) -> dict[str, Any]:
    """Somebody's own comments and how often they were thanked for them."""
    thanked = select(func.count()).where(Thanks.comment_id == Comment.id).correlate(Comment).scalar_subquery()
    query = (
        select(Comment, Activity.title, thanked.label("thanks"))
        .join(Activity, Activity.id == Comment.activity_id)
        .where(Comment.author_id == person_id)
    )
    if context_id is not None:
        query = query.where(Activity.context_id == context_id)
    return {
        "comments": [
            {
                "activity": row.title,
                "about": f"{row.Comment.subject_kind} {row.Comment.subject_id}",
                "kind": row.Comment.stance,
                "text": row.Comment.text,
                "written": row.Comment.created_at.isoformat(),
                "edited": row.Comment.edited_at.isoformat() if row.Comment.edited_at else None,
                "sent": row.Comment.send_at is None,
                "thanks": row.thanks,
            }
            for row in db.execute(query.order_by(Comment.id))
        ]
    }
