"""What a result page is made of: a story, and parts with a picture and the table behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from lti_tools.web.formats import format_list
from lti_tools.web.locale import gettext as _
from tools.co_curriculum.domain.outcomes import Outcome
from tools.co_curriculum.domain.rule_card import RuleCard


@dataclass(frozen=True)
class Part:
    """A picture with its numbers; without a picture the table stands alone."""

    title: str
    picture: Markup
    columns: Sequence[Any]
    """Labels, or (label, "number")."""
    rows: Sequence[Sequence[Any]]
    note: str = ""


@dataclass(frozen=True)
class Result:
    """What a result page shows."""

    story: str
    steps: tuple[str, ...]
    """Sentences on how it came about."""
    parts: tuple[Part, ...]
    note: str
    """Who took part."""
    others: tuple[tuple[str, str], ...] = ()
    """(way to count, what it would have chosen)."""


@dataclass(frozen=True)
class Asked:
    """An outcome to be shown, with the card that it was counted by."""

    card: RuleCard
    outcome: Outcome
    final: bool
    mine: frozenset[int] = frozenset()

    def text(self, option: int) -> str:
        return self.card.options[option]

    def css(self, option: int) -> str:
        """The colour of an option's bar."""
        return "bar" if option in self.outcome["winners"] else "bar-soft"


def quoted(asked: Asked, options: Sequence[int]) -> str:
    """“A”, “B” and “C”, in the reader's language."""
    return format_list([f"“{asked.text(option)}”" for option in options])


def names(asked: Asked, winners: Sequence[int]) -> str:
    """Several winners in a sentence."""
    if not asked.final:
        return _("Ahead so far: %(names)s.", names=quoted(asked, winners))
    return _("Chosen: %(names)s.", names=quoted(asked, winners))
