"""What goes into the group maker: people with skills and traits, wishes with weights, rules, sizes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Key = int | str
"""Names a person; all of one call are of one type."""


@dataclass(frozen=True)
class Person:
    """`skills` are numbers on any scale; `traits` are words (a role, a section). Either may be missing."""

    key: Key
    skills: Mapping[str, float] = field(default_factory=dict)
    traits: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Balance:
    """Every team is about as strong as the class in `skill`; somebody without a level counts as average."""

    skill: str
    weight: float = 1


@dataclass(frozen=True)
class Spread:
    """Every team has its share of each value of `trait`."""

    trait: str
    weight: float = 1


@dataclass(frozen=True)
class AtLeast:
    """Every team has `least` people with this value."""

    trait: str
    value: str
    least: int = 1
    weight: float = 1


@dataclass(frozen=True)
class NotAlone:
    """Nobody with this value is the only one in a team."""

    trait: str
    value: str
    weight: float = 1


@dataclass(frozen=True)
class NewMates:
    """Who was together in one of the `earlier` teams is not again."""

    earlier: tuple[frozenset[Key], ...]
    weight: float = 1


@dataclass(frozen=True)
class Together:
    """These people share a team: a rule, not a wish."""

    keys: frozenset[Key]


@dataclass(frozen=True)
class Apart:
    """No two of these people share a team: a rule, not a wish."""

    keys: frozenset[Key]


Wish = Balance | Spread | AtLeast | NotAlone | NewMates
Rule = Together | Apart


@dataclass(frozen=True)
class Sizes:
    """Either a number of teams (`count`), or how many people a team has at `least` and at `most`."""

    count: int | None = None
    least: int = 1
    most: int = 0

    def of(self, people: int) -> tuple[int, ...]:
        """The size of each team, as even as can be, larger ones first.

        Between `least` and `most` the fewest teams are made. Where no number of teams keeps both, teams are as large as
        `least` asks and some are larger than `most`. `ValueError` for limits that make no sense.
        """
        if (self.count is not None and self.count < 1) or self.least < 1 or (self.count is None and self.most < 1):
            raise ValueError("a team has room for one person or more")
        if not people:
            return ()
        number = self.count if self.count is not None else self._number(people)
        number = min(number, people)
        even, more = divmod(people, number)
        return (even + 1,) * more + (even,) * (number - more)

    def kept(self, people: int) -> bool:
        """Whether the sizes of that many people stay within the limits."""
        sizes = self.of(people)
        if self.count is not None:
            return len(sizes) == self.count or not people
        return all(self.least <= size <= self.most for size in sizes)

    def _number(self, people: int) -> int:
        fewest = -(-people // self.most)
        return fewest if people // fewest >= self.least else max(1, people // self.least)
