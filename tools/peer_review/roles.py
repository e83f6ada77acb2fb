"""Why somebody reviews a work."""

from enum import StrEnum


class ReviewRole(StrEnum):
    """Stored with each review."""

    GIVEN = "given"
    """Given out by the allocation, or by a teacher."""
    EXTRA = "extra"
    """Taken on top, by choice."""
    SELF = "self"
    """Of one's own work."""
    TEACHER = "teacher"


PEERS = (ReviewRole.GIVEN, ReviewRole.EXTRA)
"""Reviews that make a mark and count for their reviewers."""
