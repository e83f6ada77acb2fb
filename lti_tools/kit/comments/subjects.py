"""The subject that an address names, asked of the tool of the session's activity."""

from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.kit.comments.subject import Subject
from lti_tools.launches import current_launch
from lti_tools.suite import current_suite


def subject_of(db: Session, kind: str, subject_id: str) -> Subject:
    """The subject as its tool knows it; raises `NotFound`."""
    launch = current_launch()
    tool = current_suite().tool(launch.tool)
    found = tool.comment_subject(db, launch, kind, subject_id) if tool and tool.comment_subject else None
    if found is None:
        raise NotFound(f"{kind} {subject_id}")
    return found
