"""Addresses of comments."""

from typing import Any

from flask import redirect, url_for
from werkzeug.wrappers import Response

from lti_tools.kit.comments.tables import Comment


def place(kind: str, subject_id: str, comment_id: int | None = None, **values: Any) -> str:
    """The page of a thread, at a comment."""
    anchor = f"comment-{comment_id}" if comment_id else None
    return url_for("kit-comments.thread", kind=kind, subject_id=subject_id, _anchor=anchor, **values)


def back(comment: Comment, **values: Any) -> Response:
    """To where a comment stands."""
    return redirect(place(comment.subject_kind, comment.subject_id, comment.id, **values), 303)
