"""The custom parameters that the suite asks for at registration, and how a launch's values are read.

A platform sends a variable it does not know back as it stands ("$ResourceLink.id.history"); `lti.launch` has already
dropped such values. Teachers can edit a link's own parameters in Moodle: what comes here is a hint, not a proof, except
where a registration's parameter of the same name wins over the link's (Moodle does that).
"""

from collections.abc import Mapping
from datetime import datetime

ACTIVITY = "activity"
"""Our own id of a deep-linked activity, in the link's parameters."""

VARIABLES = {
    "context_history": "$Context.id.history",
    "link_history": "$ResourceLink.id.history",
    "available_from": "$ResourceLink.available.startDateTime",
    "available_until": "$ResourceLink.available.endDateTime",
    "due_at": "$ResourceLink.submission.endDateTime",
    "timezone": "$Person.address.timezone",
    "user_groups": "$Moodle.Person.userGroupIds",
    "canvas_course": "$Canvas.course.id",
    "canvas_groups": "$com.instructure.Course.groupIds",
}
"""Parameter -> substitution variable (Core, appendix B; the last three are Moodle's and Canvas's own)."""


def history(custom: Mapping[str, str], name: str) -> tuple[str, ...]:
    """Ids of the ancestors of a copied course or link, nearest first."""
    return tuple(part.strip() for part in custom.get(name, "").split(",") if part.strip() not in ("", "truncated"))


def instant(custom: Mapping[str, str], name: str) -> datetime | None:
    """An ISO 8601 instant with a zone; None for anything else."""
    try:
        value = datetime.fromisoformat(custom.get(name, "").replace("Z", "+00:00"))
    except ValueError:
        return None
    return value if value.tzinfo else None
