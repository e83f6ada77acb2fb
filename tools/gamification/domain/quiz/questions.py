"""Questions that the tool marks by itself: what each kind is made of.

Text is Markdown. Shares are fractions of a question's mark: 1 for right, 0 for nothing, below 0 for a wrong choice that
takes back what right ones gave; a whole question never gives less than 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

RIGHT = Fraction(1)
WRONG = Fraction(0)


class QuestionInvalid(ValueError):
    """A question that could not be answered or not be marked; the message is one of the codes below."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose, what it gives and what its chooser is told."""

    text: str
    share: Fraction = WRONG
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the options."""

    options: tuple[Option, ...]

    def __post_init__(self) -> None:
        _check_options(self.options)
        if max(option.share for option in self.options) != RIGHT:
            raise QuestionInvalid("no-right-option")


@dataclass(frozen=True, slots=True)
class Several:
    """Any number of the options; shares of the chosen ones are added, those above 0 make up 1."""

    options: tuple[Option, ...]

    def __post_init__(self) -> None:
        _check_options(self.options)
        if sum(max(option.share, WRONG) for option in self.options) != RIGHT:
            raise QuestionInvalid("shares-not-whole")


@dataclass(frozen=True, slots=True)
class Near:
    """A number that is accepted, up to `tolerance` above and below."""

    value: Decimal
    tolerance: Decimal = Decimal(0)
    share: Fraction = RIGHT
    feedback: str = ""

    def __post_init__(self) -> None:
        if not (self.value.is_finite() and self.tolerance.is_finite() and self.tolerance >= 0):
            raise QuestionInvalid("tolerance-negative")


@dataclass(frozen=True, slots=True)
class Number:
    """A number with tolerance; of several accepted ones the best that fits counts."""

    accepted: tuple[Near, ...]

    def __post_init__(self) -> None:
        _check_accepted(self.accepted)


@dataclass(frozen=True, slots=True)
class Form:
    """A form of words that is accepted; `*` stands for any characters, `\\*` for itself."""

    text: str
    share: Fraction = RIGHT
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Short:
    """A short text; compared without case unless `case_matters`, always without differences nobody sees."""

    accepted: tuple[Form, ...]
    case_matters: bool = False

    def __post_init__(self) -> None:
        _check_accepted(self.accepted)
        if any(not form.text.strip() for form in self.accepted):
            raise QuestionInvalid("empty-form")


@dataclass(frozen=True, slots=True)
class Ordering:
    """Things to put in order; written here in the right one."""

    items: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.items) < 2:
            raise QuestionInvalid("too-few-items")
        if len(set(self.items)) != len(self.items):
            raise QuestionInvalid("items-alike")


@dataclass(frozen=True, slots=True)
class Gap:
    """A place in a text that is filled in."""

    body: Choice | Number | Short
    weight: int = 1
    label: str = ""
    """What stands before the gap where it is a row of its own ("France")."""

    def __post_init__(self) -> None:
        if self.weight < 1:
            raise QuestionInvalid("weight-not-positive")


@dataclass(frozen=True, slots=True)
class Cloze:
    """A text with gaps, which follow one another as text and gap do; rows to match are gaps with labels."""

    parts: tuple[str | Gap, ...]

    def __post_init__(self) -> None:
        if not self.gaps:
            raise QuestionInvalid("no-gap")

    @property
    def gaps(self) -> tuple[Gap, ...]:
        return tuple(part for part in self.parts if isinstance(part, Gap))


Body = Choice | Several | Number | Short | Ordering | Cloze


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a bank."""

    key: str
    """Names it within the questline; chosen once, never reused."""
    prompt: str
    body: Body
    explanation: str = ""
    """Shown when the rules of trying again allow it."""
    title: str = ""
    """For teachers."""


def _check_options(options: Sequence[Option]) -> None:
    if len(options) < 2:
        raise QuestionInvalid("too-few-options")
    if len({option.text for option in options}) != len(options):
        raise QuestionInvalid("options-alike")
    if any(not -RIGHT <= option.share <= RIGHT for option in options):
        raise QuestionInvalid("share-outside")


def _check_accepted(accepted: Sequence[Near | Form]) -> None:
    if not accepted or max(one.share for one in accepted) != RIGHT:
        raise QuestionInvalid("no-right-answer")
    if any(not WRONG <= one.share <= RIGHT for one in accepted):
        raise QuestionInvalid("share-outside")
