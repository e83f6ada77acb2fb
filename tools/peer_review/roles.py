"""Why somebody reviews a work."""

from enum import StrEnum


class ReviewRole(StrEnum):
    """Stored with each review."""

    GIVEN = "given"
    """Given out by the allocation, or by a teacher."""
    EXTRA = "extra"
    """Taken on top, by choice."""
    SELF = "self"
    """Of one's own work, before reading what others wrote."""
    SELF_AFTER = "self-after"
    """Of one's own work, after reading it."""
    TEACHER = "teacher"


OWN = (ReviewRole.SELF, ReviewRole.SELF_AFTER)
PEERS = (ReviewRole.GIVEN, ReviewRole.EXTRA)
"""Reviews that make a mark and count for their reviewers."""
