"""Comments as a part of the kit: pages, what cools off is sent by the tick, reported ones are shown to moderation."""

from collections.abc import Collection, Mapping
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from lti_tools.kit.comments import store
from lti_tools.kit.comments.comments import author_names
from lti_tools.kit.comments.tables import Comment
from lti_tools.kit.comments.telling import KINDS
from lti_tools.kit.comments.views import make_blueprint
from lti_tools.kit.moderation.kinds import Item, Moderated
from lti_tools.kit.part import Part
from lti_tools.web.locale import lazy


def _items(db: Session, ids: Collection[int]) -> Mapping[int, Item]:
    """Comments as the queue shows them: one query, and one for the names of each activity."""
    rows = store.items(db, ids)
    names: dict[int, Mapping[int, str]] = {}
    for activity_id in {row.Comment.activity_id for row in rows}:
        of_it = [row for row in rows if row.Comment.activity_id == activity_id]
        names[activity_id] = author_names(db, activity_id, of_it)
    return {row.Comment.id: _item(row.Comment, names[row.Comment.activity_id]) for row in rows}


def _item(comment: Comment, names: Mapping[int, str]) -> Item:
    place = url_for("kit-comments.thread", kind=comment.subject_kind, subject_id=comment.subject_id)
    return Item(
        text=comment.text,
        author_name=names.get(comment.author_id, "") if comment.author_id else "",
        address=f"{place}#comment-{comment.id}",
    )


def _tick(db: Session, now: datetime) -> None:
    store.send_due(db, now)


part = Part(
    name="comments",
    blueprint=make_blueprint,
    erase=store.erase,
    export=store.export,
    tick=_tick,
    notices=KINDS,
    moderated=(Moderated(kind=store.KIND, title=lazy("Comment"), items=_items),),
)
