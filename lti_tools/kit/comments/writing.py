"""What people do with comments: write, let cool off, change, delete, thank. One transaction each, by the caller."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from lti_tools.errors import NotFound, Refusal
from lti_tools.kit.comments import store
from lti_tools.kit.comments.tables import Comment, Thanks, Wording
from lti_tools.kit.comments.telling import tell_answered
from lti_tools.kit.moderation.moderation import Thing
from lti_tools.kit.moderation.store import case_of
from lti_tools.launches import CurrentLaunch
from lti_tools.pure.moderation import State
from lti_tools.store.inserting import insert_or_ignore
from lti_tools.web.locale import gettext as _

LONGEST = 5000
"""Characters of one comment."""
COOLING = timedelta(minutes=10)
MOST, WITHIN = 10, timedelta(minutes=5)
"""So many comments one person may write in an activity within this time."""


def write(
    db: Session,
    launch: CurrentLaunch,
    kind: str,
    subject_id: str,
    text: str,
    now: datetime,
    *,
    parent_id: int | None = None,
    cooling: bool = False,
    stance: str = "",
) -> Comment:
    """Add a comment, at once or after `COOLING`; an answer to an answer joins the same thread below its first comment.

    Raises `NotFound` for a parent elsewhere or out of sight, `Refusal` for too many.
    """
    if store.lately(db, launch.activity, launch.person_id, now, WITHIN) >= MOST:
        raise Refusal(_("You have written a lot in the last minutes. Wait a little, your text is kept as a draft."))
    top = _top_of(db, launch, kind, subject_id, parent_id)
    comment = Comment(
        activity_id=launch.activity,
        subject_kind=kind,
        subject_id=subject_id,
        parent_id=top,
        stance="" if top else stance,
        author_id=launch.person_id,
        by_staff=launch.is_staff,
        text=text,
        created_at=now,
        send_at=now + COOLING if cooling else None,
    )
    db.add(comment)
    db.flush()
    if not cooling:
        tell_answered(db, [comment.id], now)
    return comment


def _top_of(db: Session, launch: CurrentLaunch, kind: str, subject_id: str, parent_id: int | None) -> int | None:
    if parent_id is None:
        return None
    parent = store.find(db, launch.activity, parent_id)
    if (parent.subject_kind, parent.subject_id) != (kind, subject_id) or parent.send_at is not None:
        raise NotFound(f"comment {parent_id}")
    return parent.parent_id or parent.id


def own(db: Session, launch: CurrentLaunch, comment_id: int) -> Comment:
    """The person's own comment, held for changing; raises `NotFound` for others'."""
    comment = store.find(db, launch.activity, comment_id, held=True)
    if comment.author_id != launch.person_id or comment.deleted_at is not None:
        raise NotFound(f"comment {comment_id}")
    return comment


def is_frozen(db: Session, comment: Comment) -> bool:
    """Whether staff has to look at a comment, or has removed it: its author cannot change it then."""
    case = case_of(db, comment.activity_id, store.KIND, comment.id, held=True)
    return case is not None and case.state not in (State.KEPT, State.RESTORED)


def edit(db: Session, launch: CurrentLaunch, comment_id: int, text: str, now: datetime) -> Comment:
    """Change one's own comment; what it said before is kept for staff, once others could have read it."""
    comment = own(db, launch, comment_id)
    _refuse_frozen(db, comment)
    if text != comment.text:
        if comment.send_at is None:
            db.add(Wording(comment_id=comment.id, text=comment.text, until=now))
            comment.edited_at = now
        comment.text = text
        db.flush()
    return comment


def remove(db: Session, launch: CurrentLaunch, comment_id: int, now: datetime) -> Comment:
    """Delete one's own comment; one that cools off is simply not sent."""
    comment = store.find(db, launch.activity, comment_id, held=True)
    if comment.author_id != launch.person_id:
        raise NotFound(f"comment {comment_id}")
    if comment.deleted_at is None:
        _refuse_frozen(db, comment)
        store.remove(db, comment, now)
    return comment


def _refuse_frozen(db: Session, comment: Comment) -> None:
    if is_frozen(db, comment):
        raise Refusal(_("This comment was reported, so it stays as it is until a teacher has decided."))


def send_now(db: Session, launch: CurrentLaunch, comment_id: int, now: datetime) -> Comment:
    """Do not wait any longer."""
    comment = own(db, launch, comment_id)
    if comment.send_at is not None:
        comment.send_at, comment.created_at = None, now
        db.flush()
        tell_answered(db, [comment.id], now)
    return comment


def thank(db: Session, launch: CurrentLaunch, comment_id: int, *, thanks: bool) -> Comment:
    """Thank for somebody else's comment, or take the thanks back."""
    comment = readable(db, launch, comment_id)
    if comment.author_id == launch.person_id:
        raise Refusal(_("You cannot thank yourself."))
    key = {"comment_id": comment.id, "person_id": launch.person_id}
    if thanks:
        insert_or_ignore(db, Thanks, key, list(key))
    else:
        db.execute(delete(Thanks).filter_by(**key))
    return comment


def readable(db: Session, launch: CurrentLaunch, comment_id: int) -> Comment:
    """A comment that everybody who may see its subject can read.

    Raises `NotFound` for one that was not sent yet, `Refusal` for one that was deleted or hidden meanwhile.
    """
    comment = store.find(db, launch.activity, comment_id)
    if comment.send_at is not None:
        raise NotFound(f"comment {comment_id}")
    case = case_of(db, launch.activity, store.KIND, comment.id)
    if comment.deleted_at is not None or comment.author_id is None or (case is not None and case.hidden):
        raise Refusal(_("This comment is no longer shown."))
    return comment


def as_thing(comment: Comment) -> Thing:
    """The comment as moderation takes it."""
    return Thing(
        activity_id=comment.activity_id,
        kind=store.KIND,
        item_id=comment.id,
        author_id=comment.author_id,
        by_staff=comment.by_staff,
        changed_at=comment.edited_at,
    )
