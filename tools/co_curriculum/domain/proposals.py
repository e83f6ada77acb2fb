"""What a proposal can be, where it can stand, and what may be done with it then."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

LONGEST_BODY = 10_000
LARGEST_LIST = 1_000
"""Proposals of one vote that wait or are published; each becomes a line of the ballot."""
SKILLS, SKILL_LENGTH = 8, 40
WEEKS = 52


class Kind(StrEnum):
    """What is proposed."""

    TOPIC = "topic"
    ASSIGNMENT = "assignment"
    FORMAT = "format"
    DATE = "date"
    RULE = "rule"
    FREE = "free"


class State(StrEnum):
    """Where a proposal stands."""

    WAITING = "waiting"
    """A teacher looks at it before others see it."""
    PUBLISHED = "published"
    """On the list, and on the ballot when voting opens."""
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    """It is part of another one."""


COUNTED = (State.WAITING, State.PUBLISHED)
"""States in which a proposal counts towards the number that one person may have."""
CHANGEABLE = (State.WAITING, State.PUBLISHED, State.REFUSED)
"""States in which its author may still change the words; a refused one is proposed anew by it."""


class Fault(StrEnum):
    """Why a proposal, or a change to one, is not taken."""

    NOT_OPEN = "not-open"
    """It is not the time for proposing."""
    FROZEN = "frozen"
    """Voting has opened, and the list stays as it was then."""
    TOO_MANY = "too-many"
    FULL = "full"
    """The list has as many proposals as a list may have."""
    THERE_ALREADY = "there-already"
    """The very title is on the list."""
    OVER = "over"
    """Withdrawn or merged, so nothing of it changes any more."""


def after_writing(*, by_staff: bool, approve: bool) -> State:
    """Where a proposal stands once its words are written or changed."""
    return State.WAITING if approve and not by_staff else State.PUBLISHED


def beside_their_group(order: Sequence[int], groups: Mapping[int, str]) -> list[int]:
    """The ids in their order, each group together where its first one stands."""
    first: dict[str, int] = {}
    for place, one in enumerate(order):
        if one in groups:
            first.setdefault(groups[one], place)
    places = {one: first[groups[one]] if one in groups else place for place, one in enumerate(order)}
    return sorted(order, key=lambda one: places[one])


def split_skills(text: str) -> list[str]:
    """Skills as typed, separated by commas or lines -> each once, in order."""
    found: dict[str, str] = {}
    for part in text.replace("\n", ",").split(","):
        skill = " ".join(part.split())
        if skill:
            found.setdefault(skill.casefold(), skill)
    return list(found.values())


def same_title(title: str, others: Sequence[str]) -> bool:
    """Whether the title stands among `others` but for case and spaces."""
    plain = " ".join(title.split()).casefold()
    return any(" ".join(other.split()).casefold() == plain for other in others)
