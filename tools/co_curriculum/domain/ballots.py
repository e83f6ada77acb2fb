"""What a ballot may hold: a whole number for each option it marks, by the kind of ballot.

Every kind of ballot is the same value, option id -> mark. A ballot without marks is undecided, and counts as voted.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

Marks = Mapping[int, int]


class Kind(StrEnum):
    """What a voter does with an option, and which numbers that makes."""

    APPROVAL = "approval"
    """Ticks as many as wanted: 1."""
    SINGLE = "single"
    """Ticks one: 1."""
    STARS = "stars"
    """0 to 5 stars; no mark is 0."""
    RANKED = "ranked"
    """A place from 1; what has no place comes last."""
    DOTS = "dots"
    """Dots out of a budget."""
    QUADRATIC = "quadratic"
    """Votes out of a budget of points; n votes for one option cost n times n."""
    YES_NO = "yes-no"
    """1 yes, -1 no; no mark abstains."""
    CONSENT = "consent"
    """1 can live with it, -1 objects; no mark abstains."""
    CARDS = "cards"
    """1 agrees, -1 disagrees, 0 passes; no mark has not been seen."""
    DATES = "dates"
    """2 suits, 1 if need be, 0 does not; no mark is 0."""


LISTED = (Kind.APPROVAL, Kind.SINGLE)
"""Kinds whose ballot is one list to tick in."""
SCALES: Mapping[Kind, tuple[int, ...]] = {
    Kind.APPROVAL: (1,),
    Kind.SINGLE: (1,),
    Kind.STARS: (0, 1, 2, 3, 4, 5),
    Kind.YES_NO: (1, -1),
    Kind.CONSENT: (1, -1),
    Kind.CARDS: (1, -1, 0),
    Kind.DATES: (2, 1, 0),
}
"""The marks of the kinds that have few; the others have a place or a number."""


class Fault(StrEnum):
    """Why a ballot cannot be taken."""

    EMPTY = "empty"
    """Nothing chosen, and no word that there is no preference."""
    CONTRADICTION = "contradiction"
    """Options chosen, and no preference said."""
    UNKNOWN = "unknown"
    """An option that this vote does not have."""
    REPEATED = "repeated"
    TOO_MANY = "too-many"
    OFF_SCALE = "off-scale"
    """A mark that this kind of ballot does not have."""
    TIED = "tied"
    """Two options in one place, where the count needs an order."""
    OVER_BUDGET = "over-budget"
    """More dots or points than each person has."""
    NO_REASON = "no-reason"
    """An objection without a word about it."""


@dataclass(frozen=True)
class Paper:
    """What the ballots of one vote look like."""

    kind: Kind = Kind.APPROVAL
    most: int | None = None
    """How many options one person may tick; None for any number."""
    budget: int | None = None
    """Dots, or points of a quadratic vote, that each person has."""
    ties: bool = True
    """Options may share a place of a ranking."""


def fault(
    paper: Paper, marks: Marks, *, no_preference: bool, options: Collection[int], words: str = ""
) -> Fault | None:
    """The first fault of a ballot; None when it is good. `words` is what an objection says."""
    if any(option not in options for option in marks):
        return Fault.UNKNOWN
    if no_preference:
        return Fault.CONTRADICTION if any(marks.values()) else None
    if not says_something(paper.kind, marks):
        return Fault.EMPTY
    if any(not _on_scale(paper.kind, mark, len(options)) for mark in marks.values()):
        return Fault.OFF_SCALE
    if paper.kind is Kind.CONSENT and -1 in marks.values() and not words.strip():
        return Fault.NO_REASON
    return _beyond(paper, marks)


def _beyond(paper: Paper, marks: Marks) -> Fault | None:
    """More than a person has, or two in one place."""
    if paper.kind is Kind.SINGLE and len(marks) > 1:
        return Fault.TOO_MANY
    if paper.kind is Kind.APPROVAL and paper.most is not None and len(marks) > paper.most:
        return Fault.TOO_MANY
    if paper.budget is not None and spent(paper.kind, marks) > paper.budget:
        return Fault.OVER_BUDGET
    if paper.kind is Kind.RANKED and not paper.ties and len(set(marks.values())) < len(marks):
        return Fault.TIED
    return None


def says_something(kind: Kind, marks: Marks) -> bool:
    """Whether a ballot tells options apart at all: no stars anywhere tells as little as no ticks."""
    if kind in (Kind.STARS, Kind.DOTS, Kind.QUADRATIC):
        return any(marks.values())
    return bool(marks)


def spent(kind: Kind, marks: Marks) -> int:
    """What a ballot takes from the budget: dots as they are, quadratic votes squared."""
    if kind is Kind.DOTS:
        return sum(marks.values())
    return sum(mark * mark for mark in marks.values()) if kind is Kind.QUADRATIC else 0


def row(kind: Kind, marks: Marks, options: Sequence[int]) -> list[int | None]:
    """A ballot as a list of marks in the order of `options`: the form in which ballots are counted and published.

    A missing mark is 0, on cards None. Places of a ranking become 1, 2, 3 without gaps, level ones alike.
    """
    if kind is Kind.CARDS:
        return [marks.get(option) for option in options]
    if kind is Kind.RANKED:
        places = {place: at for at, place in enumerate(sorted(set(marks.values())), 1)}
        return [places[marks[option]] if option in marks else 0 for option in options]
    return [marks.get(option, 0) for option in options]


def _on_scale(kind: Kind, mark: int, options: int) -> bool:
    if kind in SCALES:
        return mark in SCALES[kind]
    return 1 <= mark <= options if kind is Kind.RANKED else 0 <= mark <= 10_000
