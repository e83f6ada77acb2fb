"""What a comment is about, as a tool tells it (`Tool.comment_subject`), and what its authors are called."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

if TYPE_CHECKING:  # `lti_tools.tool` is below the launch
    from lti_tools.launches import CurrentLaunch


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A thing of an activity that the person of the launch may read comments on."""

    kind: str
    id: str
    title: str
    """What the page of its comments is called."""
    back_url: str
    """The page of the tool that shows it."""
    may_write: bool = True
    stances: bool = False
    """Writers say whether they ask, or argue for or against it (`kit.comments.stances`)."""
    fair_order: bool = False
    """First comments stand in an order of each reader's own, so that nothing gains by standing first; else by time."""
    summary: str = ""
    """Markdown pinned above the thread."""


SubjectOf = Callable[[Session, "CurrentLaunch", str, str], Subject | None]
"""(session, launch, kind, id): the subject, or None where there is none in this activity or not for this person."""
Names = Callable[[Session, int, Collection[int]], Mapping[int, str]]
"""(session, activity id, person ids): what these authors are called, for the person of the request."""
