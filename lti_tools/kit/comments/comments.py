"""The door of comments: threads and counts for a tool's pages.

with current_suite().database.read() as db:
    talk = threads(db, current_launch(), "option", ["12", "13"])     # constant queries
    numbers = counts(db, launch.activity, "option")                  # {"12": 3}

    {% from "lti/macros/comments.html" import talk_link, thread %}
    {{ talk_link("option", 12, numbers) }}                           a link with the number to the thread's own page
    {{ thread(talk["12"], may_write=true) }}                         or the thread itself
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from lti_tools.kit.comments import store
from lti_tools.kit.comments.stances import NAMES, TONES, Stance
from lti_tools.kit.comments.store import counts
from lti_tools.kit.comments.tables import Comment
from lti_tools.launches import CurrentLaunch, Right
from lti_tools.pure.moderation import State
from lti_tools.suite import current_suite

__all__ = ["How", "Shown", "Thread", "author_names", "counts", "threads"]


class How(StrEnum):
    """How one reader sees a comment."""

    SHOWN = "shown"
    COOLING = "cooling"
    """It waits to be sent; its author alone sees it."""
    HIDDEN = "hidden"
    """Reported and not decided; author and staff read it, others see that something is hidden."""
    REMOVED = "removed"
    """By staff; author and staff read it."""
    DELETED = "deleted"
    """By its author; nobody reads it here."""
    ERASED = "erased"


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One comment as the reader of the page sees it. `text` is empty where they may not read it."""

    id: int
    how: How
    author: str
    mine: bool
    by_staff: bool
    stance: Stance | None
    """None for a plain remark."""
    text: str
    at: datetime
    edited: bool
    send_at: datetime | None
    thanks: int
    thanked: bool
    case_id: int | None
    reason: str
    """What staff wrote about its removal, for author and staff."""
    state: State | None
    answers: list["Shown"] = field(default_factory=list)

    @property
    def kind_label(self) -> str:
        """What it is in a word; empty for a plain remark."""
        return str(NAMES[self.stance]) if self.stance else ""

    @property
    def kind_tone(self) -> str:
        return TONES[self.stance] if self.stance else "plain"

    @property
    def readable(self) -> bool:
        return self.text != ""


@dataclass(frozen=True)
class Thread:
    """All comments on one subject, oldest first, answers below theirs."""

    kind: str
    subject_id: str
    comments: Sequence[Shown]
    for_staff: bool
    """Its reader decides about what was reported."""


def threads(db: Session, launch: CurrentLaunch, kind: str, subject_ids: Collection[str]) -> Mapping[str, Thread]:
    """Subject id -> its thread, for the person of the launch; a constant number of queries.

    Who may see the subjects at all is for the caller to know: a tool passes those that it shows.
    """
    rows = store.on_subjects(db, launch.activity, kind, list(subject_ids), launch.person_id)
    names = author_names(db, launch.activity, rows)
    tops: dict[str, list[Shown]] = {one: [] for one in subject_ids}
    by_id: dict[int, Shown] = {}
    for row in rows:
        shown = _shown(row, launch, names)
        by_id[shown.id] = shown
        parent = by_id.get(row.Comment.parent_id) if row.Comment.parent_id else None
        if parent is not None:
            parent.answers.append(shown)
        elif row.Comment.parent_id is None:
            tops[row.Comment.subject_id].append(shown)
    staff = launch.may(Right.TRIAGE)
    return {
        one: Thread(kind, one, [top for top in found if _is_worth_a_place(top)], staff) for one, found in tops.items()
    }


def author_names(db: Session, activity_id: int, rows: Sequence[Any]) -> Mapping[int, str]:
    """What the authors of rows (Comment, name) are called: their names, or what the activity's tool calls them."""
    known = {row.Comment.author_id: row.name for row in rows if row.Comment.author_id is not None}
    tool = current_suite().tool(store.tool_of(db, activity_id)) if known else None
    if tool is not None and tool.comment_names is not None:
        return tool.comment_names(db, activity_id, list(known))
    return known


def _is_worth_a_place(comment: Shown) -> bool:
    """Deleted and erased comments keep their place for the answers' sake alone."""
    return comment.how not in (How.DELETED, How.ERASED) or bool(comment.answers)


def _how(comment: Comment, row: Any) -> How:
    if comment.author_id is None:
        return How.ERASED
    if comment.deleted_at is not None:
        return How.DELETED
    if comment.send_at is not None:
        return How.COOLING
    if not row.hidden:
        return How.SHOWN
    return How.HIDDEN if State(row.state) is State.WAITING else How.REMOVED


def _shown(row: Any, launch: CurrentLaunch, names: Mapping[int, str]) -> Shown:
    comment, how = row.Comment, _how(row.Comment, row)
    mine = comment.author_id == launch.person_id
    reads = how in (How.SHOWN, How.COOLING) or (how in (How.HIDDEN, How.REMOVED) and (mine or launch.may(Right.TRIAGE)))
    return Shown(
        id=comment.id,
        how=how,
        author=names.get(comment.author_id, "") if reads else "",
        mine=mine,
        by_staff=comment.by_staff,
        stance=Stance(comment.stance) if comment.stance else None,
        text=comment.text if reads else "",
        at=comment.created_at,
        edited=comment.edited_at is not None,
        send_at=comment.send_at,
        thanks=row.thanks,
        thanked=bool(row.thanked),
        case_id=row.case_id,
        reason=(row.reason or "") if reads else "",
        state=State(row.state) if row.state else None,
    )
