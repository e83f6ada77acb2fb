"""The coach's findings as friendly sentences in the reader's language; advice, never a verdict."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from lti_tools.pure.coach.coach import HARSH, Code, Look, look
from lti_tools.pure.coach.languages import language_of
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy, reader

LONGEST = 20_000
"""Characters that are looked at."""
MOST_SPOTS = 3
MOST_CRITERIA = 20


class Ask(StrEnum):
    """What a text is for, and so what it should hold."""

    FEEDBACK = "feedback"
    """On somebody's work: where, why and how."""
    TALK = "talk"
    """In a discussion: a reason or a proposal."""
    TONE = "tone"
    """Whatever it says, only how."""


MISSING = {
    Code.NO_WHERE: lazy("Say where in the work you mean: a page, a sentence, a picture."),
    Code.NO_WHY: lazy("Say why: what does it do to you as a reader?"),
    Code.NO_HOW: lazy("Say how it could get better, or what should stay as it is."),
}


@dataclass(frozen=True)
class Hint:
    """One sentence of advice; `tone` is "warn" for what may hurt, "info" for what could be added."""

    text: str
    tone: str = "info"


@dataclass(frozen=True)
class Advice:
    """What the coach says about a text. Empty where there is nothing to say, or where it does not know the language."""

    hints: tuple[Hint, ...] = ()
    harsh: bool = False
    spots: tuple[str, ...] = ()
    """The words that may hurt, as they stand in the text."""

    def __bool__(self) -> bool:
        return bool(self.hints)


def advise(text: str, ask: Ask, rubric: Iterable[str] = ()) -> Advice:
    """Advice on a text as typed so far, in the language of the page; stores nothing."""
    text = text[:LONGEST]
    criteria = [one for one in rubric if one.strip()][:MOST_CRITERIA]
    found = look(text, language_of(text, reader().language), criteria)
    if found is None:
        return Advice()
    spots = tuple(dict.fromkeys(text[one.start : one.end] for one in found.findings if one.end))[:MOST_SPOTS]
    hints = [*_tone(found, spots), *_specific(found, ask), *_rubric(found, ask)]
    return Advice(tuple(hints), found.harsh, spots)


def _tone(found: Look, spots: tuple[str, ...]) -> Iterable[Hint]:
    if not found.codes & HARSH:
        return
    if found.codes & HARSH == {Code.SHOUTING}:
        yield Hint(_("Capitals read like shouting. Try small letters."), "warn")
    else:
        words = ", ".join(f"“{spot}”" for spot in spots)
        yield Hint(_("This may hurt: %(words)s. Talk about the work instead of the person.", words=words), "warn")


def _specific(found: Look, ask: Ask) -> Iterable[Hint]:
    if not found.vague or ask is Ask.TONE:
        return
    if ask is Ask.TALK:
        yield Hint(_("Give a reason or a proposal, so that others can answer it."))
        return
    for code, text in MISSING.items():
        if code in found.codes:
            yield Hint(str(text))


def _rubric(found: Look, ask: Ask) -> Iterable[Hint]:
    if ask is Ask.FEEDBACK and Code.RUBRIC_UNUSED in found.codes and not found.vague:
        words = ", ".join(found.rubric_unused[:MOST_SPOTS])
        yield Hint(_("The criteria can help you to find words: %(words)s.", words=words))
