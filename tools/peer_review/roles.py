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
    AGAIN_EXTRA = "again-extra"
    """Taken on top in the second round, by choice."""
    SELF = "self"
    """Of one's own work, before reading what others wrote."""
    SELF_AFTER = "self-after"
    """Of one's own work, after reading it."""
    TEACHER = "teacher"


OWN = (ReviewRole.SELF, ReviewRole.SELF_AFTER)
FIRST = (ReviewRole.GIVEN, ReviewRole.EXTRA)
"""Of the first round."""
SECOND = (ReviewRole.AGAIN, ReviewRole.AGAIN_EXTRA)
"""Of the second round, of works that were revised."""
ON_TOP = (ReviewRole.EXTRA, ReviewRole.AGAIN_EXTRA)
PEERS = (*FIRST, *SECOND)
"""Reviews that make a mark and count for their reviewers."""
