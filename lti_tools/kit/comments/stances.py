"""What a comment is, where a subject asks for it (`Subject.stances`): a question, an argument for or against."""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from lti_tools.web.locale import lazy, ngettext


class Stance(StrEnum):
    """What somebody's comment is; an empty text stands for a plain remark."""

    QUESTION = "question"
    FOR = "for"
    AGAINST = "against"


NAMES = {Stance.QUESTION: lazy("A question"), Stance.FOR: lazy("For it"), Stance.AGAINST: lazy("Against it")}
TONES = {Stance.QUESTION: "info", Stance.FOR: "good", Stance.AGAINST: "warn"}
REMARK = ""


def known_stance(typed: str | None) -> str:
    """What was chosen; a plain remark for anything else, and where nothing was asked."""
    return typed if typed in set(Stance) else REMARK


def summary(stances: Iterable[str]) -> list[str]:
    """How many comments of each kind there are, in words; nothing for kinds that nobody wrote."""
    many = Counter(stances)
    words = {
        Stance.QUESTION: ngettext("%(num)s question", "%(num)s questions", many[Stance.QUESTION]),
        Stance.FOR: ngettext("%(num)s for it", "%(num)s for it", many[Stance.FOR]),
        Stance.AGAINST: ngettext("%(num)s against it", "%(num)s against it", many[Stance.AGAINST]),
    }
    return [text for stance, text in words.items() if many[stance]]
