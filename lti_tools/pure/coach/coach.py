"""The writing coach: what a comment on somebody's work lacks, and where its tone hurts, as codes.

It advises and never decides: nothing here may enter a grade or stop a text. It judges no grammar and calls nobody. The
word lists are in `words/`, one file per language; a language without one gets no advice.

    look = coach.look("Good job!", "en")
    if look: [finding.code for finding in look.findings]   # too-short, vague, no-where, no-why, no-how
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from lti_tools.pure.coach.lists import LANGUAGES
from lti_tools.pure.coach.reading import Reading, read
from lti_tools.pure.coach.rubric import unused
from lti_tools.pure.coach.specific import specifics
from lti_tools.pure.coach.tone import harsh_spots

__all__ = ["LANGUAGES", "Code", "Finding", "Look", "look"]


class Code(StrEnum):
    """What can be found in a comment."""

    TOO_SHORT = "too-short"
    VAGUE = "vague"
    SAYS_WHERE = "says-where"
    SAYS_WHY = "says-why"
    SAYS_HOW = "says-how"
    NO_WHERE = "no-where"
    NO_WHY = "no-why"
    NO_HOW = "no-how"
    RUBRIC_USED = "rubric-used"
    RUBRIC_UNUSED = "rubric-unused"
    INSULT = "insult"
    CONTEMPT = "contempt"
    JUDGEMENT = "judgement"
    SHOUTING = "shouting"


HARSH = frozenset({Code.INSULT, Code.CONTEMPT, Code.JUDGEMENT, Code.SHOUTING})
_TONE = {
    "insult": Code.INSULT,
    "swearing": Code.CONTEMPT,
    "contempt": Code.CONTEMPT,
    "alone": Code.CONTEMPT,
    "judgement": Code.JUDGEMENT,
    "shouting": Code.SHOUTING,
}


@dataclass(frozen=True)
class Finding:
    """A code; for the tone, `text[start:end]` is what it is about, else both are 0."""

    code: Code
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Look:
    """What the coach found, in the order in which a page would say it: tone, what is missing, what is there."""

    language: str
    findings: tuple[Finding, ...]
    rubric_share: float | None = None
    """Share of the rubric's criteria that the comment touches, 0 to 1; None where none were handed in."""
    rubric_unused: tuple[str, ...] = ()
    """The criteria that it does not touch."""

    @property
    def codes(self) -> frozenset[Code]:
        return frozenset(finding.code for finding in self.findings)

    @property
    def vague(self) -> bool:
        return Code.VAGUE in self.codes

    @property
    def harsh(self) -> bool:
        return bool(self.codes & HARSH)


def look(text: str, language: str, rubric: Iterable[str] = ()) -> Look | None:
    """Look at a comment in `language`; None where the coach cannot read that, or where there is nothing to read.

    `rubric` holds the criteria's own words, a string each. Only the first 20,000 characters are read.
    """
    if language not in LANGUAGES or not text.strip():
        return None
    reading = read(text, language)
    criteria = tuple(rubric)
    left = unused(reading, criteria)
    share = 1 - len(left) / len(criteria) if criteria else None
    findings = (*_tone(reading), *_specifics(reading), *_rubric(share))
    return Look(language, findings, share, left)


def _tone(reading: Reading) -> tuple[Finding, ...]:
    return tuple(Finding(_TONE[spot.kind], spot.start, spot.end) for spot in harsh_spots(reading))


def _specifics(reading: Reading) -> tuple[Finding, ...]:
    found = specifics(reading)
    pairs = (
        (found.where, Code.SAYS_WHERE, Code.NO_WHERE),
        (found.why, Code.SAYS_WHY, Code.NO_WHY),
        (found.how, Code.SAYS_HOW, Code.NO_HOW),
    )
    codes = [Code.TOO_SHORT] * found.short + [Code.VAGUE] * found.vague
    codes += [missing for there, _, missing in pairs if not there]
    codes += [says for there, says, _ in pairs if there]
    return tuple(Finding(code) for code in codes)


def _rubric(share: float | None) -> tuple[Finding, ...]:
    if share is None:
        return ()
    return (Finding(Code.RUBRIC_USED if share else Code.RUBRIC_UNUSED),)
