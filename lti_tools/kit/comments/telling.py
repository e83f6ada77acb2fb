"""What comments tell people: that somebody answered them. No names and no words of anybody."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from lti_tools.kit.comments.tables import Comment
from lti_tools.kit.notices.kinds import Kind
from lti_tools.kit.notices.notices import notify
from lti_tools.web.locale import gettext as _

ANSWERED = "comments.answered"


def _answered(arguments: Mapping[str, Any]) -> str:
    return _("Somebody answered your comment in “%(title)s”.", title=arguments["title"])


def _thread(arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: arguments[name] for name in ("kind", "subject_id")}


KINDS = {ANSWERED: Kind(say=_answered, endpoint="kit-comments.thread", values=_thread)}


def tell_answered(db: Session, comment_ids: Collection[int], now: datetime) -> None:
    """Of comments that others can read from now on: whoever wrote what they answer, once a day for each thread."""
    first = aliased(Comment)
    query = select(Comment, first.author_id.label("asked")).join(first, first.id == Comment.parent_id)
    others = first.author_id.is_not(None) & (first.author_id != Comment.author_id)
    for answer, asked in db.execute(query.where(Comment.id.in_(comment_ids), others)):
        place = {"kind": answer.subject_kind, "subject_id": answer.subject_id}
        key = f"{answer.parent_id}-{now.date().isoformat()}"
        told = [asked] if asked is not None else []
        notify(db, answer.activity_id, told, ANSWERED, now, arguments=place, key=key)
