"""Why somebody reviews a work."""

from enum import StrEnum


class ReviewRole(StrEnum):
    """Stored with each review."""

    GIVEN = "given"
    """Given out by the allocation, or by a teacher."""
    EXTRA = "extra"
    """Taken on top, by choice."""
    AGAIN = "again"
    """Of a work that was revised: the second round."""
    SELF = "self"
    """Of one's own work, before reading what others wrote."""
    SELF_AFTER = "self-after"
    """Of one's own work, after reading it."""
    TEACHER = "teacher"


OWN = (ReviewRole.SELF, ReviewRole.SELF_AFTER)
FIRST = (ReviewRole.GIVEN, ReviewRole.EXTRA)
"""Of the first round."""
PEERS = (*FIRST, ReviewRole.AGAIN)
"""Reviews that make a mark and count for their reviewers."""
