"""The closed vocabularies of groups."""

from enum import StrEnum


class Source(StrEnum):
    """Where a set's groups come from."""

    HAND = "hand"
    """The teacher names groups and moves people; import and the group maker work on it too."""
    SIGN_UP = "sign-up"
    """Students choose their group themselves."""
    LMS = "lms"
    """The LMS's own groups, kept in step."""


class What(StrEnum):
    """What a deed was."""

    MOVED = "moved"
    IMPORTED = "imported"
    MADE = "made"
    """By the group maker: the groups before it are gone."""
    FOLLOWED = "followed"
    """The LMS's groups changed."""
    JOINED = "joined"
    LEFT = "left"
    MOVED_UP = "moved-up"
    """From the waiting list, by itself."""
    UNDONE = "undone"


UNDOABLE = (What.MOVED, What.IMPORTED, What.MADE)
"""A teacher's deeds; what students did themselves and what the LMS says is not taken back here."""

ROLE_KEYS = ("facilitator", "checker", "harmoniser", "recorder")
"""The roles that a set begins with (Cohen and Lotan, Designing Groupwork, 2014, chapter 8)."""
